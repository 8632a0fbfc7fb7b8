"""What mypy's plugin for Django has to know of the portal's settings to tell the types of its models."""

from pathlib import Path

from portal.config import APPS, USER_MODEL, Config

SECRET_KEY = "not used"
INSTALLED_APPS = APPS
AUTH_USER_MODEL = USER_MODEL
PORTAL = Config(data=Path("not used"))
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SIGN_IN: list[tuple[str, str]] = []
