"""Becoming somebody: a guest starts, a browser is signed in, a guest's things are cleared away."""

import secrets
from datetime import timedelta

from litestar.datastructures import Cookie
from sqlmodel import Session, col, delete
from uuid_utils.compat import uuid7

from web.accounts.tables import Person, SignIn
from web.db import act_as, hash_token
from web.kit.clock import now
from web.kit.files import Files
from web.kit.house import House
from web.kit.visits import cookie_name

GUEST_DAYS = 30
TOKEN_BYTES = 32
MOST_AGENT_LETTERS = 300


def start_guest(db: Session, agent: str) -> tuple[Person, str]:
    """A new guest and the token of their browser. The rest of the transaction runs in their name."""
    guest = Person(id=uuid7())
    act_as(db, guest.id)
    db.add(guest)
    db.flush()
    return guest, sign_in(db, guest, agent)


def sign_in(db: Session, person: Person, agent: str) -> str:
    """A fresh token, never one the browser brought; only its hash is kept."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    db.add(
        SignIn(
            owner_id=person.id,
            token_hash=hash_token(token),
            expires_at=now() + timedelta(days=GUEST_DAYS),
            agent=agent[:MOST_AGENT_LETTERS],
        )
    )
    db.flush()
    return token


def cookie_for(house: House, token: str) -> Cookie:
    return Cookie(
        key=cookie_name(house), value=token, path="/", max_age=GUEST_DAYS * 86_400,
        httponly=True, samesite="lax", secure=house.settings.is_https,
    )  # fmt: skip


def erase(db: Session, files: Files, person: Person) -> None:
    """Everything of a person's, files first: killed half-way, the next run finds the row and finishes."""
    files.delete_under(f"people/{person.id}")
    db.exec(delete(Person).where(col(Person.id) == person.id))
