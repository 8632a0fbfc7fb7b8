"""The portal's own key, which LMSs know it by: made at the first start, in a file that only its owner reads."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jwcrypto.jwk import JWK
from pylti1p3.registration import Registration

from grader.errors import OperatorError
from portal.config import read_secret

FILE = "lti-key.pem"


def read_key(data: Path) -> tuple[str, str]:
    """Return the private and the public key in a data folder, as PEM; they are made at the first call.

    Raises
    ------
    OperatorError
        If others can read the file, or there is no key in it.
    """
    private = read_secret(data / FILE, _new)
    return private, _public(private, data / FILE)


@lru_cache(maxsize=4)
def _public(private: str, path: Path) -> str:
    try:
        key = JWK.from_pem(private.encode())
        if key["kty"] != "RSA":
            raise ValueError
        return str(key.export_to_pem().decode())
    except Exception:
        raise OperatorError(f"{path} is no private RSA key in PEM; remove it, and another is made") from None


def _new() -> str:
    return str(JWK.generate(kty="RSA", size=2048).export_to_pem(private_key=True, password=None).decode())


def key_set(data: Path) -> Mapping[str, Any]:
    """Return the public key as LMSs fetch it."""
    return {"keys": [Registration.get_jwk(read_key(data)[1])]}
