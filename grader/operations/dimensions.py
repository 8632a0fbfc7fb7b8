"""Sizes, padding, parameters, uses of a pixel, receptive fields: answers that follow from sizes alone.

Slides: Convolution Layers: Stride, Padding, Dimensions; Receptive Field.
"""

import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from convref import shapes
from convref.bounds import Bounded
from grader.model import Call, Laid
from grader.operations.operation import Operation, Sizes, no_grid

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.generic]
    Inputs = Mapping[str, Array]

MAX_WINDOW, MAX_STRIDE, MAX_PAD = 5, 3, 2  # of a layer that is drawn


def exactly(value: "ArrayLike") -> Bounded:
    """Return whole numbers as a reference that nothing rounds."""
    import numpy as np

    array = np.asarray(value, np.float64)
    return Bounded(array, np.abs(array), 0, float(np.abs(array).sum()))


def problem_of(function: Callable[..., object], *names: str) -> Callable[[Sizes, Mapping[str, object]], str | None]:
    """Return a check of sizes: why `function` refuses those of these names, or None."""

    def problem(sizes: Sizes, shape: Mapping[str, object]) -> str | None:
        try:
            function(*(sizes[name] for name in names))
        except shapes.ShapeError as error:
            return str(error)
        return None

    return problem


def _call(function: str, sizes: Sizes, names: tuple[str, ...], returns: tuple[str, ...]) -> tuple[Call, ...]:
    arguments = tuple(sizes[name] for name in names)
    return (Call(function=function, arguments=arguments, names=names, returns=returns),)


# ------------------------------------------------------------------------------------- sizes

STRICT = ("length", "window", "stride")
FLOOR = ("length", "window", "stride", "pad")
LAYER = ("images", "channels", "height", "width", "filters", "window", "stride", "pad")
FILTERS = ("filters", "channels", "height", "width")
USES = ("height", "width", "window", "stride", "pad")


def strict_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``output_size_strict(length, window, stride) -> size``; a fraction is illegal."""
    return _call("output_size_strict", sizes, STRICT, ("size",))


def strict_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, Bounded]:
    """The stride slide's rule."""
    return {"size": exactly(shapes.output_size_strict(*(sizes[name] for name in STRICT)))}


def strict_terms(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> tuple[str, ...]:
    """Return ``(7 - 3)/2`` and 1."""
    return (f"({sizes['length']} - {sizes['window']})/{sizes['stride']}", "1")


def floor_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``output_size(length, window, stride, pad) -> size``; a fraction is rounded down."""
    return _call("output_size", sizes, FLOOR, ("size",))


def floor_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, Bounded]:
    """The padding slide's rule."""
    return {"size": exactly(shapes.output_size(*(sizes[name] for name in FLOOR)))}


def floor_terms(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> tuple[str, ...]:
    """Return ``floor((7 + 2·1 - 3)/2)`` and 1."""
    over = f"({sizes['length']} + 2·{sizes['pad']} - {sizes['window']})/{sizes['stride']}"
    return (f"floor({over})", "1")


def same_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``same_padding(window) -> pad``; an even window has none."""
    return _call("same_padding", sizes, ("window",), ("pad",))


def same_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, Bounded]:
    """The padding that keeps the size for stride 1."""
    return {"pad": exactly(shapes.same_padding(sizes["window"]))}


def layer_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``conv_output_shape(images, channels, height, width, filters, window, stride, pad) -> (N, F, H_out, W_out)``."""
    return _call("conv_output_shape", sizes, LAYER, ("N", "F", "H_out", "W_out"))


def layer_shape(*sizes: int) -> tuple[int, int, int, int]:
    """Return the shape that a layer of square windows gives."""
    images, channels, height, width, filters, window, stride, pad = sizes
    x_shape, w_shape = (images, channels, height, width), (filters, channels, window, window)
    return shapes.conv_output_shape(x_shape, w_shape, stride=stride, pad=pad)


def layer_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, Bounded]:
    """The floor rule along both axes; the depth is the number of filters."""
    shape = layer_shape(*(sizes[name] for name in LAYER))
    return {name: exactly(size) for name, size in zip(("N", "F", "H_out", "W_out"), shape, strict=True)}


def parameters_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``conv_parameters(filters, channels, height, width) -> parameters``, biases included."""
    return _call("conv_parameters", sizes, FILTERS, ("parameters",))


def parameters_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, Bounded]:
    """Weights and biases of a layer."""
    filters, channels, height, width = (sizes[name] for name in FILTERS)
    return {"parameters": exactly(shapes.conv_parameters(filters, channels, (height, width)))}


def parameters_terms(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> tuple[str, ...]:
    """Return ``10·(3·5·5 + 1)``."""
    filters, channels, height, width = (sizes[name] for name in FILTERS)
    return (f"{filters}·({channels}·{height}·{width} + 1)",)


def uses_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``pixel_uses(height, width, window, stride, pad) -> uses``, an array."""
    return _call("pixel_uses", sizes, USES, ("uses",))


def uses(*sizes: int) -> list[list[int]]:
    """Return how often each pixel is under a square window."""
    height, width, window, stride, pad = sizes
    return shapes.pixel_uses((height, width), window, stride=stride, pad=pad)


def uses_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, Bounded]:
    """How often each pixel is used."""
    return {"uses": exactly(uses(*(sizes[name] for name in USES)))}


