"""How often one may hand in, and be wrong about a password: for an address and a network, for each of the two alone.

Only what comes from the same network makes somebody wait, or a great many wrong passwords from everywhere. A browser in
which a person has signed in before has a count of its own, so nobody can shut them out of it.
"""

import hashlib
import ipaddress
from contextlib import suppress

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from portal.models import Person

WINDOW_SECONDS = 900  # from the first failure on; then all is forgotten
MOST_OF_BOTH, MOST_OF_NETWORK, MOST_OF_ADDRESS = 10, 300, 100  # a whole class may share a network
MOST_OF = {"hand-in": (60, 600), "api-hand-in": (60, 600), "everything": (10, 3600)}  # times of one person, in seconds
KNOWN = "known"  # the cookie of a browser in which somebody has signed in
KNOWN_SECONDS = 365 * 86_400


def network_of(request: HttpRequest) -> str:
    """Return the network that a request comes from: an address of IPv4, half of one of IPv6; "" where it is hidden."""
    if settings.PORTAL.origin:  # all come by the proxy, which adds whom it serves at the end
        text = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    else:
        text = request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((address, 64), strict=False) if address.version == 6 else address)


def is_too_often(what: str, person: Person) -> bool:
    """Count something that somebody does; whether it is more often than anybody needs to, in a while."""
    most, seconds = MOST_OF.get(what, (0, 0))
    return bool(most) and _count(_key(what, str(person.pk)), seconds) > most


def _count(key: str, seconds: int) -> int:
    cache.add(key, 0, seconds)
    with suppress(ValueError):  # it ran out just now
        return int(cache.incr(key))
    return 0


def has_to_wait(request: HttpRequest, email: str) -> bool:
    """Whether there were too many wrong passwords to try another."""
    return any(cache.get(key, 0) >= most for key, most in _counts(request, email).items())


def count_failure(request: HttpRequest, email: str) -> None:
    """Count a wrong password."""
    for key in _counts(request, email):
        _count(key, WINDOW_SECONDS)


def remember(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    """Count no longer what was wrong before, and know this browser again."""
    cache.delete(_key("both", network_of(request), person.email))
    response.set_signed_cookie(
        KNOWN, person.email, salt=KNOWN, max_age=KNOWN_SECONDS, httponly=True, secure=settings.PORTAL.is_secure
    )


def _counts(request: HttpRequest, email: str) -> dict[str, int]:
    """Return what is counted for a try, and how often it may fail."""
    try:
        is_known = request.get_signed_cookie(KNOWN, "", salt=KNOWN, max_age=KNOWN_SECONDS) == email
    except signing.BadSignature:
        is_known = False
    if is_known:
        return {_key("browser", request.COOKIES[KNOWN]): MOST_OF_BOTH}
    network = network_of(request)
    counts = {_key("address", email): MOST_OF_ADDRESS}
    if network:
        counts |= {_key("both", network, email): MOST_OF_BOTH, _key("network", network): MOST_OF_NETWORK}
    return counts


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()
