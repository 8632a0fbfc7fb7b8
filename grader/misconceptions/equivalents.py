"""Pairs of misconceptions that no input of an exercise tells apart in any returned value, or in one; and why.

A pair that some input could tell apart belongs into the exercise's cases instead.
"""

from collections.abc import Mapping

EQUIVALENT: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "learn_filter_step": (
        ("uphill", "error-reversed", "the error's sign is the gradient's: either way the step changes its sign"),
    ),
    "numerical_gradient": (
        ("divided-by-h", "half-forgotten", "a factor of 2, before the quotient or in it"),
        ("rounded-steps", "nothing-written", "a step that is rounded to 0 leaves every difference 0"),
    ),
    "conv_output_shape": (
        ("height-for-both", "width-first", "the width alone is the height either way; the height tells them apart"),
        ("width-for-both", "width-first", "the height alone is the width either way; the width tells them apart"),
    ),
    "conv_forward": (
        (
            "padding-on-one-side",
            "padding-subtracted-again",
            "an index below 0 reads the far side of the frame, which holds zeros as well",
        ),
    ),
    "predict": (
        (
            "labels-mixed-up",
            "only-the-bias",
            "either way it is learned which labels there are, and not which image has which: often no training on two "
            "images shows more",
        ),
    ),
    "conv_backward": (
        ("crop-lost", "gradient-of-zeros", "all of dx is 0 either way; dw and db tell them apart"),
        ("divided-by-the-places", "db-averaged", "the mean over all places, for db; dx and dw tell them apart"),
    ),
}
