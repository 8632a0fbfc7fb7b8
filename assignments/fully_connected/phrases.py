"""How CS231n calls fully connected layers: by our names."""

from grader.topics import Phrase, renamed

SAME = ("affine_forward", "affine_backward", "relu_forward", "relu_backward", "softmax_loss")
PHRASES = {"cs231n": {name: Phrase(name, renamed({})) for name in SAME}}
