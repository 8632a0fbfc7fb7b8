"""The picture of each output of a worked example: the window over the input, and the filter in it. HTML, and pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from .exact import Array, Index, array, indices, pair, written
from .sizes import floor_size, signal_pad
from .sliding import as_4d

MAX_SIDE, MAX_CHANNELS = 12, 4  # of an image that is drawn


@dataclass(frozen=True)
class Sliding:
    """A window that slides over images x (N, C, H, W), with the filters w (F, C, HH, WW) in it, if it has any."""

    x: Array
    w: Array | None
    window: tuple[int, int]
    stride: tuple[int, int]
    pad: tuple[int, int]
    turned: bool = False
    by_channel: bool = False  # each channel by itself, as pooling does

    @property
    def outputs(self) -> Iterator[Index]:
        """Yield image, map, row and column of every output."""
        maps = self.x.shape[1] if self.by_channel else self.w.shape[0] if self.w else 1
        axes = zip(self.x.shape[2:], self.window, self.stride, self.pad, strict=True)
        return indices((self.x.shape[0], maps, *(max(floor_size(*axis), 0) for axis in axes)))


def signal_pictures(x: Any, k: Any, *, boundary: str = "shrink") -> list[str]:
    """Draw a kernel that slides over a signal or an image as it is."""
    return pictures(_signal(x, k, boundary, turned=False))


def turned_pictures(x: Any, k: Any, *, boundary: str = "shrink") -> list[str]:
    """Draw a kernel that is turned around before it slides."""
    return pictures(_signal(x, k, boundary, turned=True))


def _signal(x: Any, k: Any, boundary: str, turned: bool) -> Sliding:
    image, kernel = (as_4d(array(value)) for value in (x, k))
    height, width = (signal_pad(size, boundary) for size in kernel.shape[2:])
    return Sliding(image, kernel, (kernel.shape[2], kernel.shape[3]), (1, 1), (height, width), turned=turned)


def layer_pictures(x: Any, w: Any, b: Any = None, *, stride: Any = 1, pad: Any = 0) -> list[str]:
    """Draw the filters of a layer."""
    filters = array(w)
    return pictures(Sliding(array(x), filters, (filters.shape[2], filters.shape[3]), pair(stride), pair(pad)))


def pool_pictures(x: Any, window: Any, *, stride: Any = None) -> list[str]:
    """Draw the windows of pooling."""
    step = pair(window if stride is None else stride)
    return pictures(Sliding(array(x), None, pair(window), step, (0, 0), by_channel=True))


def im2col_pictures(x: Any, window: Any, *, stride: Any = 1, pad: Any = 0) -> list[str]:
    """Draw the windows that become columns of a matrix."""
    return pictures(Sliding(array(x), None, pair(window), pair(stride), pair(pad)))


def pictures(sliding: Sliding) -> list[str]:
    """Return the picture of each output, in order; none where the input is more than fits a screen."""
    plane = [size + 2 * pad for size, pad in zip(sliding.x.shape[2:], sliding.pad, strict=True)]
    if max(plane) > MAX_SIDE or sliding.x.shape[1] > MAX_CHANNELS:
        return []
    return [_picture(sliding, output) for output in sliding.outputs]


def _picture(sliding: Sliding, output: Index) -> str:
    """Return the planes of one image with the window on them, each with its plane of the filter."""
    n, f, i, j = output
    down, right = sliding.stride
    channels = [f] if sliding.by_channel else list(range(sliding.x.shape[1]))
    several = sliding.x.shape[1] > 1
    parts = []
    for c in channels:
        parts.append(_figure(f"input, channel {c}" if several else "input", _plane(sliding, n, c, i * down, j * right)))
        if sliding.w is not None:
            name = f"filter {f}" if sliding.w.shape[0] > 1 else "filter"
            name += f", channel {c}" if several else ""
            name += ", turned around" if sliding.turned else ""
            parts.append(_figure(name, _filter(sliding, f, c)))
    return f'<div class="planes">{"".join(parts)}</div>\n'


def _plane(sliding: Sliding, n: int, c: int, top: int, left: int) -> str:
    """Return the rows of a padded plane; `top` and `left` of the window are those on it."""
    (H, W), (height, width) = sliding.x.shape[2:], sliding.window
    rows = []
    for i in range(H + 2 * sliding.pad[0]):
        cells = []
        for j in range(W + 2 * sliding.pad[1]):
            row, column = i - sliding.pad[0], j - sliding.pad[1]
            inside = top <= i < top + height and left <= j < left + width
            padding = not (0 <= row < H and 0 <= column < W)
            kind = " ".join(name for name, holds in (("in", inside), ("pad", padding)) if holds)
            cells.append(_cell(written(sliding.x[n, c, row, column]), kind))
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return "".join(rows)


def _filter(sliding: Sliding, f: int, c: int) -> str:
    """Return the rows of a plane of a filter, as it lies on the window."""
    assert sliding.w is not None
    HH, WW = sliding.window
    steps = -1 if sliding.turned else 1
    return "".join(
        f"<tr>{''.join(_cell(written(sliding.w[f, c, u, v]), '') for v in range(WW)[::steps])}</tr>"
        for u in range(HH)[::steps]
    )


def _cell(text: str, kind: str) -> str:
    return f'<td class="{kind}">{escape(text)}</td>' if kind else f"<td>{escape(text)}</td>"


def _figure(name: str, rows: str) -> str:
    return f"<figure><figcaption>{escape(name)}</figcaption><table>{rows}</table></figure>"
