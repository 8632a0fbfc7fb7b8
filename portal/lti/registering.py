"""How a platform and the portal get to know each other: by a file of the operator's, or by dynamic registration.

In: `lti.toml` in the data folder, or a platform's configuration.  Out: rows of platforms.
"""

import tomllib
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import requests
from django.conf import settings
from pylti1p3.dynamic_registration import DynamicRegistration
from pylti1p3.exception import LtiException

from grader.errors import OperatorError
from portal.lti.outward import NotAllowed, Outward, check_url
from portal.lti.people import Unusable
from portal.lti.tool import outward, plain, url
from portal.models import Platform

FILE = "lti.toml"
NAMES = ("issuer", "client_id", "auth_login_url", "auth_token_url", "key_set_url")
URLS = ("auth_login_url", "auth_token_url", "key_set_url")
TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"
SCOPES = (
    "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem",
    "https://purl.imsglobal.org/spec/lti-ags/scope/score",
    "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly",
)


def read_file(data: Path) -> int:
    """Make what the operator's file says the platforms of its clients; return how many it has.

    Raises
    ------
    OperatorError
        If something in it is missing or wrong; the message has every problem.
    """
    path = data / FILE
    if not path.exists():
        return 0
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8")).get("platform", [])
    except (OSError, ValueError) as error:
        raise OperatorError(f"{path} cannot be read: {error}") from None
    problems = [one for number, row in enumerate(listed, 1) for one in _problems(f"{path}: platform {number}", row)]
    if problems:
        raise OperatorError("\n".join(problems))
    for row in listed:
        values = {"name": "", "audience": "", "deployments": []} | row
        Platform.objects.update_or_create(issuer=row["issuer"], client_id=row["client_id"], defaults=values)
    return len(listed)


def _problems(where: str, row: dict[str, Any]) -> list[str]:
    found = [f"{where}: {name} is missing" for name in NAMES if not row.get(name)]
    known = {*NAMES, "name", "audience", "deployments"}
    found += [f"{where}: {name} is no word of it; known are {', '.join(sorted(known))}" for name in {*row} - known]
    found += [
        f"{where}: {name} has to be a text" for name in {*row} & known - {"deployments"} if type(row[name]) is not str
    ]
    deployments = row.get("deployments", [])
    if not isinstance(deployments, list) or not all(isinstance(one, str) for one in deployments):
        found.append(f'{where}: deployments has to be a list of texts, such as ["1"]')
    for name in URLS:
        try:
            check_url(str(row.get(name, "https://missing")), settings.PORTAL.local_lms)
        except NotAllowed as error:
            found.append(f"{where}: {name}: {error}")
    return found


class _Registration(DynamicRegistration):
    client_name = "convgrader"
    description = "Students hand in, see their report, and the grade is in the LMS."

    def __init__(self, configuration: str, token: str) -> None:
        self.configuration, self.token = configuration, token

    def get_request_session(self) -> Outward:
        return outward()

    def get_openid_configuration_endpoint(self) -> str:
        return self.configuration

    def get_registration_token(self) -> str:
        return self.token or None  # type: ignore[return-value]  # the library sends none then

    def get_initiate_login_uri(self) -> str:
        return f"{settings.PORTAL.address}/lti/login"

    def get_jwks_uri(self) -> str:
        return f"{settings.PORTAL.address}/lti/keys"

    def get_redirect_uris(self) -> list[str]:
        return [self.get_target_link_uri()]

    def get_target_link_uri(self) -> str:
        return f"{settings.PORTAL.address}/lti/launch"

    def get_scopes(self) -> list[str]:
        return list(SCOPES)

    def get_domain(self) -> str:
        return urlsplit(settings.PORTAL.address).netloc

    def get_claims(self) -> list[str]:
        return ["iss", "sub", "name", "given_name", "family_name", "email"]

    def get_messages(self) -> list[dict[str, str]]:
        return [
            {"type": "LtiResourceLinkRequest"},
            {
                "type": "LtiDeepLinkingRequest",
                "target_link_uri": f"{settings.PORTAL.address}/lti/choose",
                "label": "Choose assignments",
            },
        ]

    def get_logo_uri(self) -> str:
        return f"{settings.PORTAL.address}/assets/icon.svg"

    def complete_registration(
        self, openid_configuration: dict[str, Any], openid_registration: dict[str, Any]
    ) -> Platform:
        """Keep the platform, if what it says of itself fits."""
        issuer = plain(openid_configuration.get("issuer"))
        if urlsplit(issuer).hostname != urlsplit(self.configuration).hostname:
            raise LtiException("the issuer has another host than its configuration")
        urls = {
            "auth_login_url": url(openid_configuration.get("authorization_endpoint")),
            "auth_token_url": url(openid_configuration.get("token_endpoint")),
            "key_set_url": url(openid_configuration.get("jwks_uri")),
        }
        for one in urls.values():
            check_url(one, settings.PORTAL.local_lms)
        client_id = plain(openid_registration.get("client_id"))
        if not client_id or max(len(client_id), len(issuer)) > 255:
            raise LtiException("there is no client id of up to 255 characters")
        deployment = plain(openid_registration[TOOL].get("deployment_id"))
        family = plain(openid_configuration[PLATFORM].get("product_family_code"))
        values = urls | {
            "name": f"{family or 'LMS'} at {urlsplit(issuer).hostname}"[:200],
            "audience": url(openid_configuration.get("authorization_server")),
            "deployments": [deployment] if deployment else [],
        }
        if Platform.objects.filter(issuer=issuer).exclude(key_set_url=urls["key_set_url"]).exists():
            raise LtiException("this issuer is registered already, with other keys")
        platform, is_new = Platform.objects.get_or_create(issuer=issuer, client_id=client_id, defaults=values)
        if not is_new:
            raise LtiException("this client is registered already")
        return platform


def register(configuration: str, token: str) -> Platform:
    """Register with a platform, at the address of its configuration.

    Raises
    ------
    Unusable
        If it cannot be done; the message says why.
    """
    try:
        found = cast(Platform, _Registration(configuration, token).register())
    except (LtiException, requests.RequestException, AssertionError) as error:
        raise Unusable(f"The LMS could not be registered: {error}.") from error
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise Unusable("The LMS could not be registered: its answer makes no sense.") from error
    return found
