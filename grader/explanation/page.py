"""A worked example as a page to step through: one step on the screen at a time, the window over the input above
it. Pure.

The page needs no script and no network: each step has an address of its own (#step-3), and links lead on and
back. With a script the arrow keys do so too. On paper, and in a browser too old to choose, all steps are shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from grader.explanation.exact import Array, Illegal, Index, array, indices, pair, written
from grader.explanation.sizes import floor_size, signal_pad

MAX_SIDE, MAX_CHANNELS = 12, 4  # of an image that is drawn
STYLE = """
body { font-family: system-ui, sans-serif; font-size: 1.4rem; line-height: 1.5; }
body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
section { display: none; scroll-margin-top: 100vh; }  /* the heading stays where it is */
section:target, main:not(:has(section:target)) #step-1 { display: block; }
@supports not selector(:has(*)) { section { display: block; } }
nav { display: flex; gap: 1rem; margin: 1.5rem 0; }
nav a { border: 2px solid; border-radius: .3em; color: inherit; padding: .2em .8em; }
.planes { align-items: flex-end; display: flex; flex-wrap: wrap; gap: 1rem 2rem; }
figure { margin: 0; }
table { border-collapse: collapse; margin: .3rem 0 1rem; }
td { border: 1px solid; min-width: 2.6rem; padding: .3rem; text-align: center; }
td.pad { border-style: dashed; }
td.in { border: 4px double; font-weight: bold; }
.sum { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
@media print { section { display: block !important; break-inside: avoid; } nav { display: none; } }
"""
SCRIPT = """
addEventListener("keydown", event => {
  const rel = {ArrowRight: "next", ArrowLeft: "prev"}[event.key];
  const shown = [...document.querySelectorAll("section")].find(step => getComputedStyle(step).display !== "none");
  const link = rel && shown.querySelector(`a[rel=${rel}]`);
  if (link) link.click();
});
"""
SIGNALS = ("correlate1d", "correlate2d", "convolve1d", "convolve2d")
POOLS = ("max_pool_forward", "avg_pool_forward")


def page(example: Mapping[str, Any], lines: Sequence[str]) -> str:
    """Return the page of a worked example.

    Parameters
    ----------
    example : mapping
        As parsed from examples.toml.
    lines : sequence of str
        What `explain` says of it, a step each.
    """
    drawn = pictures(example)
    if len(drawn) != len(lines):  # the call slides no window, or its lines are no outputs
        drawn = [""] * len(lines)
    steps = [_step(*one, number, len(lines)) for number, one in enumerate(zip(drawn, lines, strict=True), 1)]
    note = f"<p>{escape(example['note'])}</p>" if example.get("note") else ""
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(example['title'])}</title><style>{STYLE}</style></head>\n<body><main>\n"
        f"<h1>{escape(example['title'])}</h1>\n<p>Slide: {escape(example['slide'])}</p>\n"
        + "\n".join(steps)
        + f"\n{note}\n</main><script>{SCRIPT}</script></body></html>\n"
    )


def _step(picture: str, line: str, number: int, count: int) -> str:
    back = f'<a rel="prev" href="#step-{number - 1}">back</a>' if number > 1 else ""
    on = f'<a rel="next" href="#step-{number + 1}">next</a>' if number < count else ""
    return (
        f'<section id="step-{number}"><h2>Step {number} of {count}</h2>\n{picture}'
        f'<p class="sum">{escape(line)}</p>\n<nav>{back}{on}</nav></section>'
    )


# ---------------------------------------------------------------------------------- pictures


@dataclass(frozen=True)
class _Sliding:
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


def pictures(example: Mapping[str, Any]) -> list[str]:
    """Return the picture of each output, in order: the window over the input, and the filter in it.

    Nothing where the call slides no window, or slides it over more than fits a screen.
    """
    try:
        sliding = _sliding(example["call"], example["arguments"])
    except Illegal:
        return []
    if sliding is None:
        return []
    plane = [size + 2 * pad for size, pad in zip(sliding.x.shape[2:], sliding.pad, strict=True)]
    if max(plane) > MAX_SIDE or sliding.x.shape[1] > MAX_CHANNELS:
        return []
    return [_picture(sliding, output) for output in sliding.outputs]


def _sliding(call: str, given: Mapping[str, Any]) -> _Sliding | None:
    """Return how a call of convref slides its window; None where it slides none."""
    if call in SIGNALS:
        x, k = (_as_4d(array(given[name])) for name in ("x", "k"))
        height, width = (signal_pad(size, given.get("boundary", "shrink")) for size in k.shape[2:])
        turned = call.startswith("convolve")
        return _Sliding(x, k, (k.shape[2], k.shape[3]), (1, 1), (height, width), turned=turned)
    if call == "conv_forward":
        w = array(given["w"])
        stride, pad = pair(given.get("stride", 1)), pair(given.get("pad", 0))
        return _Sliding(array(given["x"]), w, (w.shape[2], w.shape[3]), stride, pad)
    if call in POOLS:
        window = pair(given["window"])
        stride = window if given.get("stride") is None else pair(given["stride"])
        return _Sliding(array(given["x"]), None, window, stride, (0, 0), by_channel=True)
    if call == "im2col":
        stride, pad = pair(given.get("stride", 1)), pair(given.get("pad", 0))
        return _Sliding(array(given["x"]), None, pair(given["window"]), stride, pad)
    return None


def _as_4d(value: Array) -> Array:
    return value.reshaped((1,) * (4 - len(value.shape)) + value.shape)


def _picture(sliding: _Sliding, output: Index) -> str:
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


def _plane(sliding: _Sliding, n: int, c: int, top: int, left: int) -> str:
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


def _filter(sliding: _Sliding, f: int, c: int) -> str:
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