# ------------------------------------------------------------------------------ many layers


def layers_of(arguments: Mapping[str, object], *names: str) -> tuple[tuple[int, ...], ...]:
    """Return the layers, from the input on, each a tuple of whole numbers."""
    columns = []
    for name in names:
        column = arguments[name]
        assert isinstance(column, Laid)
        columns.append([int(value) for value in column.array.tolist()])
    return tuple(zip(*columns, strict=True))


def below(numbers: Iterator[int], lowest: int, highest: int) -> int:
    """Return a number of a range, both ends included."""
    return lowest + next(numbers) % (highest - lowest + 1)


def draw_network(sizes: Sizes, numbers: Iterator[int]) -> Mapping[str, "Array"]:
    """Draw a length and layers that fit it, one after the other."""
    import numpy as np

    length = remaining = below(numbers, 12, 40)
    layers = []
    for _ in range(sizes["L"]):
        pad = below(numbers, 0, MAX_PAD)
        window = below(numbers, 1, min(MAX_WINDOW, remaining + 2 * pad))
        stride = below(numbers, 1, MAX_STRIDE)
        layers.append((window, stride, pad))
        remaining = shapes.output_size(remaining, window, stride, pad)
    windows, strides, pads = np.array(layers, np.int64).T
    return {"length": np.array(length), "windows": windows, "strides": strides, "pads": pads}


def network_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``network_sizes(length, layers) -> sizes``, an array; layers is a tuple of (window, stride, pad)."""
    given = (arguments["length"], layers_of(arguments, "windows", "strides", "pads"))
    return (Call(function="network_sizes", arguments=given, names=("length", "layers"), returns=("sizes",)),)


def network_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, Bounded]:
    """The floor rule, layer after layer."""
    layers = zip(*(inputs[name].tolist() for name in ("windows", "strides", "pads")), strict=True)
    found = [int(inputs["length"])]
    for layer in layers:
        found.append(shapes.output_size(found[-1], *layer))
    return {"sizes": exactly(found[1:])}


# -------------------------------------------------------------------------- receptive field


def field_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``receptive_field(layers) -> (size, jump)``; layers is a tuple of (window, stride), from the input on."""
    layers = layers_of(arguments, "windows", "strides")
    return (Call(function="receptive_field", arguments=(layers,), names=("layers",), returns=("size", "jump")),)


def field_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, Bounded]:
    """Size of the field along one axis, and the input pixels from one output to the next."""
    found = shapes.receptive_field(zip(inputs["windows"].tolist(), inputs["strides"].tolist(), strict=True))
    return {"size": exactly(found.size[0]), "jump": exactly(found.jump[0])}


