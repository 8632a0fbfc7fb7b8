"""A worked example as a page to step through: one step on the screen at a time, the window over the input above
it. Pure.

The page needs no script and no network: each step has an address of its own (#step-3), and links lead on and
back. With a script the arrow keys do so too. On paper, and in a browser too old to choose, all steps are shown.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from grader.languages import ENGLISH, Say, as_it_is

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


def page(
    example: Mapping[str, Any],
    lines: Sequence[str],
    pictures: Sequence[str],
    say: Say = as_it_is,
    language: str = ENGLISH,
) -> str:
    """Return the page of a worked example.

    Parameters
    ----------
    example : mapping
        As parsed from examples.toml.
    lines : sequence of str
        What `explain` says of it, a step each.
    pictures : sequence of str
        HTML, one for each line; none where nothing is drawn.
    say : callable
        A sentence → that sentence in the reader's language.
    language : str
        The language's code.
    """
    drawn = pictures if len(pictures) == len(lines) else [""] * len(lines)
    steps = [_step(*one, number, len(lines), say) for number, one in enumerate(zip(drawn, lines, strict=True), 1)]
    note = f"<p>{escape(say(example['note']))}</p>" if example.get("note") else ""
    slide = say(f"Slide: {example['slide']}")
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(say(example['title']))}</title><style>{STYLE}</style></head>\n<body><main>\n"
        f"<h1>{escape(say(example['title']))}</h1>\n<p>{escape(slide)}</p>\n"
        + "\n".join(steps)
        + f"\n{note}\n</main><script>{SCRIPT}</script></body></html>\n"
    )


def _step(picture: str, line: str, number: int, count: int, say: Say) -> str:
    back = f'<a rel="prev" href="#step-{number - 1}">{say("back")}</a>' if number > 1 else ""
    on = f'<a rel="next" href="#step-{number + 1}">{say("next")}</a>' if number < count else ""
    return (
        f'<section id="step-{number}"><h2>{say(f"Step {number} of {count}")}</h2>\n{picture}'
        f'<p class="sum">{escape(say(line))}</p>\n<nav>{back}{on}</nav></section>'
    )
