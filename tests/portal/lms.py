"""An LMS: `lti1p3platform`, which is nobody's of ours, behind a small server of a thread. It can be made to fail.

Its gradebook keeps the newest of what it is told, by time stamps, as the standard says; with ``whole_seconds`` as
Moodle does, which compares seconds and refuses what is not later.
"""

import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from jwcrypto.jwk import JWK
from lti1p3platform.exceptions import LineItemNotFoundException
from lti1p3platform.ltiplatform import LTI1P3PlatformConfAbstract
from lti1p3platform.membership import Context
from lti1p3platform.message_launch import LTIAdvantageMessageLaunchAbstract
from lti1p3platform.oidc_login import OIDCLoginAbstract
from lti1p3platform.registration import Registration
from lti1p3platform.request import Request as BaseRequest
from lti1p3platform.score import UpdateScoreStatus
from lti1p3platform.service_connector import AssignmentsGradesService, NamesRoleProvisioningService

CONTEXT = "course-7"
ROLES = "http://purl.imsglobal.org/vocab/lis/v2/membership"
TEACHER, LEARNER = [f"{ROLES}#Instructor"], [f"{ROLES}#Learner"]
TUTOR = [f"{ROLES}#Instructor", f"{ROLES}/Instructor#TeachingAssistant"]
KEY = JWK.generate(kty="RSA", size=2048)  # one for all: making one takes long
OTHER_KEY = JWK.generate(kty="RSA", size=2048)


class Request(BaseRequest):
    """A request as the library reads it."""

    def build_metadata(self, request: Any) -> Any:
        return request


class Config(LTI1P3PlatformConfAbstract):
    def init_platform_config(self, **kwargs: Any) -> None:
        self._registration = kwargs["registration"]

    def get_registration_by_params(self, **kwargs: Any) -> Registration:
        raise NotImplementedError


class Login(OIDCLoginAbstract):
    def set_lti_message_hint(self, **kwargs: Any) -> None:
        self._lti_message_hint = kwargs["hint"]

    def get_redirect(self, url: str) -> str:
        return url


