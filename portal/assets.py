"""The files that pages load, by name, and a version that changes when they do."""

import hashlib
from functools import cache
from importlib import resources
from importlib.util import find_spec

ASSETS = {  # name → package and file of each part
    "look.css": (("grader.report", "templates/look.css"), ("portal", "look/portal.css")),
    "portal.js": (("portal", "look/portal.js"),),
    "icon.svg": (("portal", "look/icon.svg"),),
    "htmx.js": (("django_htmx", "static/django_htmx/htmx-2.min.js"),),
}
if find_spec("allauth"):  # the scripts of its pages for a second factor, where these look for them
    for file in ("mfa/js/webauthn-json.js", "mfa/js/webauthn.js", "mfa/js/recovery_codes.js", "account/js/onload.js"):
        ASSETS[f"static/{file}"] = ((f"allauth.{file.partition('/')[0]}", f"static/{file}"),)


@cache
def asset_bytes(name: str) -> bytes:
    """Return what pages load under a name."""
    parts = (resources.files(package).joinpath(file).read_bytes() for package, file in ASSETS[name])
    return b"\n".join(parts)


@cache
def version_of(name: str) -> str:
    """Return what changes when an asset does."""
    return hashlib.sha256(asset_bytes(name)).hexdigest()[:12]
