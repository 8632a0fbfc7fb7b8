"""``grader explain``."""

import difflib
from dataclasses import asdict
from pathlib import Path

import click

from grader.cli.common import assignments_option


@click.command(name="explain")
@click.argument("name", metavar="[EXAMPLE]", required=False)
@click.option("--list", "list_them", is_flag=True, help="List the examples; so does leaving EXAMPLE out.")
@click.option(
    "--html",
    "html_file",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a page to step through, for a lecture, instead of text.",
)
@assignments_option
def command(name: str | None, list_them: bool, html_file: Path | None, folder: Path | None) -> None:
    """Work out EXAMPLE, an example of the lecture, term by term in exact fractions, as on its slide."""
    from grader.authoring.assignment import all_examples
    from grader.authoring.explanation import draw, explain
    from grader.topics.loading import assignments_folder, topics_in

    examples = all_examples(folder or assignments_folder())
    if not examples:
        raise click.UsageError("no assignment in this folder has an examples.toml")
    if list_them or name is None:
        width = max(map(len, examples), default=0)
        for example in examples.values():
            click.echo(f"{example.id:<{width}}  {example.title} ({example.slide})")
        return
    if name not in examples:
        close = difflib.get_close_matches(name, examples, 1)
        hint = f" Did you mean {close[0]}?" if close else ""
        raise click.UsageError(f"there is no example {name!r}.{hint} `grader explain --list` shows all.")
    example, topics = examples[name], tuple(topics_in(folder)) if folder else ()
    if html_file is not None:
        from grader.files import write_file
        from grader.report.stepper import page

        write_file(
            html_file, page(asdict(example), explain(asdict(example), topics), draw(asdict(example), topics)).encode()
        )
        click.echo(f"wrote {html_file}")
        return
    click.echo(f"{example.title}\nSlide: {example.slide}\n")
    for line in explain(asdict(example), topics):
        click.echo(line)
    if example.note:
        click.echo(f"\n{example.note}")
