"""Nothing is sent to this machine or its neighbours, whatever a URL of another system says."""

import http.server
import ipaddress
import socket
import threading
import time
from contextlib import contextmanager

import pytest

pytest.importorskip("django")

PRIVATE = (
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "192.0.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fd00::1",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2001:db8::1",
)


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_of_a_machine_or_a_network_is_not_public(address: str) -> None:
    from portal.lti.outward import is_public

    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "64:ff9b::101:101", "::ffff:1.1.1.1"]
)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    from portal.lti.outward import is_public

    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://lms.example/keys",
        "ftp://lms.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://user:password@lms.example/",
        "https:///keys",
        "lms.example",
        "https://lms.example:99999/",
        "https://[::1",
        "",
    ],
)
def test_what_is_no_https_url_is_refused(url: str) -> None:
    from portal.lti.outward import NotAllowed, Outward, check_url

    with pytest.raises(NotAllowed):
        check_url(url, allow_local=False)
    with pytest.raises(NotAllowed):
        Outward().get(url)


def test_localhost_is_asked_only_where_a_setting_allows_it() -> None:
    from portal.lti.outward import NotAllowed, check_url

    check_url("http://localhost:8080/keys", allow_local=True)
    check_url("http://127.0.0.1/keys", allow_local=True)
    with pytest.raises(NotAllowed):
        check_url("http://localhost:8080/keys", allow_local=False)
    with pytest.raises(NotAllowed):
        check_url("http://10.0.0.1/keys", allow_local=True)
    with pytest.raises(NotAllowed):
        check_url("http://localhost.evil.example/", allow_local=True)


@contextmanager
def listening():
    """A socket of this machine, and what knocked at it."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.3)
        yield server


def nobody_came(server: socket.socket) -> bool:
    try:
        server.accept()
    except TimeoutError:
        return True
    return False


@pytest.mark.parametrize("allow_local", [False, True])
def test_a_name_that_leads_here_is_not_even_connected_to(allow_local: bool, monkeypatch) -> None:
    import requests

    from portal.lti.outward import Outward

    with listening() as server:
        port = server.getsockname()[1]
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        with pytest.raises(requests.ConnectionError, match="not public"):
            Outward(allow_local).get(f"https://lms.example:{port}/keys")
        assert nobody_came(server)


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch) -> None:
    from portal.lti.outward import resolve

    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("1.1.1.1", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(OSError, match="not public"):
        resolve("lms.example", 443, False)


def test_a_name_is_looked_up_once_and_its_second_answer_never_asked_for(monkeypatch) -> None:
    """An address that was looked at is the one that is connected to: no second look-up can change it."""
    import requests

    from portal.lti import outward

    asked, connected = [], []

    def look_up(host, *_, **__):
        asked.append(host)
        address = "1.1.1.1" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]

    def connect(address, *_, **__):
        connected.append(address)
        raise OSError("as the test wants")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(outward, "create_connection", connect)
    with pytest.raises(requests.ConnectionError):
        outward.Outward().get("https://lms.example/keys")
    assert (asked, connected) == (["lms.example"], [("1.1.1.1", 443)])


class Answers(http.server.BaseHTTPRequestHandler):
    """Answers as the path says."""

    def log_message(self, *_) -> None:
        pass

    def do_GET(self) -> None:
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "/here")
            self.end_headers()
            return
        self.send_response(200)
        self.end_headers()
        try:
            if self.path == "/long":
                for _ in range(80):
                    self.wfile.write(b"x" * (1 << 16))
            elif self.path == "/slow":
                for _ in range(300):
                    self.wfile.write(b"x")
                    time.sleep(0.05)
            else:
                self.wfile.write(b"here")
        except OSError:
            pass


@pytest.fixture
def answers():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_redirect_is_not_followed(answers: str) -> None:
    from portal.lti.outward import Outward

    answer = Outward(True).get(f"{answers}/away")
    assert (answer.status_code, answer.url) == (302, f"{answers}/away")
    assert Outward(True).get(f"{answers}/here").text == "here"


def test_an_answer_that_is_long_is_not_read_to_its_end(answers: str) -> None:
    import requests

    from portal.lti.outward import Outward

    with pytest.raises(requests.RequestException, match="MiB"):
        Outward(True).get(f"{answers}/long")


def test_an_answer_that_comes_a_byte_at_a_time_is_cut_off(answers: str, monkeypatch) -> None:
    import requests

    from portal.lti import outward

    monkeypatch.setattr(outward, "WHOLE_SECONDS", 0.5)
    try:
        answer = outward.Outward(True).get(f"{answers}/slow")
    except requests.RequestException:
        answer = None
    assert answer is None or len(answer.content) < 300


def test_no_proxy_or_password_of_the_environment_is_used(monkeypatch) -> None:
    from portal.lti.outward import Outward

    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    assert Outward().trust_env is False
    assert Outward().merge_environment_settings("https://lms.example", {}, True, True, None)["proxies"] == {}
