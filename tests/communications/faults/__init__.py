"""The fault suite: delivering on real parts, which fail in every way that we could think of.

Everything is counted at the mail server: ``pytest -m faults`` prints the counts.
"""
