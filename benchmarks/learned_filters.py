"""Does learning the filters win? The network of the convnet lesson against its rivals, over ten draws, on one core.

    python benchmarks/learned_filters.py [DRAWS]

Each draw makes new pictures, as grading does, and every network starts from other random numbers:

    trained   the lesson's own solution
    frozen    the same, its filters left as they were drawn: only the last layer is trained
    many      200 random filters, left as they are; the last layer is the best there is (ridge regression)
    dense     a fully connected layer of 64, ReLU, a fully connected layer: no convolution
    equal     the same with a layer of 9: 1345 numbers to learn, where the lesson's network has 1364
    nearest   the class of most of the five pictures that are nearest

Printed is the share of 400 pictures held out that is told right, for edges and for the patterns that are drawn; then
how many learned filters are like an edge, in any direction and up to a pixel aside, and how many random ones.
"""

import itertools
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from grader.assignments.convnet import training
from grader.assignments.convnet.pictures import CLASSES
from numpy.typing import NDArray

from convref import fast
from grader.authoring.assignment import load_assignment
from grader.authoring.lesson import solution_module
from grader.authoring.starters import read_lesson
from grader.topics.loading import assignments_folder

Array = NDArray[Any]
Predict = Callable[[Array], Array]
DRAWS = 10
LIKE = 0.8  # a correlation that says that two filters are alike
FILTERS, DENSE, EQUAL = 200, 64, 9


def main(draws: int) -> None:
    """Print the table."""
    fast.set_num_threads(1)
    functions = lesson()
    shares: dict[tuple[str, str], list[float]] = {}
    like: list[int] = []
    seconds: list[float] = []
    for seed in range(draws):
        for case in ("edges", "other-marks"):
            inputs = drawn(case, seed)
            start = time.process_time()
            params = train(functions, inputs, seed)
            seconds.append(time.process_time() - start)
            tell: dict[str, Predict] = {"trained": lambda images, params=params: functions["predict"](params, images)}
            tell |= {name: rival(functions, inputs, seed) for name, rival in RIVALS.items()}
            for name, predict in tell.items():
                right = float(np.mean(predict(inputs["held_out"]) == inputs["held_out_labels"]))
                shares.setdefault((case, name), []).append(right)
            if case == "edges":
                like.append(int((functions["likeness"](params[0][:, 0]) > LIKE).sum()))
    print(f"{'':30}mean   least    most")
    for (case, name), found in shares.items():
        print(f"{case:14}{name:12}{np.mean(found):8.1%}{min(found):8.1%}{max(found):8.1%}")
    gaps = np.subtract(shares["edges", "trained"], shares["edges", "frozen"])
    print(f"edges: trained less frozen, least {100 * gaps.min():.0f} points")
    print(f"seconds of processor time for one training: at most {max(seconds):.1f}")
    print(f"filters like an edge, of 8: {like}, {sum(like)} of {8 * draws}")
    random = np.random.default_rng(0).normal(size=(10000, 5, 5))
    print(f"random filters like an edge, of 10000: {int((functions['likeness'](random) > LIKE).sum())}")


def lesson() -> dict[str, Any]:
    """Return the functions of the lesson's solution, and `likeness` of a cell that shows something."""
    text = read_lesson(assignments_folder() / "convnet")
    space: dict[str, Any] = {}
    exec(solution_module(text), space)
    shown = text[text.index("def likeness(") :]
    exec("import numpy as np\n" + shown[: shown.index("\n\n\n")], space)
    return space


def drawn(case: str, seed: int) -> Mapping[str, Array]:
    """Return the pictures of a case of cases.toml, drawn from a seed of their own."""
    (spec,) = [
        spec
        for spec in load_assignment(assignments_folder() / "convnet").cases
        if spec.id == case and "predict" in spec.exercises
    ]
    sizes = {symbol: size for symbol, size in spec.sizes.items() if isinstance(size, int)}
    return training.draw_images(sizes, itertools.count(1000 * seed))