def field_terms(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> tuple[str, ...]:
    """Return 1 and what each layer adds, ``(window - 1)*jump``; for the jump, the product of strides."""
    windows, strides = inputs["windows"].tolist(), inputs["strides"].tolist()
    if output == "jump":
        return ("·".join(map(str, strides)),)
    jumps = itertools.accumulate(strides, lambda jump, stride: jump * stride, initial=1)
    return ("1", *(f"{window - 1}*{jump}" for window, jump in zip(windows, jumps, strict=False)))


def draw_field(sizes: Sizes, numbers: Iterator[int]) -> Mapping[str, "Array"]:
    """Draw layers, an input just long enough for a few outputs, and one of these outputs."""
    import numpy as np

    layers = [(below(numbers, 1, MAX_WINDOW), below(numbers, 1, MAX_STRIDE)) for _ in range(sizes["L"])]
    field = shapes.receptive_field(layers)
    outputs = below(numbers, 1, 4)
    length = field.size[0] + (outputs - 1) * field.jump[0] + below(numbers, 0, 2)
    windows, strides = np.array(layers, np.int64).T
    at = below(numbers, 0, outputs - 1)
    return {"windows": windows, "strides": strides, "length": np.array(length), "at": np.array(at)}


def measured_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``gradient_of_ones(layers, length, at) -> gradient``; layers as for receptive_field."""
    given = (layers_of(arguments, "windows", "strides"), arguments["length"], arguments["at"])
    return (
        Call(function="gradient_of_ones", arguments=given, names=("layers", "length", "at"), returns=("gradient",)),
    )


def measured_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, Bounded]:
    """The derivative of one output with respect to every input, where all weights are 1."""
    import numpy as np

    layers = list(zip(inputs["windows"].tolist(), inputs["strides"].tolist(), strict=True))
    lengths = [int(inputs["length"])]
    for window, stride in layers:
        lengths.append(shapes.output_size(lengths[-1], window, stride))
    gradient = np.zeros(lengths[-1])
    gradient[int(inputs["at"])] = 1
    for (window, stride), length in zip(reversed(layers), reversed(lengths[:-1]), strict=True):
        wider = np.zeros(length)
        for place, value in enumerate(gradient):
            wider[place * stride : place * stride + window] += value
        gradient = wider
    assert gradient.sum() == math.prod(window for window, _ in layers)  # every path from the output ends somewhere
    return {"gradient": exactly(gradient)}


# -------------------------------------------------------------------------------- operations


def of_sizes(  # what an operation without arrays has in common with the others
    id: str,
    options: Mapping[str, int],
    returns: tuple[str, ...],
    calls: Callable[[Mapping[str, object], Sizes], tuple[Call, ...]],
    reference: Callable[["Inputs", Sizes], Mapping[str, Bounded]],
    **rest: object,
) -> Operation:
    """Return an operation whose answer follows from its sizes."""
    return Operation(
        id=id, shapes={}, options=options, returns=returns, calls=calls, reference=reference, grid=no_grid, **rest  # type: ignore[arg-type]
    )  # fmt: skip


OPERATIONS = (
    of_sizes(
        "output_size_strict",
        dict.fromkeys(STRICT, 1),
        ("size",),
        strict_calls,
        strict_reference,
        problem=problem_of(shapes.output_size_strict, *STRICT),
        terms=strict_terms,
    ),
    of_sizes(
        "output_size",
        {**dict.fromkeys(STRICT, 1), "pad": 0},
        ("size",),
        floor_calls,
        floor_reference,
        problem=problem_of(shapes.output_size, *FLOOR),
        terms=floor_terms,
    ),
    of_sizes(
        "same_padding",
        {"window": 1},
        ("pad",),
        same_calls,
        same_reference,
        problem=problem_of(shapes.same_padding, "window"),
    ),
    of_sizes(
        "conv_output_shape",
        {**dict.fromkeys(LAYER, 1), "pad": 0},
        ("N", "F", "H_out", "W_out"),
        layer_calls,
        layer_reference,
        problem=problem_of(layer_shape, *LAYER),
    ),
    of_sizes(
        "conv_parameters",
        dict.fromkeys(FILTERS, 1),
        ("parameters",),
        parameters_calls,
        parameters_reference,
        terms=parameters_terms,
    ),
    of_sizes(
        "pixel_uses",
        {**dict.fromkeys(USES, 1), "pad": 0},
        ("uses",),
        uses_calls,
        uses_reference,
        problem=problem_of(uses, *USES),
    ),
    Operation(
        id="network_sizes",
        shapes={"length": (), "windows": ("L",), "strides": ("L",), "pads": ("L",)},
        returns=("sizes",),
        calls=network_calls,
        reference=network_reference,
        grid=no_grid,
        draw=draw_network,
    ),
    Operation(
        id="receptive_field",
        shapes={"windows": ("L",), "strides": ("L",)},
        whole={"windows": lambda sizes: (1, MAX_WINDOW), "strides": lambda sizes: (1, MAX_STRIDE)},
        returns=("size", "jump"),
        calls=field_calls,
        reference=field_reference,
        grid=no_grid,
        terms=field_terms,
    ),
    Operation(
        id="gradient_of_ones",
        shapes={"windows": ("L",), "strides": ("L",), "length": (), "at": ()},
        returns=("gradient",),
        calls=measured_calls,
        reference=measured_reference,
        grid=no_grid,
        draw=draw_field,
    ),
)
