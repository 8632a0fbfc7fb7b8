"""Weight sharing is about the images of a batch.

Fails: weight_sharing.answer
"""


def weight_sharing():
    return "B"
