"""``grader verify``."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli.common import ASSIGNMENT_ID, assignments_option, find_assignment, find_ids, json_option, write_json
from grader.cli.kinds import FOLDER
from grader.cli.screen import fit, say, show
from grader.cli.waiting import each
from grader.errors import AuthorError, OperatorError

if TYPE_CHECKING:
    from grader.authoring.claims import Coverage
    from grader.authoring.verify import Proof, Row


SEEDS = 3  # `authoring.verify` names them; it is imported by the command alone
FEW = 6  # cases that a line names


@click.command(name="verify")
@click.argument("names", metavar="[ASSIGNMENT]...", nargs=-1, type=ASSIGNMENT_ID)
@assignments_option
@json_option
@click.option(
    "--corpus",
    type=FOLDER,
    metavar="DIR",
    help="Folder of submissions to grade along, for their scores; with one ASSIGNMENT.",
)
@click.option(
    "--baseline",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Scores of an earlier time: list what changed since. Written if there is no such file yet.",
)
@click.option(
    "--jobs", type=click.IntRange(min=1), help="How many to grade at once, instead of one for each processor."
)
@click.option(
    "--seeds",
    "count",
    type=click.IntRange(1, SEEDS),
    default=SEEDS,
    show_default=True,
    help="Under how many seeds each is proved: with fewer it is quicker, and drawn cases are seen less often.",
)
def command(
    names: tuple[str, ...],
    folder: Path | None,
    json_file: str | None,
    corpus: Path | None,
    baseline: Path | None,
    jobs: int | None,
    count: int,
) -> None:
    """Prove assignments: solution full marks, starter none, each wrong answer fails just what it says.

    Each is explained by the belief that it claims; cases catch every misconception, and tell any two apart. All
    assignments if none is named. Exit code 0 when everything holds, 1 when something does not.
    """
    from grader.authoring import verify as proving
    from grader.authoring.verify import changes, coverage, soundness, unneeded, verify

    if corpus is not None and len(names) != 1:
        raise click.UsageError("--corpus needs the one ASSIGNMENT that its submissions are for")
    before = read_baseline(baseline) if baseline is not None else None
    proofs = prepared(names or find_ids(folder)[1], folder, corpus)
    results: dict[str, list[Row]] = {}
    seeds = proving.SEEDS[:count]
    verified = verify(proofs, seeds, jobs or os.cpu_count() or 1)
    for proof, rows in each(verified, lambda: f"proving assignments, {len(results)} of {len(proofs)} done"):
        results[proof.assignment.id] = rows
        if json_file != "-":
            heading = f"{proof.assignment.id}: seeds {', '.join(seeds)}"
            show("\n".join([heading, *table(rows)]), painted=True, paged=False)
    covered = {proof.assignment.id: coverage(proof, seeds) for proof in proofs}
    everything = [row for rows in results.values() for row in rows]
    problems = [
        *(problem for proof in proofs for problem in proof.problems),
        *(f"{name}: {problem}" for name, rows in results.items() for row in rows for problem in row.problems()),
        *(f"{name}: {problem}" for name, cover in covered.items() for problem in cover.problems),
        *(problem for proof in proofs for problem in soundness(proof, results[proof.assignment.id])),
    ]
    changed = changes(before, results) if before is not None else []
    if json_file != "-":
        beliefs_table(covered)
        for proof in proofs:
            needs_table(proof.assignment.id, unneeded(proof, results[proof.assignment.id]))
        for problem in problems:
            say(f"does not hold: {problem}")
        for change in changed:
            say(f"changed: {change}")
        say(last_line(sum(row.holds for row in everything), len(everything), len(problems), len(changed)))
    if json_file:
        write_json(to_json(results), json_file)
    if baseline is not None and before is None:
        write_json(to_json(results), str(baseline))
        say(f"The scores are in {baseline} now; the next run compares with them.", err=True)
    sys.exit(1 if problems or changed else 0)


def prepared(names: Sequence[str], folder: Path | None, corpus: Path | None) -> "list[Proof]":
    """Return every assignment ready to be proved; what is wrong with any of them is said at once."""
    from grader.authoring.verify import prepare

    proofs: list[Proof] = []
    problems: list[str] = []
    for name in names:
        try:
            proofs.append(prepare(find_assignment(name, folder), corpus))
        except AuthorError as error:
            problems += error.problems
    if problems:
        raise AuthorError(dict.fromkeys([*problems, *(problem for proof in proofs for problem in proof.problems)]))
    return proofs


def read_baseline(path: Path) -> Mapping[str, Sequence[Mapping[str, Any]]] | None:
    """Return the rows of an earlier time; None where there are none yet."""
    import msgspec

    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, list[dict[str, Any]]])
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as error:
        raise OperatorError(f"{path} holds no scores of grader verify: {error}") from None


def table(rows: "Sequence[Row]") -> list[str]:
    """Return a line per submission: its scores under the seeds, and what it fails."""
    by_name: dict[str, list[Row]] = {}
    for row in rows:
        by_name.setdefault(row.what, []).append(row)
    width = max(map(len, by_name))
    lines = []
    for what, own in by_name.items():
        scores = " ".join(f"{float(row.score):5.2f}" for row in own)
        missed = ", ".join(sorted(own[0].missed)) if what.startswith(("wrong/", "corpus/")) else ""
        mark = "ok" if all(row.holds for row in own) else "--"
        lines.append(fit(f"  {mark} {what:<{width}}  {scores}  {missed}".rstrip(), hang=" " * 5))
    return lines


def beliefs_table(covered: "Mapping[str, Coverage]") -> None:
    """Print how many misconceptions the cases catch and tell apart, and which worked examples cannot show a flip."""
    for name, cover in covered.items():
        if cover.beliefs:
            apart = f"{cover.pairs} pairs told apart, {cover.alike} listed as alike"
            if cover.sometimes:
                apart += f", {cover.sometimes} told apart under some seeds only"
            say(f"{name}: {cover.beliefs} misconceptions caught, {apart}")
        for case in cover.hidden:
            say(f"  a symmetric kernel: {case} cannot show how it lies; other cases do")


def needs_table(name: str, entries: "Sequence[tuple[str, str]]") -> None:
    """Print the cases that no wrong answer needs, a line for each exercise."""
    cases: dict[str, list[str]] = {}
    for exercise, case in entries:
        cases.setdefault(exercise, []).append(case)
    for exercise, own in cases.items():
        more = f" and {len(own) - FEW} more" if len(own) > FEW else ""
        say(f"{name}: no wrong answer needs these cases of {exercise}: {', '.join(own[:FEW])}{more}")


def last_line(holding: int, rows: int, problems: int, changed: int) -> str:
    """Return what the exit code says too: that all holds, or how much does not."""
    numbers = {"problem": problems, "change": changed}
    counted = [f"{number} {what}{'s' * (number > 1)}" for what, number in numbers.items() if number]
    if not counted:
        return f"{holding} of {rows} hold"
    return f"Not proved: {' and '.join(counted)}; {holding} of {rows} rows are as they should be."


def to_json(results: "Mapping[str, Sequence[Row]]") -> bytes:
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