class MessageLaunch(LTIAdvantageMessageLaunchAbstract):
    def render_launch_form(self, launch_data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        return launch_data


class Grades(AssignmentsGradesService):
    """The gradebook's side of the service."""

    def __init__(self, lms: "Lms", request: Request) -> None:
        self.lms = lms
        super().__init__(request, lms.config, lms.url("/lineitems"))

    def find_lineitems(self, **_: Any) -> Any:
        return {"content": list(self.lms.columns.values()), "has_next": False}

    def find_lineitem(self, line_item_id: str) -> Any:
        if line_item_id not in self.lms.columns:
            raise LineItemNotFoundException
        return self.lms.columns[line_item_id]

    def create_lineitem(self, creation_data: Any) -> Any:
        return self.lms.add_column(creation_data)

    def update_lineitem(self, update_data: Any) -> Any:
        raise NotImplementedError

    def delete_lineitem(self, line_item_id: str) -> None:
        raise NotImplementedError

    def get_results(self, *_: Any, **__: Any) -> Any:
        raise NotImplementedError

    def update_score(self, line_item_id: str, score: Any) -> UpdateScoreStatus:
        self.find_lineitem(line_item_id)
        return self.lms.take(line_item_id, score)


class Members(NamesRoleProvisioningService):
    """The roster's side of the service."""

    def __init__(self, lms: "Lms", request: Request) -> None:
        self.lms = lms
        super().__init__(request, lms.config, lms.url("/members"))

    def get_member_data_page(self, **_: Any) -> Any:
        return {"content": [dict(one) for one in self.lms.people.values()], "has_next": False}

    def get_context_by_id(self) -> Context:
        return Context(id=CONTEXT, label="CNN", title="Networks in the LMS")


class Lms:
    """An LMS that was registered, with a course of some people.

    Parameters
    ----------
    portal : str
        Where browsers find the portal.
    """

    def __init__(self, portal: str = "http://localhost:8000", client_id: str = "client-1") -> None:
        self.portal, self.client_id = portal, client_id
        self.people: dict[str, dict[str, Any]] = {}
        self.columns: dict[str, dict[str, Any]] = {}
        self.results: dict[tuple[str, str], dict[str, Any]] = {}  # of a column and a person, the newest score
        self.taken: list[dict[str, Any]] = []  # every score that changed something, in order
        self.asked: list[str] = []
        self.faults: list[Callable[[Any], bool] | int] = []  # of the next requests for scores: a status, or what to do
        self.whole_seconds = False
        self.links: dict[str, dict[str, Any]] = {}
        self.chosen: list[Any] = []
        self.lock = threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Handler,), {"lms": self}))
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        self.registration = Registration().set_iss(self.url("")).set_client_id(client_id).set_deployment_id("1")
        self.registration.set_launch_url(f"{portal}/lti/launch").set_deeplink_launch_url(f"{portal}/lti/choose")
        self.registration.set_oidc_login_url(f"{portal}/lti/login").set_tool_key_set_url(f"{portal}/lti/keys")
        self.registration.set_platform_public_key(KEY.export_to_pem().decode())
        self.registration.set_platform_private_key(KEY.export_to_pem(private_key=True, password=None).decode())
        self.config = Config(registration=self.registration)

    def url(self, path: str) -> str:
        return f"http://localhost:{self.server.server_port}{path}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def portal_keys(self, client: Any = None) -> None:
        """Know the portal's keys without asking for them: no server answers where Django's client does."""
        from django.conf import settings

        from portal.lti.keys import key_set

        known = client.get("/lti/keys").json() if client else dict(key_set(settings.PORTAL.data))
        self.registration.set_tool_key_set(known)

    # ---- its course

    def enrol(self, user_id: str, roles: list[str], **facts: str) -> None:
        self.people[user_id] = {"user_id": user_id, "roles": roles, **facts}

    def add_column(self, data: dict[str, Any]) -> dict[str, Any]:
        with self.lock:
            number = str(len(self.columns) + 1)
            self.columns[number] = {**data, "id": self.url(f"/lineitems/{number}?type_id=1")}
            return self.columns[number]

    def take(self, column: str, score: dict[str, Any]) -> UpdateScoreStatus:
        """Keep a score, unless a newer one is there."""
        with self.lock:
            key, at = (column, str(score["userId"])), datetime.fromisoformat(score["timestamp"])
            there = self.results.get(key)
            if there is not None:
                known = datetime.fromisoformat(there["timestamp"])
                if self.whole_seconds:
                    at, known = at.replace(microsecond=0), known.replace(microsecond=0)
                if at < known or (self.whole_seconds and at == known):
                    return UpdateScoreStatus.OLD_TIMESTAMP
            self.results[key] = score
            self.taken.append(score)
            return UpdateScoreStatus.SUCCESS

    def score(self, user_id: str, column: str = "1") -> float | None:
        """Return what its gradebook shows."""
        return self.results.get((column, user_id), {}).get("scoreGiven")

    # ---- its messages

    def begin(self, user_id: str, hint: str = "link-1", target: str = "") -> str:
        """Return where a click on a link leads: the tool's login."""
        login = Login(None, self.config)
        login.set_lti_message_hint(hint=hint)
        if target:
            login.set_launch_url(target)
        return login.prepare_preflight_url(user_id)

    def answer(self, asked: dict[str, str], **changes: Any) -> dict[str, str]:
        """Return the form that a browser sends to the tool after its login."""
        who, hint = self.people[asked["login_hint"]], asked["lti_message_hint"]
        launch = MessageLaunch(Request({"get_data": asked, "form_data": {}}), self.config)
        launch.set_user_data(who["user_id"], who["roles"], who.get("name"), who.get("email"))
        launch.set_launch_context_claim(changes.pop("context", CONTEXT), None, "Networks in the LMS", "CNN")
        launch.set_nrps(self.url("/members"))
        if hint == "choose":
            launch.set_dl(self.url("/return"), accept_types={"ltiResourceLink"}, extra_data={"opaque": 1})
        else:
            link = self.links.get(hint, {})
            launch.set_resource_link_claim(hint, title=link.get("title"))
            launch.set_custom_parameters_claim(link.get("custom", {}))
            launch.set_ags(self.url("/lineitems"), link.get("column"))
        if lis := who.get("lis_person_sourcedid"):
            launch.set_extra_claims({"https://purl.imsglobal.org/spec/lti/claim/lis": {"person_sourcedid": lis}})
        launch.set_extra_claims(changes)
        return launch.lti_launch()

    def accept(self, form: dict[str, Any]) -> None:
        """Take what an instructor chose, and make links and columns of it."""
        for item in self.config.validate_deeplinking_resp(form):
            self.chosen.append(item)
            column = self.add_column(item["lineItem"]) if "lineItem" in item else {}
            hint = f"link-{len(self.links) + 1}"
            self.links[hint] = {"title": item["title"], "custom": item.get("custom", {}), "column": column.get("id")}


