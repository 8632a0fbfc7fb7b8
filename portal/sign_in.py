"""Signing in elsewhere, and with a second factor, by django-allauth: `sign-in.toml` in the data folder into settings.

Where there is no such file, nothing of allauth is loaded. Its rows are allauth's own, and secrets lie in files.
"""

import tomllib
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from grader.errors import OperatorError

FILE = "sign-in.toml"
APPS = ["allauth", "allauth.account", "allauth.socialaccount", "allauth.mfa"]
EXTRAS = {"openid_connect": ("allauth", "portal-sign-in"), "saml": ("onelogin", "portal-saml")}


def read_settings(name: str) -> dict[str, Any]:
    """Return settings that are the same everywhere."""
    return tomllib.loads(files("portal").joinpath(name).read_text(encoding="utf-8"))


def add_settings(settings: dict[str, Any], data: Path) -> None:
    """Add what the operator's file says to Django's settings.

    Raises
    ------
    OperatorError
        If something in it is missing or wrong, others can read a secret, or allauth is not installed.
    """
    path = data / FILE
    settings["SIGN_IN"] = []  # names and addresses of providers
    if not path.exists():
        return
    chosen = read_settings("allauth.toml")
    apps = [*settings["INSTALLED_APPS"], *APPS]
    try:
        told = {"openid_connect": []} | tomllib.loads(path.read_text(encoding="utf-8"))
        for kind, rows in told.items():
            module, extra = EXTRAS[kind]
            if find_spec(module) is None:
                raise OperatorError(f"{path} needs pip install 'convgrader[{extra}]'")
            apps.append(f"allauth.socialaccount.providers.{kind}")
            for row in rows:
                row["secret"] = _secret(data / row.pop("secret_file")) if "secret_file" in row else ""
                where = f"oidc/{row['provider_id']}" if kind == "openid_connect" else f"saml/{row['client_id']}"
                settings["SIGN_IN"].append((row["name"], f"/outside/{where}/login/"))
            chosen["SOCIALACCOUNT_PROVIDERS"].setdefault(kind, {})["APPS"] = rows
    except (OSError, ValueError, KeyError) as error:
        raise OperatorError(f"{path} cannot be used: {type(error).__name__}: {error}") from None
    middleware = [*settings["MIDDLEWARE"], "allauth.account.middleware.AccountMiddleware"]
    settings |= chosen | {"INSTALLED_APPS": apps, "MIDDLEWARE": middleware, "ACCOUNT_USER_MODEL_USERNAME_FIELD": None}


def _secret(path: Path) -> str:
    if path.stat().st_mode & 0o077:
        raise ValueError(f"others can read {path}, which holds a secret: chmod 600 {path}")
    return path.read_text(encoding="utf-8").strip()
