"""Reading accounts. Who is not known yet is found through one door in the wall."""

from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from web.accounts.tables import Authenticator, Identity, Passkey, Person, SignIn
from web.kit.clock import now
from web.kit.visits import NotFound

_OWNER = sa.text("select find_owner(:what, :key)")


def owner_by(db: Session, what: Literal["address", "identity", "token", "passkey"], key: bytes) -> UUID | None:
    """Whose address, identity, token or passkey this is."""
    owner: UUID | None = db.scalar(_OWNER, {"what": what, "key": key})
    return owner


def person_of(db: Session, person_id: UUID, lock: bool = False) -> Person:
    """The person in whose name the transaction runs; raises NotFound for anybody else."""
    wanted = select(Person).where(Person.id == person_id)
    person = db.exec(wanted.with_for_update() if lock else wanted).one_or_none()
    if person is None:
        raise NotFound
    return person


def sign_ins_of(db: Session, person_id: UUID) -> list[SignIn]:
    """Where a person is signed in, the latest first."""
    wanted = select(SignIn).where(SignIn.owner_id == person_id, col(SignIn.expires_at) > now())
    return [each for each in db.exec(wanted.order_by(col(SignIn.seen_at).desc())) if each.is_live]


def identities_of(db: Session, person_id: UUID) -> list[Identity]:
    return list(db.exec(select(Identity).where(Identity.owner_id == person_id).order_by(col(Identity.provider))))


def passkeys_of(db: Session, person_id: UUID) -> list[Passkey]:
    return list(db.exec(select(Passkey).where(Passkey.owner_id == person_id).order_by(col(Passkey.id))))


def authenticator_of(db: Session, person_id: UUID) -> Authenticator | None:
    """The app that makes this person's codes, once a first code was right."""
    wanted = select(Authenticator).where(Authenticator.owner_id == person_id)
    return db.exec(wanted.where(col(Authenticator.confirmed_at).is_not(None)).limit(1)).one_or_none()


def has_second_factor(db: Session, person_id: UUID) -> bool:
    return authenticator_of(db, person_id) is not None or bool(passkeys_of(db, person_id))
