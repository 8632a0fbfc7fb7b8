"""Sizes, padding, parameters, uses of a pixel, receptive fields: answers that follow from sizes alone.

Slides: Convolution Layers: Stride, Padding, Dimensions; Receptive Field.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from convref import shapes
from convref.bounds import Bounded
from grader.model import Call
from grader.topics.operation import Operation, Sizes, no_grid

from ..shared.references import exactly
from ..shared.stacks import MAX_PAD, MAX_STRIDE, MAX_WINDOW, below, layers_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.generic]
    Inputs = Mapping[str, Array]


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
)
