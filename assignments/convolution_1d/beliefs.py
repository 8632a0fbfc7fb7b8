"""Misconceptions about signals: the box filter, sliding kernels, sampled integrals."""

from grader.topics import Beliefs

from . import beliefs_box, beliefs_sampled, beliefs_sliding

BELIEFS = Beliefs(families=(*beliefs_box.FAMILIES, *beliefs_sampled.FAMILIES, *beliefs_sliding.FAMILIES))
