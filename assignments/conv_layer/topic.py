"""The convolution layer: one dot product, one activation map, the layer forward and backward."""

from grader.topics import Beliefs, Explanations, Topic

from .operations import OPERATIONS


def beliefs() -> Beliefs:
    """Import the wrong models, which a right submission does not need."""
    from .beliefs import BELIEFS

    return BELIEFS


def explanations() -> Explanations:
    """Import how worked examples are written out."""
    from .explain import EXPLANATIONS

    return EXPLANATIONS


TOPIC = Topic(operations=OPERATIONS, beliefs=beliefs, explanations=explanations)
