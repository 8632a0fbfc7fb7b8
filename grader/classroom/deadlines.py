"""Deadlines as course.toml writes them, placed in a time zone; what is no time is named with its assignment. Pure."""

import datetime as dt
import zoneinfo
from collections.abc import Mapping

NO_SUMMER_TIME = {  # names that look like a place's time, and never move their clocks
    "EST": "America/New_York (or America/Panama, where clocks stay)",
    "MST": "America/Denver (or America/Phoenix, where clocks stay)",
}
LIKE = "write 2026-05-04T23:59:00 without quotes"


def place_deadlines(
    where: str,
    written: Mapping[str, object],
    timezone: str | None,
    problems: list[str],
    table: str = "deadlines.",
) -> dict[str, dt.datetime]:
    """Return the deadlines by assignment, each with a zone.

    Parameters
    ----------
    where : str
        The file, for messages.
    written : mapping
        What stands in ``[deadlines]``.
    timezone : str, optional
        The zone of those that have no offset of their own.
    problems : list of str
        Gets what is wrong, a sentence each.
    table : str
        Where they stand in the file, for messages.
    """
    zone = None
    if timezone is not None:
        try:
            zone = zoneinfo.ZoneInfo(timezone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            problems.append(
                f"{where}: timezone: this machine knows no time zone {timezone!r}; names are like "
                "Europe/Berlin, and `pip install tzdata` brings them all"
            )
        if timezone in NO_SUMMER_TIME:
            problems.append(
                f"{where}: timezone: {timezone!r} has no summer time, so deadlines would be an hour off for half of "
                f"the year; write {NO_SUMMER_TIME[timezone]}"
            )
    deadlines = {}
    for assignment, due in written.items():
        key = f"{where}: {table}{assignment}"
        if not isinstance(due, dt.datetime):
            problems.append(f"{key}: {_kind(due)}; {LIKE}")
        elif due.tzinfo is not None:
            deadlines[assignment] = due
        elif zone is None:
            if timezone is None:
                problems.append(
                    f"{key}: no time zone: set timezone, or write an offset, as in 2026-05-04T23:59:00+02:00"
                )
        else:
            placed = due.replace(tzinfo=zone)
            if placed.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) != due:
                problems.append(f"{key}: {due} does not exist in {timezone}: clocks are put forward over it")
            else:
                deadlines[assignment] = latest(placed)
    return deadlines


def latest(moment: dt.datetime) -> dt.datetime:
    """Return a moment; of the two that a time is in the night when clocks are put back, the later one."""
    again = moment.replace(fold=1)
    first, second = moment.utcoffset(), again.utcoffset()
    return again if first is not None and second is not None and second < first else moment


def _kind(due: object) -> str:
    """Return what a value is that is no time, in words."""
    if isinstance(due, str):
        return f"{due!r} is a text and no time"
    if isinstance(due, dt.date):
        return f"{due} is a day and says no time of it"
    if isinstance(due, dt.time):
        return f"{due} is a time of no day"
    return f"{due!r} is no time"
