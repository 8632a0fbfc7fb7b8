"""Hostile submissions, and what must come of each; see README.md."""