class Handler(BaseHTTPRequestHandler):
    """What the LMS answers."""

    lms: Lms
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        words = dict(parse_qsl(parts.query))
        lms = self.lms
        lms.asked.append(f"GET {parts.path}")
        if parts.path == "/keys":
            self.send({"keys": [Registration.get_jwk(lms.registration.get_platform_public_key())]})
        elif parts.path == "/lineitems":
            found = Grades(lms, self.request_of("GET"))
            self.reply(found.handle_resp(found.handle_get_lineitems), lambda page: page["content"])
        elif parts.path == "/members":
            service = Members(lms, self.request_of("GET"))
            self.reply(service.handle_resp(service.handle_get_members))
        elif parts.path == "/auth":
            self.send_page(form_page(lms.answer(words)))
        elif parts.path == "/":
            links = ((one, escape(lms.begin(*words_of(lms, one)))) for one in links_of(lms))
            self.send_page("".join(f'<p><a href="{address}">{one}</a></p>' for one, address in links))
        elif parts.path == "/framed":
            address = escape(lms.begin(words["user"], words["hint"]))
            self.send_page(f'<iframe title="the tool" width="800" height="600" src="{address}"></iframe>')
        elif parts.path == "/openid":
            self.send(configuration_of(lms))
        elif parts.path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", lms.url("/keys"))
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self.send({}, 404)

    def do_POST(self) -> None:
        parts, lms = urlsplit(self.path), self.lms
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        lms.asked.append(f"POST {parts.path}")
        if parts.path == "/token":
            self.send(lms.config.get_access_token({k: v[0] for k, v in parse_qs(body.decode()).items()}))
        elif parts.path == "/lineitems":
            service = Grades(lms, self.request_of("POST", body))
            self.reply(service.handle_resp(service.handle_create_lineitem))
        elif parts.path.endswith("/scores"):
            self.take_score(parts.path.split("/")[-2], body)
        elif parts.path == "/return":
            lms.accept({k: v[0] for k, v in parse_qs(body.decode()).items()})
            self.send_page("<p>Linked.</p>")
        elif parts.path == "/register":
            told = json.loads(body)
            tool = "https://purl.imsglobal.org/spec/lti-tool-configuration"
            self.send({**told, "client_id": "made-for-you", tool: {**told[tool], "deployment_id": "1"}})
        else:
            self.send({}, 404)

    def take_score(self, column: str, body: bytes) -> None:
        fault = self.lms.faults.pop(0) if self.lms.faults else None
        if isinstance(fault, int):
            self.send({"error": "as the test wants"}, fault)
            return
        if fault is not None and not fault(self):
            return
        service = Grades(self.lms, self.request_of("POST", body))
        answer = service.handle_resp(service.handle_update_score, line_item_id=column)
        if fault is hang_up:
            self.close_connection = True
            self.connection.close()
            return
        self.reply(answer)

    def request_of(self, method: str, body: bytes = b"") -> Request:
        told = json.loads(body) if body else None
        return Request({"method": method, "get_data": {}, "form_data": {}, "headers": self.headers, "json": told})

    def reply(self, answer: Any, of: Callable[[Any], Any] = lambda result: result) -> None:
        self.send(of(answer.result) if answer.result is not None else None, answer.code)

    def send(self, value: Any, status: int = 200, kind: str = "application/json") -> None:
        data = b"" if value is None else json.dumps(value).encode() if kind == "application/json" else value.encode()
        with suppress(OSError):  # the tool was killed meanwhile
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    def send_page(self, body: str) -> None:
        self.send(f"<!DOCTYPE html><html lang=en><title>LMS</title><body>{body}</body></html>", kind="text/html")


def hang_up(_: Any) -> bool:
    """Take a score, and say nothing."""
    return True


def lose(handler: Any) -> bool:
    """Lose a score before it is taken."""
    handler.close_connection = True
    handler.connection.close()
    return False


def be_slow(seconds: float) -> Callable[[Any], bool]:
    """Take a score after a while."""

    def wait(_: Any) -> bool:
        time.sleep(seconds)
        return True

    return wait


def links_of(lms: Lms) -> list[str]:
    """Return what its page links to: who, and what."""
    return [f"{user} {hint}" for user in lms.people for hint in ("choose", *lms.links)]


def words_of(lms: Lms, link: str) -> tuple[str, str, str]:
    user, hint = link.split()
    return user, hint, f"{lms.portal}/lti/choose" if hint == "choose" else ""


def form_page(form: dict[str, str]) -> str:
    fields = "".join(f'<input type="hidden" name="{name}" value="{form[name]}">' for name in ("state", "id_token"))
    return f'<form id="f" method="post" action="{form["launch_url"]}">{fields}</form><script>f.submit()</script>'


def configuration_of(lms: Lms) -> dict[str, Any]:
    return {
        "issuer": lms.url(""),
        "authorization_endpoint": lms.url("/auth"),
        "token_endpoint": lms.url("/token"),
        "jwks_uri": lms.url("/keys"),
        "registration_endpoint": lms.url("/register"),
        "https://purl.imsglobal.org/spec/lti-platform-configuration": {"product_family_code": "test"},
    }


def toml_of(lms: Lms) -> str:
    """Return what an operator writes into lti.toml."""
    return f"""
[[platform]]
name = "The LMS"
issuer = "{lms.url("")}"
client_id = "{lms.client_id}"
auth_login_url = "{lms.url("/auth")}"
auth_token_url = "{lms.url("/token")}"
key_set_url = "{lms.url("/keys")}"
deployments = ["1"]
"""


def follow(client: Any, lms: Lms, user_id: str, hint: str = "link-1", **changes: Any) -> Any:
    """Click on a link of the LMS, in a browser that is Django's client; return where that leads."""
    url = urlsplit(lms.begin(user_id, hint, f"{lms.portal}/lti/choose" if hint == "choose" else ""))
    headers = changes.pop("headers", {})
    begun = client.get(f"{url.path}?{url.query}", headers=headers)
    assert begun.status_code == 302, begun.content.decode()
    asked = dict(parse_qsl(urlsplit(begun["Location"]).query))
    change = changes.pop("form", lambda form: form)
    form = change(lms.answer(asked, **changes))
    data = urlencode({"state": form["state"], "id_token": form["id_token"]})
    return client.post("/lti/launch", data, content_type="application/x-www-form-urlencoded")
