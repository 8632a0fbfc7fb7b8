"""Convolution as fast as NumPy allows."""

from grader.topics import Beliefs, Topic

from .operations import OPERATIONS


def beliefs() -> Beliefs:
    """Import the wrong models, which a right submission does not need."""
    from .beliefs import BELIEFS

    return BELIEFS


TOPIC = Topic(operations=OPERATIONS, beliefs=beliefs)
