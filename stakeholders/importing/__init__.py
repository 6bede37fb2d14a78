"""Importing people and ties: what the columns of a table mean, and what that would change."""
