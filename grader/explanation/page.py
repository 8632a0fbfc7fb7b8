"""A worked example as a page to step through: one step on the screen at a time, the window over the input above
it. Pure.

The page needs no script and no network: each step has an address of its own (#step-3), and links lead on and
back. With a script the arrow keys do so too. On paper all steps are printed.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

STYLE = """
body { font-family: system-ui, sans-serif; font-size: 1.4rem; line-height: 1.5; }
body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
section { display: none; }
section:target, #step-1 { display: block; }
section:target ~ #step-1 { display: none; }
nav { display: flex; gap: 1rem; margin: 1.5rem 0; }
nav a { border: 2px solid; border-radius: .3em; color: inherit; padding: .2em .8em; }
table { border-collapse: collapse; margin: 1rem 0; }
td { border: 1px solid; min-width: 2.6rem; padding: .3rem; text-align: center; }
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
WINDOWED = {  # call → names of the image and of the filter; pooling has a window's size instead
    "correlate2d": ("x", "k"),
    "conv_forward": ("x", "w"),
    "max_pool_forward": ("x", None),
    "avg_pool_forward": ("x", None),
    "correlate1d": ("x", "k"),
}


def page(example: Mapping[str, Any], lines: Sequence[str]) -> str:
    """Return the page of a worked example.

    Parameters
    ----------
    example : mapping
        As parsed from examples.toml.
    lines : sequence of str
        What `explain` says of it, a step each.
    """
    count = len(lines)
    steps = [_step(example, line, number, count) for number, line in enumerate(lines, 1)]
    first, rest = steps[0], steps[1:]  # the first comes last: CSS hides it when another one is meant
    note = f"<p>{escape(example['note'])}</p>" if example.get("note") else ""
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(example['title'])}</title><style>{STYLE}</style></head>\n<body><main>\n"
        f"<h1>{escape(example['title'])}</h1>\n<p>Slide: {escape(example['slide'])}</p>\n"
        + "\n".join([*rest, first])
        + f"\n{note}\n</main><script>{SCRIPT}</script></body></html>\n"
    )


def _step(example: Mapping[str, Any], line: str, number: int, count: int) -> str:
    back = f'<a rel="prev" href="#step-{number - 1}">back</a>' if number > 1 else ""
    on = f'<a rel="next" href="#step-{number + 1}">next</a>' if number < count else ""
    return (
        f'<section id="step-{number}"><h2>Step {number} of {count}</h2>\n{_picture(example, number - 1)}'
        f'<p class="sum">{escape(line)}</p>\n<nav>{back}{on}</nav></section>'
    )


def _picture(example: Mapping[str, Any], step: int) -> str:
    """Return the input with the window of one output, where the call slides a window over one plane."""
    names = WINDOWED.get(example["call"])
    arguments = example["arguments"]
    if names is None or "pad" in arguments or arguments.get("boundary", "shrink") != "shrink":
        return ""
    image = _plane(arguments[names[0]])
    if image is None:
        return ""
    if names[1] is None:
        height = width = arguments["window"]
        stride = arguments.get("stride", arguments["window"])
    else:
        kernel = _plane(arguments[names[1]])
        if kernel is None:
            return ""
        height, width, stride = len(kernel), len(kernel[0]), arguments.get("stride", 1)
    if not isinstance(stride, int) or not isinstance(height, int):
        return ""
    columns = (len(image[0]) - width) // stride + 1
    top, left = (place * stride for place in divmod(step, columns))
    if top + height > len(image):
        return ""
    rows = []
    for i, row in enumerate(image):
        cells = [
            f'<td class="in">{escape(str(value))}</td>'
            if top <= i < top + height and left <= j < left + width
            else f"<td>{escape(str(value))}</td>"
            for j, value in enumerate(row)
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>\n"


def _plane(value: Any) -> list[list[Any]] | None:
    """Return the one plane of nested lists; None where there are more, or less than a row."""
    while isinstance(value, list) and value and isinstance(value[0], list) and isinstance(value[0][0], list):
        if len(value) != 1:
            return None
        value = value[0]
    if not isinstance(value, list) or not value:
        return None
    return value if isinstance(value[0], list) else [value]
