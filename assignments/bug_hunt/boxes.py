"""The boxes: layers that somebody wrote with one belief each, found among those that the grader knows."""

from dataclasses import dataclass

from grader.topics.misconception import Knobs

LAYER, POOLING, BACKWARD = "conv_forward", "max_pool_forward", "conv_backward"
RETURNS = {
    LAYER: ("x", "w", "b", "stride", "pad"),
    POOLING: ("x", "pool_height", "pool_width", "stride"),
    BACKWARD: ("x", "w", "dout", "stride", "pad"),
}
OUTPUTS = {LAYER: ("out",), POOLING: ("out",), BACKWARD: ("dx", "dw", "db")}


@dataclass(frozen=True, kw_only=True)
class Box:
    """A layer that is wrong in one way.

    Attributes
    ----------
    id : str
        The function that returns a test of it.
    layer : str
        The exercise of another assignment that it should solve.
    belief : str
        What its author believes: the id of a misconception.
    way : frozenset of str
        The setting of that misconception's model; by default its first.
    least : int
        The numbers of the smallest test that exposes it, as far as we know.
    hint : str
        A question for whoever has a test that does not.
    """

    id: str
    layer: str
    belief: str
    least: int
    hint: str
    way: Knobs = frozenset()

    @property
    def name(self) -> str:
        """What students call it: Box A."""
        return "Box " + self.id[-1].upper()


BOXES = (
    Box(
        id="box_a",
        layer=LAYER,
        belief="kernel-flipped",
        least=4,
        hint="how could somebody lay your filter down in another way, and get the same map?",
    ),
    Box(
        id="box_b",
        layer=LAYER,
        belief="bias-for-every-product",
        least=4,
        hint="which number of your test could be counted twice, or not at all, and the map would be the same?",
    ),
    Box(
        id="box_c",
        layer=LAYER,
        belief="stride-ignored-in-columns",
        least=3,
        hint="where do the first two windows of a row begin, and those of a column? Has your map a second one in both?",
    ),
    Box(
        id="box_d",
        layer=LAYER,
        belief="first-channel-only",
        least=5,
        hint="of which axis is there only one? Whoever forgets that axis does nothing wrong in your test.",
    ),
    Box(
        id="box_e",
        layer=LAYER,
        belief="height-for-both",
        way=frozenset({"columns.count=(M + 2 * P - V) // S + 1"}),
        least=4,
        hint="write the shape of your map down. Which two of its sizes could be exchanged without anybody seeing it?",
    ),
    Box(
        id="box_f",
        layer=LAYER,
        belief="padding-at-the-end",
        least=3,
        hint="draw your padded image. On how many of its sides are there zeros?",
    ),
    Box(
        id="box_g",
        layer=LAYER,
        belief="images-mixed",
        least=6,
        hint="how many maps does your test give, for how many images? In which order do they stand?",
    ),
    Box(
        id="box_h",
        layer=LAYER,
        belief="relu-inside",
        least=3,
        hint="which signs do the numbers in your map have?",
    ),
    Box(
        id="box_i",
        layer=LAYER,
        belief="cut-to-integers",
        least=3,
        hint="which of the numbers that you may use do not occur in your map?",
    ),
    Box(
        id="box_j",
        layer=POOLING,
        belief="maximum-from-zero",
        least=1,
        hint="what is the largest number of each of your windows? "
        "Is it one that could stand there before the image is looked at?",
    ),
    Box(
        id="box_k",
        layer=POOLING,
        belief="pads-with-zeros",
        least=2,
        hint="do your windows come out even? What becomes of rows and columns that are left over?",
    ),
    Box(
        id="box_l",
        layer=BACKWARD,
        belief="dx-assigned",
        least=7,
        hint="how many windows hold the same pixel? What becomes of the gradients that meet there?",
    ),
    Box(
        id="box_m",
        layer=BACKWARD,
        belief="db-of-the-last-image",
        least=5,
        hint="how many outputs does one bias belong to, in how many images? "
        "Which of them could be forgotten without anybody seeing it?",
    ),
)
BY_ID = {box.id: box for box in BOXES}
