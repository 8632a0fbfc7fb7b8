"""Misconceptions about sizes, parameters and uses."""

from grader.topics import Beliefs

from . import beliefs_sizes, beliefs_uses

ALIKE = {
    "conv_output_shape": (
        ("height-for-both", "width-first", "the width alone is the height either way; the height tells them apart"),
        ("channels-last", "width-for-both", "the height alone is the width either way; the depth tells them apart"),
        ("width-for-both", "width-first", "the height alone is the width either way; the width tells them apart"),
    ),
}
BELIEFS = Beliefs(families=(*beliefs_sizes.FAMILIES, *beliefs_uses.FAMILIES), alike=ALIKE)
