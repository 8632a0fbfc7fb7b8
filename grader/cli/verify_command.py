"""``grader verify``."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from grader.cli.common import assignments_option, find_assignment, find_ids, json_option, write_json
from grader.verify import Row


@click.command(name="verify")
@click.argument("names", metavar="[ASSIGNMENT]...", nargs=-1)
@assignments_option
@json_option
def command(names: tuple[str, ...], folder: Path | None, json_file: str | None) -> None:
    """Prove assignments: solution full marks, starter none, each wrong answer fails just what it says.

    All of them if none is named. Exit code 0 when everything holds, 1 when something does not.
    """
    from grader.sandbox.runner import Sandbox
    from grader.verify import SEEDS, verify

    results: dict[str, list[Row]] = {}
    for name in names or find_ids(folder)[1]:
        assignment = find_assignment(name, folder)
        with Sandbox() as sandbox:
            sandbox.configure(assignment.limits, assignment.imports)
            results[name] = verify(assignment, sandbox)
        if json_file != "-":
            click.echo(f"{name}: seeds {', '.join(SEEDS)}")
            table(results[name])
    rows = [row for found in results.values() for row in found]
    problems = [problem for row in rows for problem in row.problems()]
    if json_file != "-":
        for problem in problems:
            click.echo(f"does not hold: {problem}")
        click.echo(f"{sum(row.holds for row in rows)} of {len(rows)} hold")
    if json_file:
        write_json(to_json(results), json_file)
    sys.exit(1 if problems else 0)


def table(rows: Sequence[Row]) -> None:
    """Print a line per submission: its scores under the seeds, and what it fails."""
    by_name: dict[str, list[Row]] = {}
    for row in rows:
        by_name.setdefault(row.what, []).append(row)
    width = max(map(len, by_name))
    for what, own in by_name.items():
        scores = " ".join(f"{float(row.score):5.2f}" for row in own)
        missed = ", ".join(sorted(own[0].missed)) if what.startswith("wrong/") else ""
        mark = "ok" if all(row.holds for row in own) else "--"
        click.echo(f"  {mark} {what:<{width}}  {scores}  {missed}".rstrip())


def to_json(results: dict[str, list[Row]]) -> bytes:
    """Return all rows as JSON."""
    import msgspec

    from grader.report.document import decimal

    documents = {
        name: [
            {
                "what": row.what,
                "seed": row.seed,
                "score": decimal(row.score),
                "possible": decimal(row.possible),
                "fails": sorted(row.missed),
                "holds": row.holds,
                "problems": row.problems(),
            }
            for row in rows
        ]
        for name, rows in results.items()
    }
    return msgspec.json.format(msgspec.json.encode(documents), indent=1) + b"\n"
