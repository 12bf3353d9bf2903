"""Passwords: how good one is, in words, and Argon2id.

Length counts, composition does not. What is too easily guessed is told apart by zxcvbn (Wheeler, USENIX Security 2016),
which knows 30,000 common passwords, names, words, dates, keyboard rows and repeats.
"""

import secrets
import threading
from collections.abc import Sequence
from typing import Any

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher
from pwdlib.hashers.bcrypt import BcryptHasher
from zxcvbn import zxcvbn

from web.kit.forms import MOST_PASSWORD

FEWEST_LETTERS = 10
ENOUGH = 3  # of zxcvbn's scores 0 to 4: at least 10^8 guesses
LOOKED_AT = 72  # letters; zxcvbn's time grows with the cube
AT_ONCE = 4  # hashes of 64 MB each

_hashes = PasswordHash((Argon2Hasher(), BcryptHasher()))  # RFC 9106, section 4: three passes over 64 MB in four lanes
_turns = threading.BoundedSemaphore(AT_ONCE)
_nobodys = _hashes.hash(secrets.token_urlsafe())


def problem_with(password: str, personal: Sequence[str] = ()) -> str:
    """Words for what is wrong with a new password, empty where it will do. `personal` is what others know as well:
    the name, the address."""
    if len(password) < FEWEST_LETTERS:
        return f"This has {len(password)} letters. {FEWEST_LETTERS} are the least; a few words in a row are easiest."
    if len(password) > MOST_PASSWORD:
        return f"This has {len(password):,} letters. {MOST_PASSWORD:,} is the most."
    guess = _guess(password, personal)
    if guess["score"] >= ENOUGH:
        return ""
    if any(found.get("dictionary_name") == "user_inputs" for found in guess["sequence"]):
        return "This is close to your name or address, which others know. Add words that nobody would put beside it."
    if len(guess["sequence"]) == 1 and guess["sequence"][0].get("dictionary_name") == "passwords":
        return "This is among the passwords that are tried first. Take a few words that do not belong together."
    return "This is guessed quickly. A few more words that do not belong together make it good."


def strength(password: str, personal: Sequence[str] = ()) -> str:
    """How good a password is, in one sentence."""
    if not password:
        return ""
    if problem := problem_with(password, personal):
        return problem
    return (
        "Very good." if _guess(password, personal)["score"] > ENOUGH else "Good. One more word would make it very good."
    )


def _guess(password: str, personal: Sequence[str]) -> dict[str, Any]:
    known = [part for item in personal for part in [item, *item.replace("@", " ").replace(".", " ").split()] if part]
    return zxcvbn(password[:LOOKED_AT], user_inputs=known, max_length=LOOKED_AT)  # type: ignore[no-any-return]


def hash_password(password: str) -> str:
    """Argon2id with a salt of its own. Takes about a seventh of a second and 64 MB: call it in a thread."""
    with _turns:
        return _hashes.hash(password)


def verify(password: str, known: str) -> tuple[bool, str | None]:
    """Whether this is the password, and a better hash to keep where the known one is old (bcrypt). Without a known
    hash it takes just as long, so that nobody learns who has an account."""
    with _turns:
        if not known:
            _hashes.verify(password[:MOST_PASSWORD], _nobodys)
            return False, None
        try:
            return _hashes.verify_and_update(password[:MOST_PASSWORD], known)
        except (UnknownHashError, ValueError):
            return False, None
