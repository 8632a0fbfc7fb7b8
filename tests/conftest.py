"""Hypothesis without deadlines: these machines are shared, and a slow moment is no failure."""

from hypothesis import settings

settings.register_profile("shared", deadline=None)
settings.load_profile("shared")
