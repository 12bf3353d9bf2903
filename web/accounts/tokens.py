"""The links in letters: 256 random bits, kept as a hash, good once, for one purpose, and only while the account stays
as it was when the letter was written."""

import hashlib
import json
import secrets
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from web.accounts.queries import owner_by
from web.accounts.tables import Person, Purpose, Token
from web.db import act_as, hash_token
from web.kit.clock import now

TOKEN_BYTES = 32
HOURS = {Purpose.REGISTER: 48, Purpose.RESET: 1, Purpose.CHANGE_ADDRESS: 24}


def issue(db: Session, person: Person, purpose: Purpose, **detail: Any) -> str:
    """A new token; earlier ones of this purpose are void from now on."""
    db.execute(sa.delete(Token).where(col(Token.owner_id) == person.id, col(Token.purpose) == purpose))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    db.add(
        Token(
            owner_id=person.id, purpose=purpose, token_hash=hash_token(token), binding=binding_of(person, purpose),
            detail=json.dumps(detail), expires_at=now() + timedelta(hours=HOURS[purpose]),
        )
    )  # fmt: skip
    db.flush()
    return token


def is_issued(db: Session, person: Person, purpose: Purpose, **detail: Any) -> bool:
    """Whether a token says just this already: an errand that is done twice writes one letter."""
    rows = db.exec(select(Token).where(Token.owner_id == person.id, Token.purpose == purpose))
    return any(json.loads(row.detail) == detail for row in rows)


def find(db: Session, token: str, purpose: Purpose, lock: bool = False) -> tuple[Person, Token, dict[str, Any]] | None:
    """Whose token this is, and what it says; None where it is unknown, used, over, for something else, or the account
    changed. From here on the transaction runs in that person's name."""
    owner_id = owner_by(db, "token", hash_token(token))
    if owner_id is None:
        return None
    act_as(db, owner_id)
    wanted = select(Person, Token).where(Person.id == owner_id, Token.owner_id == Person.id)
    wanted = wanted.where(Token.token_hash == hash_token(token), Token.purpose == purpose)
    found = db.exec(wanted.with_for_update() if lock else wanted).one_or_none()
    if found is None:
        return None
    person, row = found
    if row.used_at or row.expires_at < now() or row.binding != binding_of(person, purpose):
        return None
    return person, row, json.loads(row.detail)


def redeem(db: Session, token: str, purpose: Purpose) -> tuple[Person, dict[str, Any]] | None:
    """Find a token and use it up. Of two who come at once, the second gets None."""
    found = find(db, token, purpose, lock=True)
    if found is None:
        return None
    person, row, detail = found
    row.used_at = now()
    return person, detail


def binding_of(person: Person, purpose: Purpose) -> bytes:
    """A hash of what the account must still be. A changed password or address, an erasure or a block kill every link;
    a sign-in kills a reset, because who signs in needs none."""
    state = [person.email_index, person.password_changed_at, person.registered_at, person.disabled_at, person.erased_at]
    if purpose is Purpose.RESET:
        state.append(person.signed_in_at)
    return hashlib.sha256("|".join(str(each) for each in state).encode()).digest()
