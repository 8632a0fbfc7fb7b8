"""A large course's hour, of its own clock: how memory and databases grow with submissions that nobody grades.

    python benchmarks/portal/growth.py [--students 20000] [--minutes 6] [--rate 200] [--work DIR]

Submissions are handed in, as the web does it; their results are those of one submission of the ten checks, which was
graded once; the writer keeps them, as the worker does it. Nothing waits for a clock: six minutes of 200 each are 1,200
submissions, one after another. After each tenth are printed: submissions, memory of this process, which is web and
writer at once, MiB of the portal's database, of the gradebook and of uploads, and milliseconds for each submission.
"""

import argparse
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks" / "classroom")]

import handed_in  # noqa: E402

from tests.portal.handing_in import SLUG, make_class  # noqa: E402

TEN = ROOT / "benchmarks" / "classroom" / "assignments" / "ten-checks"
BATCH = 50  # submissions between two looks of the writer


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", type=int, default=20_000)
    parser.add_argument("--minutes", type=int, default=6)
    parser.add_argument("--rate", type=int, default=200, help="Submissions a minute.")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "portal-growth")
    options = parser.parse_args()
    shutil.rmtree(options.work, ignore_errors=True)
    options.work.mkdir()
    files = {path.name: path.read_text(encoding="utf-8") for path in TEN.glob("*.*")}
    class_ = make_class(options.work / "data", [f"s{number:05}" for number in range(options.students)], files=files)
    total = options.minutes * options.rate
    print(f"{'':>12}{'memory':>9}{'portal':>9}{'gradebook':>11}{'uploads':>9}{'ms each':>9}")
    measure(class_.data, total)


def measure(data: Path, total: int) -> None:
    """Hand in and keep, and print what there is after each tenth."""
    from portal.config import Config, start

    start(Config(data=data))
    from portal.results import from_bytes, to_bytes

    from portal.models import Job, Member, Offer
    from portal.worker import Worker
    from portal.writer import Writer

    offer, members = Offer.objects.get(), list(Member.objects.order_by("pk"))
    from portal.gradings import Gradings, confinement

    gradings = Gradings(confinement())
    submit(offer, members[0], -1)
    Worker(gradings).step()
    done = from_bytes(bytes(Job.objects.get().result or b""))
    writer = Writer(gradings)
    writer.step()
    show(data, 0, 0.0)
    since = time.perf_counter()
    for number in range(1, total + 1):
        submit(offer, members[number % len(members)], number)
        if number % BATCH == 0 or number == total:
            for job in Job.objects.filter(result=None):
                Job.objects.filter(pk=job.pk).update(result=to_bytes(replace(done, number=job.pk)))
            while Job.objects.exists():
                writer.step()
        if number % (total // 10) == 0:
            show(data, number, 10_000 * (time.perf_counter() - since) / total)
            since = time.perf_counter()
    gradings.close()


def submit(offer: object, member: object, number: int) -> None:
    """Hand one submission in, as the web does."""
    from portal.hand_in import hand_in
    from portal.uploads import blobs

    incoming = blobs().receive()
    incoming.write(handed_in.ordinary(max(0, number)).encode() + b"\n" * (number < 0))
    size, digest = incoming.size, incoming.keep()
    now = datetime(2030, 1, 1, tzinfo=UTC) + timedelta(seconds=0.3 * number)
    hand_in(offer, member, digest=digest, name="conv.py", size=size, now=now)  # type: ignore[arg-type]


def show(data: Path, number: int, each: float) -> None:
    """Print a line."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    memory = int(status.partition("VmRSS:")[2].split()[0]) / 1024
    portal = sum(path.stat().st_size for path in data.glob("portal.db*")) / 2**20
    book = sum(path.stat().st_size for path in (data / "courses" / SLUG).glob("gradebook.db*")) / 2**20
    uploads = sum(path.stat().st_size for path in (data / "blobs").glob("??/*")) / 2**20
    print(f"{number:>12,}{memory:>9.1f}{portal:>9.2f}{book:>11.2f}{uploads:>9.2f}{each:>9.1f}", flush=True)


if __name__ == "__main__":
    main()
