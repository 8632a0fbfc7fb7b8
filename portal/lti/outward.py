"""Requests to other systems: to public addresses only, by HTTPS only, a little at a time.

Where a URL comes from a stranger, it may name this machine or its neighbours. So a name is resolved here, each of its
addresses is looked at, and the connection goes to one of those: a second look-up cannot say otherwise. Nothing is
followed to another place, and no proxy or password of the environment is used.
"""

import ipaddress
import socket
import threading
import time
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakSet

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection

CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 5.0, 15.0, 30.0
MOST_BYTES = 4 << 20  # of an answer
CHUNK = 1 << 16
LOCAL = ("localhost", "127.0.0.1", "::1")
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # whose last bits are an address of IPv4
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotAllowed(requests.exceptions.InvalidURL):
    """A place that nothing is sent to."""


def is_public(address: Address) -> bool:
    """Whether an address is one of the internet's, and not of a machine, its network or its cloud."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in TRANSLATED:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


def check_url(url: str, allow_local: bool) -> None:
    """Refuse a URL that does not go to another machine by HTTPS.

    Raises
    ------
    NotAllowed
        With the reason.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise NotAllowed(f"{url[:200]} is no URL") from None
    if parts.scheme == "http" and allow_local and host in LOCAL:
        return
    if parts.scheme != "https" or not host or parts.username is not None or parts.password is not None:
        raise NotAllowed(f"{url[:200]} is no https URL")


def resolve(host: str, port: int, allow_local: bool) -> str:
    """Return an address of a host that may be connected to.

    Raises
    ------
    OSError
        If there is none, or one of them is not public.
    """
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)]
    for text in found:
        address = ipaddress.ip_address(text.partition("%")[0])
        if not is_public(address) and not (allow_local and host in LOCAL and address.is_loopback):
            raise OSError(f"{host} has the address {text}, which is not public")
    return found[0]


def _connect(connection: HTTPConnection, allow_local: bool) -> socket.socket:
    host = connection.host.strip("[]")
    port = connection.port or connection.default_port
    try:
        address = resolve(host, port, allow_local)
    except socket.gaierror as error:
        raise NameResolutionError(host, connection, error) from error
    except OSError as error:
        raise NewConnectionError(connection, str(error)) from error
    try:
        return create_connection((address, port), connection.timeout, socket_options=connection.socket_options)
    except OSError as error:
        raise NewConnectionError(connection, f"{host} cannot be reached: {error}") from error


class _Adapter(HTTPAdapter):
    """Connects to what was looked at."""

    def __init__(self, allow_local: bool) -> None:
        self.allow_local = allow_local
        self.connections: WeakSet[HTTPConnection] = WeakSet()
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make connections that look where they go."""
        super().init_poolmanager(*args, **kwargs)
        adapter = self

        def connect(connection: HTTPConnection) -> socket.socket:
            adapter.connections.add(connection)
            return _connect(connection, adapter.allow_local)

        def pool_of(pool: type[HTTPConnectionPool]) -> type[HTTPConnectionPool]:
            connection = type("Connection", (pool.ConnectionCls,), {"_new_conn": connect})
            return type("Pool", (pool,), {"ConnectionCls": connection})

        pools = {"http": HTTPConnectionPool, "https": HTTPSConnectionPool}
        self.poolmanager.pool_classes_by_scheme = {scheme: pool_of(pool) for scheme, pool in pools.items()}

    def cut(self) -> None:
        """End what is open: the other side takes too long, a byte at a time."""
        for connection in list(self.connections):
            with suppress(OSError, AttributeError):
                connection.sock.shutdown(socket.SHUT_RDWR)


class Outward(requests.Session):
    """A session of requests to other systems.

    Parameters
    ----------
    allow_local : bool
        Whether this machine may be asked, also without TLS: to try an LMS out.
    """

    def __init__(self, allow_local: bool = False) -> None:
        super().__init__()
        self.allow_local = allow_local
        self.trust_env = False
        self.headers["User-Agent"] = "convgrader"
        self.adapter = _Adapter(allow_local)
        self.mount("https://", self.adapter)
        self.mount("http://", self.adapter)

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> requests.Response:
        """Send a request, and take an answer that is neither long nor slow. One thread at a time.

        Raises
        ------
        requests.RequestException
            If it goes where nothing is sent to, there is no answer in time, or it is too long.
        """
        check_url(str(url), self.allow_local)
        kwargs |= {"allow_redirects": False, "stream": True, "timeout": (CONNECT_SECONDS, READ_SECONDS)}
        end = time.monotonic() + WHOLE_SECONDS
        limit = threading.Timer(WHOLE_SECONDS, self.adapter.cut)
        limit.daemon = True
        limit.start()
        try:
            response = super().request(method, url, *args, **kwargs)
            response._content = self._read(response, end)
        except (HTTPError, OSError) as error:
            if isinstance(error, requests.RequestException):
                raise
            raise requests.exceptions.ConnectionError(str(error)) from error
        finally:
            limit.cancel()
        return response

    def _read(self, response: requests.Response, end: float) -> bytes:
        with response:
            data = b""
            while chunk := response.raw.read1(CHUNK, decode_content=True):  # what has arrived, and no more
                data += chunk
                if len(data) > MOST_BYTES:
                    raise requests.exceptions.ContentDecodingError(f"more than {MOST_BYTES >> 20} MiB were answered")
                if time.monotonic() > end:
                    raise requests.exceptions.ReadTimeout(f"no whole answer in {WHOLE_SECONDS:.0f} s")
            return data
