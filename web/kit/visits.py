"""One request: who comes, what they want back, and the transaction their handler runs in."""

import hashlib
import hmac
import inspect
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

import anyio.to_thread
from litestar import Request
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from sqlmodel import Session

from web.db import Caller, hash_token
from web.kit.clock import now
from web.kit.events import Whence
from web.kit.house import House
from web.kit.limits import count

P = ParamSpec("P")
R = TypeVar("R")

MOST_TOKEN_LETTERS = 128
MOST_AGENT_LETTERS = 300
PROOF_MINUTES = 15  # for so long a proof of who one is holds


class NotSignedIn(Exception):
    """The page needs somebody, and nobody is there. `posted` is what they wrote."""

    def __init__(self, posted: FormMultiDict | None = None) -> None:
        self.posted = posted or FormMultiDict()


class StaleForm(NotSignedIn):
    """The form comes from a page of ours that an earlier sign-in was shown."""


class NotProven(Exception):
    """Something sensitive is asked for, and it is a while since the person showed who they are."""


class NotFound(Exception):
    """There is no such thing, or it is somebody else's: the answer is the same."""


class TooMuch(Exception):
    """More than may be kept; nothing was changed. The text is a sentence for the person."""


@dataclass
class Visit:
    """What a handler knows of its request. `person_id` raises NotSignedIn where nobody is signed in."""

    house: House
    request: Request[Any, Any, Any]
    caller: Caller | None = None
    posted: FormMultiDict = field(default_factory=FormMultiDict)

    @property
    def person_id(self) -> UUID:
        if self.caller is None:
            raise NotSignedIn(self.posted)
        return self.caller.person_id

    @property
    def token(self) -> str | None:
        return token_in(self.request, self.house)

    @property
    def form_token(self) -> str:
        return form_token_for(self.token) if self.token else ""

    @property
    def wants_part(self) -> bool:
        """Whether htmx asks for a fragment, not for a whole page."""
        return self.request.headers.get("HX-Request-Type") == "partial"

    @property
    def address(self) -> str:
        return self.request.client.host if self.request.client else "unknown"

    @property
    def whence(self) -> Whence:
        return Whence(self.address, self.request.headers.get("User-Agent", "")[:MOST_AGENT_LETTERS])

    @property
    def is_proven(self) -> bool:
        """Whether the person showed who they are a short while ago."""
        return self.caller is not None and self.caller.proved_at > now() - timedelta(minutes=PROOF_MINUTES)

    def need_proof(self) -> None:
        """Raises NotSignedIn or NotProven; called before anything sensitive is done or shown."""
        if self.caller is None or self.caller.is_guest:
            raise NotSignedIn
        if not self.is_proven:
            raise NotProven

    def count(self, what: str, most: int, seconds: int, by: str | None = None) -> None:
        """Count one more of this; raises TooOften past the limit. `by` is whose bucket, the person's by default."""
        count(self.house.database, f"{what}:{by or self.person_id}", most, seconds)

    def within(self, work: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run in one transaction in the caller's name; returning commits, raising rolls back."""
        token = self.token
        with self.house.database.as_caller(hash_token(token) if token else None) as db:
            if token:
                db.connection()
                self.caller = db.info.get("caller")
            return work(db, *args, **kwargs)

    async def in_thread(self, work: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The same from an async handler, without holding up anybody else."""
        return await anyio.to_thread.run_sync(partial(self.within, work, *args, **kwargs))


def in_transaction(handler: Callable[..., R]) -> Callable[..., Awaitable[R]]:
    """Give a sync handler `db`, a transaction in the caller's name, opened and committed in a thread of its own."""
    signature = inspect.signature(handler)

    async def within(visit: Visit, **arguments: Any) -> R:
        if "visit" in signature.parameters:
            arguments["visit"] = visit
        return await visit.in_thread(lambda db: handler(db=db, **arguments))

    kept = [p for p in signature.parameters.values() if p.name not in ("db", "visit")]
    visit = inspect.Parameter("visit", inspect.Parameter.KEYWORD_ONLY, annotation=NamedDependency[Visit])
    within.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[*(p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in kept), visit]
    )
    within.__annotations__ = {
        **{p.name: p.annotation for p in kept},
        "visit": NamedDependency[Visit],
        "return": signature.return_annotation,
    }
    within.__name__, within.__qualname__ = handler.__name__, handler.__qualname__
    within.__module__, within.__doc__ = handler.__module__, handler.__doc__
    return within


# --- the browser's token and the form's ------------------------------------------------------------------------------


def cookie_name(house: House) -> str:
    """Over https the browser itself vouches for the cookie's origin; plain http exists on one's own machine only."""
    return "__Host-metier" if house.settings.is_https else "metier"


def token_in(request: Request[Any, Any, Any], house: House) -> str | None:
    token = request.cookies.get(cookie_name(house))
    return token if token and len(token) <= MOST_TOKEN_LETTERS else None


def form_token_for(token: str) -> str:
    """What every form of this sign-in carries; made from the cookie's token, which nobody else can read."""
    return hmac.new(token.encode(), b"form", hashlib.sha256).hexdigest()


# --- where to go next ------------------------------------------------------------------------------------------------

_PATH = re.compile(r"/(?![/\\])[!-~]*")


def safe_path(wanted: str | None) -> str:
    """An address of ours to go on to, or "" for anything that could lead elsewhere: another scheme, `//host`,
    `/\\host`, white space and control characters (which browsers drop before they look)."""
    if not wanted or len(wanted) > 1_000 or not _PATH.fullmatch(wanted) or "\\" in wanted:
        return ""
    return wanted
