"""A slip: a short note that the browser carries for us, sealed, for a few minutes, and good once.

It holds what is half-way: a log-in that waits for its second factor, the state of a trip to another site. Nobody can
read or write one; a slip is bound to the browser because it is its cookie.
"""

import base64
import hashlib
import json
from typing import Any

from litestar.datastructures import Cookie

from web.kit.clock import now
from web.kit.limits import TooOften, count
from web.kit.sealed import WrongKey, seal, unseal
from web.kit.visits import Visit

MINUTES = 10
MOST_LETTERS = 4_000


def _cookie_name(visit: Visit, name: str) -> str:
    return f"__Host-metier-{name}" if visit.house.settings.is_https else f"metier-{name}"


def give_slip(visit: Visit, name: str, said: dict[str, Any], minutes: int = MINUTES) -> Cookie:
    """The cookie that carries this note for so many minutes."""
    body = json.dumps({"name": name, "ends": now().timestamp() + minutes * 60, "said": said}, default=str)
    value = base64.urlsafe_b64encode(seal(body)).decode().rstrip("=")
    return Cookie(
        key=_cookie_name(visit, name), value=value, path="/", max_age=minutes * 60,
        httponly=True, samesite="lax", secure=visit.house.settings.is_https,
    )  # fmt: skip


def read_slip(visit: Visit, name: str) -> dict[str, Any] | None:
    """What the slip of this name says; None where there is none, or where it is over or not ours."""
    value = visit.request.cookies.get(_cookie_name(visit, name), "")
    if not value or len(value) > MOST_LETTERS:
        return None
    try:
        body = json.loads(unseal(base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))))
    except (ValueError, WrongKey):
        return None
    if body["name"] != name or body["ends"] < now().timestamp():
        return None
    said: dict[str, Any] = body["said"]
    return said


def use_slip(visit: Visit, name: str) -> dict[str, Any] | None:
    """Read a slip for the last time: whoever brings the same one again gets None, in whichever process."""
    said = read_slip(visit, name)
    if said is None:
        return None
    value = visit.request.cookies[_cookie_name(visit, name)]
    try:
        count(visit.house.database, f"slip:{hashlib.sha256(value.encode()).hexdigest()}", 1, MINUTES * 120)
    except TooOften:
        return None
    return said


def drop_slip(visit: Visit, name: str) -> Cookie:
    """The cookie that takes the slip away from the browser."""
    return Cookie(
        key=_cookie_name(visit, name), value="", path="/", max_age=0,
        httponly=True, samesite="lax", secure=visit.house.settings.is_https,
    )  # fmt: skip
