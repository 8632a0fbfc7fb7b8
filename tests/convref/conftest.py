"""Hypothesis without deadlines: the exact arithmetic takes its time."""

from hypothesis import settings

settings.register_profile("convref", deadline=None, max_examples=60)
settings.load_profile("convref")
