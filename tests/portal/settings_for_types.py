"""What mypy's plugin for Django has to know of the portal's settings to tell the types of its models."""

from pathlib import Path

from portal.config import Config
from portal.sign_in import read_settings

SECRET_KEY = "not used"
INSTALLED_APPS = read_settings("settings.toml")["INSTALLED_APPS"]
AUTH_USER_MODEL = "portal.Person"
PORTAL = Config(data=Path("not used"))
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SIGN_IN: list[tuple[str, str]] = []
