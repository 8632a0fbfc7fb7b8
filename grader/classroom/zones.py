"""The names of time zones as they stand in files: ``PST``, ``+0100``, ``Europe/Berlin``. Pure, but for the zone data.

Short names are not unique: CST is a time of Chicago, of Shanghai and of Havana. So the course's own zone decides first;
a name that it does not use is taken for what most people mean by it.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# Hours from UTC, of names that the zone data of a machine does not have by themselves
SHORT = {
    **{"PST": -8, "PDT": -7, "MST": -7, "MDT": -6, "CST": -6, "CDT": -5, "EST": -5, "EDT": -4, "AST": -4, "ADT": -3},
    **{"AKST": -9, "AKDT": -8, "HST": -10, "NST": -3.5, "NDT": -2.5, "BRT": -3, "ART": -3, "CLT": -4, "CLST": -3},
    **{"COT": -5, "PET": -5, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "MET": 1, "MEST": 2, "EET": 2},
    **{"EEST": 3, "MSK": 3, "TRT": 3, "SAST": 2, "CAT": 2, "EAT": 3, "WAT": 1, "IDT": 3, "PKT": 5, "IST": 5.5},
    **{"NPT": 5.75, "ICT": 7, "WIB": 7, "WITA": 8, "WIT": 9, "HKT": 8, "SGT": 8, "PHT": 8, "AWST": 8, "JST": 9},
    **{"KST": 9, "ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13},
}
OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d\d))?")


def zone_named(name: str, when: datetime, home: tzinfo | None = None) -> tzinfo | None:
    """Return the zone of a name at a time; None for a name that nobody knows.

    Parameters
    ----------
    name : str
    when : datetime
        By the clock of that zone: PST and PDT are of one place.
    home : tzinfo, optional
        The course's zone.
    """
    if name.upper() in ("UTC", "UCT", "GMT", "Z", "ETC/UTC", "ZULU"):
        return UTC
    if found := OFFSET.fullmatch(name):
        minutes = int(found[2]) * 60 + int(found[3] or 0)
        return timezone(timedelta(minutes=minutes if found[1] == "+" else -minutes)) if minutes < 24 * 60 else None
    if home is not None:
        for fold in (0, 1):  # of an hour that comes twice, the one of that name
            offset = when.replace(tzinfo=home, fold=fold).utcoffset()
            if when.replace(tzinfo=home, fold=fold).tzname() == name and offset is not None:
                return timezone(offset, name)
    if name.upper() in SHORT:
        return timezone(timedelta(hours=SHORT[name.upper()]), name.upper())
    try:
        return ZoneInfo(name)
    except (ValueError, ZoneInfoNotFoundError, OSError):
        return None
