"""Workshops: activities live, consensus in rounds, commitments, records, follow-ups."""