def train(functions: dict[str, Any], inputs: Mapping[str, Array], seed: int, *, frozen: bool = False) -> Any:
    """Return what the lesson's `train` gives, from other random numbers; or with filters that stay."""
    gradients, generator = functions["loss_and_gradients"], np.random.default_rng

    def of_last_layer(*arguments: Array) -> tuple[Any, ...]:
        loss, dw1, db1, dw2, db2 = gradients(*arguments)
        return loss, 0 * dw1, 0 * db1, dw2, db2

    functions["loss_and_gradients"] = of_last_layer if frozen else gradients
    np.random.default_rng = lambda _: generator(seed)  # type: ignore[assignment]
    try:
        return functions["train"](inputs["images"], inputs["labels"])
    finally:
        functions["loss_and_gradients"], np.random.default_rng = gradients, generator


def frozen(functions: dict[str, Any], inputs: Mapping[str, Array], seed: int) -> Predict:
    """Train the last layer alone."""
    params = train(functions, inputs, seed, frozen=True)
    return lambda images: np.asarray(functions["predict"](params, images))


def many(functions: dict[str, Any], inputs: Mapping[str, Array], seed: int) -> Predict:
    """Fit the last layer behind many random filters, at once."""
    rng = np.random.default_rng(seed)
    filters, biases = rng.normal(size=(FILTERS, 1, 5, 5)), rng.normal(0, 0.5, FILTERS)

    def features(images: Array) -> Array:
        maps = fast.relu_forward(fast.conv_forward(images - 0.5, filters, biases, pad=2))
        return np.c_[fast.max_pool_forward(maps, 2).reshape(len(images), -1), np.ones(len(images))]

    known = features(inputs["images"])
    due = np.eye(len(CLASSES))[inputs["labels"]]
    weights = known.T @ np.linalg.solve(known @ known.T + 1000 * np.eye(len(known)), due)
    return lambda images: np.argmax(features(images) @ weights, axis=1)


def dense(functions: dict[str, Any], inputs: Mapping[str, Array], seed: int, size: int = DENSE) -> Predict:
    """Train a network without a convolution."""
    rng = np.random.default_rng(seed)
    rows = inputs["images"].reshape(len(inputs["images"]), -1) - 0.5
    w1, w2 = rng.normal(0, 0.1, (rows.shape[1], size)), rng.normal(0, 0.1, (size, len(CLASSES)))
    b1, b2 = np.zeros(size), np.zeros(len(CLASSES))
    for _ in range(25):
        for some in np.split(rng.permutation(len(rows)), range(20, len(rows), 20)):
            hidden = np.maximum(rows[some] @ w1 + b1, 0)
            back = fast.softmax_loss_backward(hidden @ w2 + b2, inputs["labels"][some])
            behind = (back @ w2.T) * (hidden > 0)
            w2, b2 = w2 - 0.2 * hidden.T @ back, b2 - 0.2 * back.sum(axis=0)
            w1, b1 = w1 - 0.2 * rows[some].T @ behind, b1 - 0.2 * behind.sum(axis=0)
    return lambda images: np.argmax(np.maximum((images.reshape(len(images), -1) - 0.5) @ w1 + b1, 0) @ w2 + b2, axis=1)


def equal(functions: dict[str, Any], inputs: Mapping[str, Array], seed: int) -> Predict:
    """Train a network without a convolution that has as many numbers to learn as the lesson's."""
    return dense(functions, inputs, seed, EQUAL)


def nearest(functions: dict[str, Any], inputs: Mapping[str, Array], seed: int) -> Predict:
    """Remember all pictures."""
    known, labels = inputs["images"].reshape(len(inputs["images"]), -1), inputs["labels"]

    def predict(images: Array) -> Array:
        distances = (known**2).sum(axis=1) - 2 * images.reshape(len(images), -1) @ known.T
        return np.array([np.bincount(labels[row]).argmax() for row in np.argsort(distances, axis=1)[:, :5]])

    return predict


RIVALS = {"frozen": frozen, "many": many, "dense": dense, "equal": equal, "nearest": nearest}

if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else DRAWS)
