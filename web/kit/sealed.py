"""Contact details at rest: AES-256-GCM with the key's id in front, so that keys can be changed while the app runs.

A sealed value is `id · 0x00 · 12-byte nonce · ciphertext and tag`; the id is authenticated with it.
"""

import hmac
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

NONCE_BYTES = 12
_ring: dict[str, AESGCM] = {}
_index_key = b""


class WrongKey(Exception):
    """A value was sealed with a key that this process does not hold."""


def hold(keys: dict[str, bytes]) -> None:
    """Take these keys, id to 32 bytes; the first one seals, all of them open."""
    _ring.clear()
    _ring.update({name: AESGCM(key) for name, key in keys.items()})


def hold_index(key: bytes) -> None:
    """Take the key by which sealed text is found; `web.kit.keys` knows it."""
    global _index_key
    _index_key = key


def newest() -> str:
    """The name of the key that seals."""
    return next(iter(_ring))


def seal(text: str) -> bytes:
    return seal_bytes(text.encode())


def unseal(sealed: bytes) -> str:
    """The text; raises WrongKey when no held key opens it."""
    return unseal_bytes(sealed).decode()


def seal_bytes(plain: bytes) -> bytes:
    name = newest()
    nonce = os.urandom(NONCE_BYTES)
    return name.encode() + b"\0" + nonce + _ring[name].encrypt(nonce, plain, name.encode())


def unseal_bytes(sealed: bytes) -> bytes:
    """What was sealed; raises WrongKey when no held key opens it."""
    name, _, rest = sealed.partition(b"\0")
    cipher = _ring.get(name.decode("ascii", "replace"))
    if cipher is None:
        raise WrongKey(f"no key named {name.decode('ascii', 'replace')!r} is in METIER_KEYS")
    try:
        return cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], name)
    except (InvalidTag, ValueError):  # ValueError: too short to hold a nonce
        raise WrongKey(
            f"the key {name.decode()!r} in METIER_KEYS is not the one these details were sealed with"
        ) from None


class Sealed(TypeDecorator[str]):
    """A text column that the database sees only encrypted; empty text stays empty."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        return seal(value) if value else None

    def process_result_value(self, value: Any, dialect: Dialect) -> str:
        return unseal(bytes(value)) if value else ""


class SealedLines(TypeDecorator[list[str]]):
    """A list of texts that the database sees only encrypted."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        return seal(json.dumps(value, ensure_ascii=False)) if value else None

    def process_result_value(self, value: Any, dialect: Dialect) -> list[str]:
        return json.loads(unseal(bytes(value))) if value else []


class SealedObject(TypeDecorator[dict[str, Any]]):
    """A JSON object that the database sees only encrypted; an empty one stays NULL."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        return seal(json.dumps(value, ensure_ascii=False)) if value else None

    def process_result_value(self, value: Any, dialect: Dialect) -> dict[str, Any]:
        return json.loads(unseal(bytes(value))) if value else {}


class SealedBytes(TypeDecorator[bytes]):
    """Bytes that the database sees only encrypted."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        return None if value is None else seal_bytes(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bytes:
        return b"" if value is None else unseal_bytes(bytes(value))


SEALED = (Sealed, SealedLines, SealedObject, SealedBytes)


# --- other keys ------------------------------------------------------------------------------------------------------


def seal_with(key: bytes, text: str) -> bytes:
    """Sealed with a key of 32 bytes that does not stand in the ring: 12-byte nonce, then ciphertext and tag."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, text.encode(), None)


def unseal_with(key: bytes, sealed: bytes) -> str:
    """The text; raises WrongKey when this key does not open it."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None).decode()
    except (InvalidTag, ValueError):
        raise WrongKey("this was sealed with another key") from None


def index_of(text: str) -> bytes:
    """A keyed SHA-256 by which sealed text can be found and is unique. Its key stays when the ring's change."""
    assert _index_key, "take_keys comes first"
    return hmac.digest(_index_key, text.encode(), "sha256")
