"""``grader explain``."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from grader.cli.common import assignments_option, language_option, say_wrote, words
from grader.cli.kinds import Listed
from grader.cli.screen import fit, show
from grader.errors import say_unknown


def list_examples(folder: Path | None, _: Mapping[str, Any]) -> list[str]:
    """Return the ids of all worked examples."""
    from grader.authoring.assignment import all_examples
    from grader.topics.loading import assignments_folder

    return list(all_examples(folder or assignments_folder()))


@click.command(name="explain")
@click.argument("name", metavar="[EXAMPLE]", required=False, type=Listed("example", list_examples))
@click.option("--list", "list_them", is_flag=True, help="List the examples; so does leaving EXAMPLE out.")
@click.option(
    "--html",
    "html_file",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a page to step through, for a lecture, instead of text.",
)
@language_option
@assignments_option
def command(name: str | None, list_them: bool, html_file: Path | None, lang: str | None, folder: Path | None) -> None:
    """Work out EXAMPLE, an example of the lecture, term by term in exact fractions, as on its slide."""
    from grader.authoring.assignment import all_examples, assignment_ids
    from grader.authoring.explanation import draw, explain
    from grader.topics.loading import assignments_folder, folder_of, topics_in

    where = folder or assignments_folder()
    examples = all_examples(where)
    language, spoken = words(lang, [folder_of(where, id) for id in assignment_ids(where)])
    if not examples:
        raise click.UsageError("no assignment in this folder has an examples.toml")
    if list_them or name is None:
        width = max(map(len, examples), default=0)
        lines = [f"{example.id:<{width}}  {spoken(example.title)} ({example.slide})" for example in examples.values()]
        show(fit("\n".join(lines), hang=" " * (width + 2)))
        return
    if name not in examples:
        unknown = say_unknown("there is no example", name, examples)
        raise click.UsageError(f"{unknown} `grader explain --list` shows all.")
    example, topics = examples[name], tuple(topics_in(folder)) if folder else ()
    if html_file is not None:
        from grader.files import write_output
        from grader.report.stepper import page

        steps, drawn = explain(asdict(example), topics), draw(asdict(example), topics)
        write_output(html_file, page(asdict(example), steps, drawn, spoken, language).encode())
        say_wrote("", html_file, spoken)
        return
    lines = [example.title, f"Slide: {example.slide}", "", *explain(asdict(example), topics)]
    if example.note:
        lines += ["", example.note]
    lines = [spoken(line) for line in lines]
    show(fit("\n".join(lines)))
