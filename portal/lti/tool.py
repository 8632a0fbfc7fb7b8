"""A launch, checked by `pylti1p3`; and what it says, as values of ours.

The library checks signature, client, deployment and message. State and nonce are ours (`portal.lti.states`): the
library lets a nonce be used again. Times are checked here too, because it allows no clock to be a second ahead.
"""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core.cache import cache
from pylti1p3.cookie import CookieService
from pylti1p3.deployment import Deployment
from pylti1p3.exception import LtiException, LtiInvalidNonceException
from pylti1p3.message_launch import MessageLaunch
from pylti1p3.registration import Registration
from pylti1p3.request import Request
from pylti1p3.session import SessionService
from pylti1p3.tool_config.abstract import ToolConfAbstract

from portal.lti.keys import read_key
from portal.lti.outward import Outward
from portal.lti.people import Unusable
from portal.models import Platform, Role

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
DEEP_LINKING = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
CAN_MAKE_COLUMNS = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"
MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership"
SKEW_SECONDS, OLDEST_SECONDS = 60, 3600
KEYS_SECONDS, AGAIN_SECONDS = 3600, 30


def outward() -> Outward:
    """Return a session of requests to platforms."""
    return Outward(settings.PORTAL.local_lms)


def registration_of(platform: Platform) -> Registration:
    """Return a platform as the library knows it."""
    private, public = read_key(settings.PORTAL.data)
    found = Registration()
    found.set_issuer(platform.issuer).set_client_id(platform.client_id).set_auth_login_url(platform.auth_login_url)
    found.set_auth_token_url(platform.auth_token_url).set_key_set_url(platform.key_set_url)
    found.set_tool_private_key(private).set_tool_public_key(public)
    if platform.audience:
        found.set_auth_audience(platform.audience)
    return found


class _Config(ToolConfAbstract[Request]):
    """The one platform that a login was begun with."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform

    def check_iss_has_one_client(self, iss: str) -> bool:
        return False  # it may have several: what finds things by the issuer alone is never asked

    def find_registration_by_params(self, iss: str, client_id: str, *args: Any, **kwargs: Any) -> Registration:
        if (iss, client_id) != (self.platform.issuer, self.platform.client_id):
            raise LtiException("another platform's token")
        return registration_of(self.platform)

    def find_deployment_by_params(
        self, iss: str, deployment_id: str, client_id: str, *args: Any, **kwargs: Any
    ) -> Deployment | None:
        known = self.platform.deployments
        return Deployment().set_deployment_id(deployment_id) if not known or deployment_id in known else None


class _Launch(MessageLaunch[Request, _Config, SessionService, CookieService]):
    def __init__(self, platform: Platform, id_token: str, nonce: str) -> None:
        nothing: Any = object()  # of a web framework: no request, session or cookie is read here
        services = {"session_service": nothing, "cookie_service": nothing, "requests_session": outward()}
        super().__init__(nothing, _Config(platform), **services)  # type: ignore[abstract]
        self.platform, self.id_token, self.nonce = platform, id_token, nonce
        self.set_jwt_verify_options(
            {"verify_aud": False, "verify_iat": False, "require": ["iss", "aud", "sub", "exp", "iat", "nonce"]}
        )

    def _get_request_param(self, key: str) -> str:
        return self.id_token if key == "id_token" else ""

    def validate_state(self) -> "_Launch":
        return self  # our caller has

    def validate_nonce(self) -> "_Launch":
        if not secrets.compare_digest(str(self._get_jwt_body().get("nonce", "")).encode(), self.nonce.encode()):
            raise LtiInvalidNonceException("another login's nonce")
        return self

    def save_launch_data(self) -> "_Launch":
        return self  # our caller does

    def fetch_public_key(self, key_set_url: str) -> Any:
        """Return the platform's keys: known ones for an hour, unless a new key is spoken of; that twice a minute."""
        key = f"lti-keys-{self.platform.pk}"
        known = cache.get(key)
        if known is None or (not self._is_in(known) and cache.add(f"{key}-again", 1, AGAIN_SECONDS)):
            known = super().fetch_public_key(key_set_url)
            cache.set(key, known, KEYS_SECONDS)
        return known

    def _is_in(self, keys: Mapping[str, Any]) -> bool:
        kid = self._jwt.get("header", {}).get("kid")
        return any(one.get("kid") == kid for one in keys.get("keys", ()))

    def get_public_key(self) -> tuple[str, str]:
        key, algorithm = super().get_public_key()
        if algorithm != "RS256":  # the one that LTI allows
            raise LtiException("another algorithm")
        return key, algorithm


