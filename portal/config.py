"""Where the portal keeps its things, and Django's settings made of that. Read once by each process, and passed down.

In: a data folder and what `grader serve` was told.  Out: settings. Secrets lie in files that only their owner reads.
"""

import json
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from grader.errors import OperatorError
from portal.sign_in import add_settings, read_settings

MOST_BYTES = 32 << 20  # of one upload
SECRET = "secret"


@dataclass(frozen=True, kw_only=True)
class Config:
    """What every process of the portal is told."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 8000
    database: str = ""  # a URL of PostgreSQL; "" for a file in the data folder
    origin: str = ""  # https://… as browsers see it, where a proxy stands before
    workers: int = 1  # processes that grade
    local_lms: bool = False  # whether an LMS on this machine may be asked, also without HTTPS: to try one out

    @property
    def address(self) -> str:
        """What stands before the path of a link."""
        return self.origin or f"http://{'localhost' if self.host == '127.0.0.1' else self.host}:{self.port}"

    @property
    def is_secure(self) -> bool:
        """Whether browsers come by HTTPS."""
        return self.origin.startswith("https://")

    def to_text(self) -> str:
        """Return the configuration for the command line of a process of ours."""
        return json.dumps(asdict(self) | {"data": str(self.data)})

    @classmethod
    def from_text(cls, text: str) -> "Config":
        """Return what `to_text` wrote."""
        found = json.loads(text)
        return cls(**found | {"data": Path(found["data"])})


def make_folder(path: Path) -> Path:
    """Make a folder that only its owner enters, if there is none."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise OperatorError(f"cannot make the folder {path}: {error.strerror}; name another with --data") from None
    return path


def require(data: Path) -> None:
    """Refuse what is no data folder of the portal."""
    if not (data / SECRET).is_file():
        raise OperatorError(f"{data} is no data folder of the portal: it has no {SECRET}; name one with --data")


def read_secret(path: Path, make: Callable[[], str] = lambda: secrets.token_urlsafe(48)) -> str:
    """Return the secret in a file, made whole at the first call; nobody but its owner can read it."""
    if not path.exists():
        partial = path.with_name(f".{path.name}.{os.getpid()}")
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as stream:
            stream.write(make())
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(FileExistsError):  # another process was faster
            os.link(partial, path)
        partial.unlink()
    if path.stat().st_mode & 0o077:
        raise OperatorError(f"others can read {path}, which holds a secret: chmod 600 {path}")
    return path.read_text(encoding="ascii").strip()


def django_settings(config: Config) -> dict[str, Any]:
    """Return Django's settings."""
    host = urlsplit(config.address).hostname or config.host
    settings = read_settings("settings.toml") | {
        "SECRET_KEY": read_secret(make_folder(config.data) / SECRET),
        "PORTAL": config,
        "ALLOWED_HOSTS": sorted({host, config.host, "localhost"} if not config.origin else {host}),
        "DATABASES": {"default": _database(config)},
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": not config.is_secure,  # then it is this machine's own
        "SESSION_COOKIE_SECURE": config.is_secure,
        "SESSION_COOKIE_NAME": "__Host-session" if config.is_secure else "session",
        "CSRF_COOKIE_SECURE": config.is_secure,
        "CSRF_COOKIE_NAME": "__Host-csrf" if config.is_secure else "csrf",
        "CSRF_TRUSTED_ORIGINS": [config.origin] if config.origin else [],
        "SECURE_HSTS_SECONDS": 31_536_000 if config.is_secure else 0,
        "SECURE_SSL_REDIRECT": config.is_secure,
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if config.is_secure else None,
    }
    add_settings(settings, config.data)
    return settings


def _database(config: Config) -> dict[str, Any]:
    if not config.database:
        path = config.data / "portal.db"
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(path),
            "OPTIONS": {  # a transaction takes the lock when it begins: what it read stays true
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
            },
        }
    url = urlsplit(config.database)
    if url.scheme not in ("postgresql", "postgres") or not url.path.strip("/"):
        raise OperatorError("--database is a URL of PostgreSQL: postgresql://USER@HOST/DATABASE")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.strip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,  # the server may have restarted since
    }


def start(config: Config) -> None:
    """Make this process one of the portal's; once."""
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(**django_settings(config))
        django.setup()
