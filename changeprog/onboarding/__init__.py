"""Adopting teams by stage: trials, mentors and knowledge, pulses, business as usual."""
