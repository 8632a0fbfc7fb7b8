"""What a slip at each place of the bookkeeping of windows is called, and the question about it.

The same place is met in four kinds of loops: the layer's, forward and backward, and pooling's, forward and backward.
Backward there is no map to write, and in pooling there are no weights, so each kind has its own words. ``{way}`` is the
direction: from top to bottom, from left to right, or along both axes.
"""

from collections.abc import Mapping

Words = Mapping[str, tuple[str, str]]  # a place → the belief, and the hint

LAYER: Words = {
    "count": (
        "The window fits another number of times.",
        "{H} x {W} numbers, a window of {HH} x {WW}: how often does it fit {way}? Does your formula say so?",
    ),
    "moved": (
        "Windows begin elsewhere.",
        "At which index does the window of output 1 begin {way}, and at which that of output 2? Print yours.",
    ),
    "start": (
        "Windows begin elsewhere, and end where they should.",
        "Print how many numbers your window of output 1 holds {way}. Where does it begin, and where does it end?",
    ),
    "stop": (
        "Windows end elsewhere.",
        "Print how many numbers your window of output 1 holds {way}. Where should it end?",
    ),
    "pixel": (
        "A weight meets another pixel.",
        "Take output 1 and the second weight {way}: which pixel do they meet, by hand, and in your loop?",
    ),
    "weight": (
        "A pixel meets another weight.",
        "Set one weight to 1 and all others to 0. Which pixel of the window do you get {way}?",
    ),
    "taps": (
        "Some of the weights take part.",
        "Take an image and a filter of ones. How many products does your loop add up {way}?",
    ),
    "first": (
        "The pixels that meet one weight begin elsewhere.",
        "Take the second weight {way}. Which pixel does it meet in the first window, by hand, and in your slice?",
    ),
    "last": (
        "The pixels that meet one weight end elsewhere.",
        "How many pixels does one weight meet {way}, and how many does your slice hold?",
    ),
    "visited": (
        "The loop visits other outputs than there are.",
        "Print the first and the last index of your loop {way}. How many numbers has the map there?",
    ),
}
LAYER_BACKWARD: Words = {
    **LAYER,
    "weight": (
        "A pixel meets another weight.",
        "Set one weight to 1 and all others to 0. Which pixel of a window does a gradient reach {way}?",
    ),
    "taps": (
        "Some of the weights take part.",
        "How many weights has your filter {way}? Print the first and the last index of your loop over them.",
    ),
    "first": (
        "The pixels that meet one weight begin elsewhere.",
        "Take dout's first number and the second weight {way}. Which pixel is theirs, by hand, and in your slice?",
    ),
    "last": (
        "The pixels that meet one weight end elsewhere.",
        "How many numbers has dout {way}, and how many pixels does your slice for one weight hold?",
    ),
    "visited": (
        "The loop visits other gradients than there are.",
        "Print the first and the last index of your loop {way}. How many numbers has dout there?",
    ),
}
_ENTRIES: Words = {
    "taps": (
        "Some of the entries of a window take part.",
        "How many entries has a window {way}? Print the first and the last index of your loop over them.",
    ),
    "pixel": (
        "Another entry of the map is taken for one of the window.",
        "Take output 1 and the second entry of its window {way}: where in the map is it, by hand, and in your loop?",
    ),
    "entry": (
        "Another entry of the window is looked at.",
        "For each pass of your loop, print which entry of the window it looks at {way}. Does each have its turn?",
    ),
}
POOLING: Words = {**LAYER, **_ENTRIES}
POOLING_BACKWARD: Words = {**LAYER_BACKWARD, **_ENTRIES}
