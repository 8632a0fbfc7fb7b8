"""``grader lecture``."""

import tempfile
import webbrowser
from pathlib import Path

import click

from grader.cli.common import assignments_option, words
from grader.cli.kinds import Name, NewFolder
from grader.cli.screen import say
from grader.languages import LANGUAGES


@click.command(name="lecture")
@click.option(
    "--out",
    metavar="DIR",
    type=NewFolder(),
    help="Write the pages there, and open nothing.",
)
@click.option(
    "--lang",
    type=Name("language", LANGUAGES),
    help="The language of the front page; else LANG says it. Each page leads to the other language.",
)
@assignments_option
def command(out: Path | None, lang: str | None, folder: Path | None) -> None:
    """Open the lecture's pages in a browser: pictures that compute, and the exercises that they lead to."""
    from grader.files import write_output
    from grader.lecture.loading import load_lecture
    from grader.lecture.site import pages_of
    from grader.topics.loading import assignments_folder

    language, spoken = words(lang, [])
    pages = pages_of(load_lecture(folder or assignments_folder()), language)
    target = out or Path(tempfile.mkdtemp(prefix="lecture-"))
    for name, text in pages.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_output(path, text.encode())
    front = target / "index.html"
    if out is None and webbrowser.open(front.resolve().as_uri()):
        say(spoken(f"opened {front} in your browser"))
    else:
        say(spoken(f"wrote {len(pages)} pages; open {front} in a browser"))
