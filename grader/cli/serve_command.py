"""``grader serve``."""

import os
from pathlib import Path

import click

from grader.cli.portal import data_option, load
from grader.cli.screen import say


@click.command(name="serve")
@data_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port to listen on.")
@click.option(
    "--origin", metavar="URL", default="", help="What browsers see, where a proxy with HTTPS stands before it."
)
@click.option(
    "--database", metavar="URL", default="", help="postgresql://USER@HOST/DATABASE, instead of a file in DIR."
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=lambda: min(2, os.cpu_count() or 1),
    show_default="two, or one where there is one processor",
    help="How many submissions are graded at once.",
)
@click.option("--local-lms", is_flag=True, help="Let an LMS on this machine take part without HTTPS: to try it out.")
def command(data: Path, host: str, port: int, origin: str, database: str, workers: int, local_lms: bool) -> None:
    """Serve the portal: students hand in and see their reports, instructors see the class, until Ctrl-C.

    In a fresh DIR there will be a first course with every assignment and a demo class; links for its instructor and a
    demo student are printed. The web process, workers and the sender of grades are
    started here, and end with this command.
    """
    config = load("portal.config").Config(
        data=data.resolve(),
        host=host,
        port=port,
        origin=origin.rstrip("/"),
        database=database,
        workers=workers,
        local_lms=local_lms,
    )
    load("portal.serve").serve(config, say)
