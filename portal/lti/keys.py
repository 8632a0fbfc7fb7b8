"""The portal's own key, which LMSs know it by: made at the first start, in a file that only its owner reads."""

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jwcrypto.jwk import JWK
from pylti1p3.registration import Registration

from grader.errors import OperatorError

FILE = "lti-key.pem"


def read_key(data: Path) -> tuple[str, str]:
    """Return the private and the public key in a data folder, as PEM; they are made at the first call.

    Raises
    ------
    OperatorError
        If others can read the file, or there is no key in it.
    """
    path = data / FILE
    if not path.exists():
        _make(path)
    if path.stat().st_mode & 0o077:
        raise OperatorError(f"others can read {path}, which holds a secret: chmod 600 {path}")
    return _parsed(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _parsed(path: Path, _: int) -> tuple[str, str]:
    private = path.read_text(encoding="ascii")
    try:
        key = JWK.from_pem(private.encode())
        if key["kty"] != "RSA":
            raise ValueError
        return private, key.export_to_pem().decode()
    except Exception:
        raise OperatorError(f"{path} is no private RSA key in PEM; remove it, and another is made") from None


def _make(path: Path) -> None:
    """Write a new key whole, unless another process was faster."""
    text = JWK.generate(kty="RSA", size=2048).export_to_pem(private_key=True, password=None)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(partial, path)  # fails where there is one by now
    except FileExistsError:
        pass
    finally:
        partial.unlink()


def key_set(data: Path) -> Mapping[str, Any]:
    """Return the public key as LMSs fetch it."""
    return {"keys": [Registration.get_jwk(read_key(data)[1])]}