def check(platform: Platform, id_token: str, nonce: str) -> "Claims":
    """Return what a launch says, once it is sure who says it.

    Raises
    ------
    Unusable
        If it is forged, too old, for somebody else, or says too little.
    """
    launch = _Launch(platform, id_token, nonce)
    try:
        body: Mapping[str, Any] = launch.validate().get_launch_data()
    except Exception as error:  # before the signature is checked, a stranger says what the library works on
        raise Unusable("The LMS's message could not be checked.") from error
    issued, now = body.get("iat"), time.time()
    if not isinstance(issued, int | float) or not now - OLDEST_SECONDS < issued < now + SKEW_SECONDS:
        raise Unusable("The LMS's message is too old, or its clock is wrong.")
    audience = body.get("aud")
    if isinstance(audience, list) and len(audience) > 1 and body.get("azp") != platform.client_id:
        raise Unusable("The LMS's message is for somebody else.")
    return Claims.of(body)


@dataclass(frozen=True, kw_only=True)
class Claims:
    """What a launch says, in plain values."""

    message: str
    deployment: str
    subject: str
    role: str  # "" for somebody who has no part in the course
    context: str
    context_title: str = ""
    name: str = ""
    email: str = ""
    sis_id: str = ""
    assignment: str = ""
    column_url: str = ""
    columns_url: str = ""
    makes_columns: bool = False
    members_url: str = ""
    deep_linking: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> "Claims":
        """Return the claims of a token that was checked."""
        context, lis, custom = (_mapping(body.get(CLAIM + name)) for name in ("context", "lis", "custom"))
        ags = _mapping(body.get(AGS))
        scopes = ags.get("scope")
        found = cls(
            message=plain(body.get(CLAIM + "message_type")),
            deployment=plain(body.get(CLAIM + "deployment_id")),
            subject=plain(body.get("sub")),
            role=role_of(body.get(CLAIM + "roles")),
            context=plain(context.get("id")),
            context_title=plain(context.get("title") or context.get("label"))[:200],
            name=name_of(body),
            email=plain(body.get("email"))[:254],
            sis_id=plain(lis.get("person_sourcedid"))[:200],
            assignment=plain(custom.get("assignment")) or _named(plain(body.get(CLAIM + "target_link_uri"))),
            column_url=url(ags.get("lineitem")),
            columns_url=url(ags.get("lineitems")),
            makes_columns=isinstance(scopes, list) and CAN_MAKE_COLUMNS in scopes,
            members_url=url(_mapping(body.get(NRPS)).get("context_memberships_url")),
            deep_linking=dict(_mapping(body.get(DEEP_LINKING))),
        )
        if not found.subject or not found.context:
            raise Unusable("The LMS does not say who you are, or which course you come from.")
        if max(len(one) for one in (found.subject, found.context, found.deployment)) > 255:
            raise Unusable("The LMS's names are longer than 255 characters.")
        return found


def plain(value: object) -> str:
    """Return a text of another system as it can be kept; "" where it is none."""
    return "".join(one for one in value if one.isprintable()).strip() if isinstance(value, str) else ""


def url(value: object) -> str:
    """Return a URL of another system; "" where there is none, or one that nobody can keep."""
    text = plain(value)
    return text if len(text) <= 2000 else ""


def name_of(person: Mapping[str, Any]) -> str:
    """Return what a person is called in claims, or in a roster."""
    parts = (plain(person.get("given_name")), plain(person.get("family_name")))
    return (plain(person.get("name")) or " ".join(filter(None, parts)))[:200]


def role_of(roles: object) -> str:
    """Return what somebody is in a course; "" for nothing. What they are elsewhere on the platform does not count."""
    own = [plain(one) for one in roles] if isinstance(roles, list) else []
    own = [one for one in own if one.startswith(MEMBERSHIP) or ":" not in one]
    names = {one.rpartition("#")[2] for one in own}
    if "TeachingAssistant" in names:
        return Role.ASSISTANT
    if "Instructor" in names:
        return Role.INSTRUCTOR
    return Role.STUDENT if "Learner" in names else ""


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _named(target: str) -> str:
    return (parse_qs(urlsplit(target).query).get("assignment") or [""])[0]
