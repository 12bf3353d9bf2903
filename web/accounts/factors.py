"""The second factor: codes of an app (TOTP, RFC 6238), and ten recovery codes for the day the app is gone.

Both are digits and nothing else, so that one field takes either and a phone shows its number keys. The app makes six,
paper carries sixteen.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pyotp
import segno
import sqlalchemy as sa
from sqlmodel import Session, col, delete, func, select

from web.accounts.queries import authenticator_of, has_second_factor
from web.accounts.tables import Authenticator, Person, RecoveryCode
from web.kit.clock import now
from web.kit.events import record
from web.kit.limits import is_first
from web.kit.sealed import index_of
from web.kit.visits import Visit

ISSUER = "Métier"
STEP_SECONDS = 30
STEPS_AROUND = (0, -1, 1)  # a clock may be half a minute off
REMEMBERED = 5 * 60  # seconds that a used step is known for; one is good for a minute and a half
RECOVERY_CODES = 10
RECOVERY_DIGITS = 16


# --- rules -----------------------------------------------------------------------------------------------------------


def digits_in(text: str) -> str:
    """The digits alone, in whatever script they were typed and however they were set apart."""
    return "".join(str(int(letter)) for letter in text if letter.isdecimal())


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """Which step of half a minute this code belongs to; None where it is none of those around `at`."""
    here = int(at.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret, interval=STEP_SECONDS)
    steps = (here + away for away in STEPS_AROUND)
    return next((step for step in steps if hmac.compare_digest(totp.generate_otp(step), code)), None)


@dataclass(frozen=True)
class Picture:
    """A QR code as an SVG path on a square of so many modules."""

    size: int
    path: str


def address_of(secret: str, email: str) -> str:
    """What an app reads from the picture, or opens where it is on the same device."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def picture_of(address: str) -> Picture:
    """Drawn into the page itself: a picture with an address of its own would put the secret into it."""
    code = segno.make(address, micro=False)
    rows = list(code.matrix_iter(border=4))
    dark = [(x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return Picture(len(rows), "".join(f"M{x} {y}h1v1h-1z" for x, y in dark))


def in_fours(text: str) -> str:
    """Set apart, as one reads it out."""
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


# --- setting up ------------------------------------------------------------------------------------------------------


def begin_codes(db: Session, person: Person) -> None:
    """A new secret, which counts for nothing until a first code was right; one that was begun before is void."""
    forget_begun(db, person.id)
    db.add(Authenticator(owner_id=person.id, secret=pyotp.random_base32()))


def begun(db: Session, person_id: UUID) -> Authenticator | None:
    """The app that waits for its first code."""
    wanted = select(Authenticator).where(Authenticator.owner_id == person_id)
    return db.exec(wanted.where(col(Authenticator.confirmed_at).is_(None)).limit(1)).one_or_none()


def forget_begun(db: Session, person_id: UUID) -> None:
    wanted = delete(Authenticator).where(col(Authenticator.owner_id) == person_id)
    db.execute(wanted.where(col(Authenticator.confirmed_at).is_(None)))


def confirm_codes(db: Session, visit: Visit, person: Person, app: Authenticator) -> list[str]:
    """From now on this app's codes are asked for, in place of another's. Returns recovery codes where there were none.
    `person` is locked."""
    wanted = delete(Authenticator).where(col(Authenticator.owner_id) == person.id)
    db.execute(wanted.where(col(Authenticator.id) != app.id))
    app.confirmed_at = now()
    note_added(db, visit, person, "an app for codes", "authenticators", app.id)
    return recovery_codes_if_none(db, visit, person)


def note_added(db: Session, visit: Visit, person: Person, what: str, entity: str, entity_id: UUID) -> None:
    facts = {"email": person.email, "what": what}
    record(
        db, "factor-added", person.id, whence=visit.whence, entity=entity, entity_id=entity_id,
        new={"what": what}, facts=facts,
    )  # fmt: skip


def recovery_codes_if_none(db: Session, visit: Visit, person: Person) -> list[str]:
    """Whoever adds a second proof gets a way in without it."""
    return [] if recovery_codes_left(db, person.id) else make_recovery_codes(db, visit, person)


def make_recovery_codes(db: Session, visit: Visit, person: Person) -> list[str]:
    """Ten new codes, to be shown this once; those before are void. `person` is locked."""
    forget_recovery_codes(db, person.id)
    codes = [f"{secrets.randbelow(10**RECOVERY_DIGITS):0{RECOVERY_DIGITS}d}" for _ in range(RECOVERY_CODES)]
    db.add_all(RecoveryCode(owner_id=person.id, code_hash=hash_of(person.id, code)) for code in codes)
    record(db, "recovery-codes-made", person.id, whence=visit.whence)
    return [in_fours(code) for code in codes]


def hash_of(person_id: UUID, code: str) -> bytes:
    return index_of(f"recovery:{person_id}:{code}")


def recovery_codes_left(db: Session, person_id: UUID) -> int:
    wanted = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.owner_id == person_id)
    return db.exec(wanted.where(col(RecoveryCode.used_at).is_(None))).one()


# --- taking away -----------------------------------------------------------------------------------------------------


def remove_codes(db: Session, visit: Visit, person: Person) -> None:
    """The app's codes are no longer asked for. `person` is locked."""
    if authenticator_of(db, person.id) is None:
        return
    db.execute(delete(Authenticator).where(col(Authenticator.owner_id) == person.id))
    note_removed(db, visit, person, "the app for codes", "authenticators")


def note_removed(
    db: Session, visit: Visit, person: Person, what: str, entity: str, entity_id: UUID | None = None
) -> None:
    """Recovery codes stand in for another proof: they go with the last one."""
    if not has_second_factor(db, person.id):
        forget_recovery_codes(db, person.id)
    facts = {"email": person.email, "what": what}
    record(
        db, "factor-removed", person.id, whence=visit.whence, entity=entity, entity_id=entity_id,
        old={"what": what}, facts=facts,
    )  # fmt: skip


def forget_recovery_codes(db: Session, person_id: UUID) -> None:
    db.execute(delete(RecoveryCode).where(col(RecoveryCode.owner_id) == person_id))


# --- being asked -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Accepted:
    """A code that was right, and whether it was one from paper."""

    by_recovery: bool = False


def accept(db: Session, visit: Visit, person: Person, code: str) -> Accepted | None:
    """Take a code of the app's or of the recovery codes, which is used up by that; None where it is not right."""
    digits = digits_in(code)
    if len(digits) == RECOVERY_DIGITS:
        return Accepted(by_recovery=True) if use_recovery_code(db, visit, person, digits) else None
    app = authenticator_of(db, person.id)
    return Accepted() if app and use_code(db, app, digits) else None


def use_code(db: Session, app: Authenticator, code: str) -> bool:
    """Whether this is a code of the app's that was not used before."""
    step = step_of(app.secret, digits_in(code), now())
    return step is not None and is_first(db, f"step:{app.id}:{step}", REMEMBERED)


def use_recovery_code(db: Session, visit: Visit, person: Person, digits: str) -> bool:
    unused = sa.update(RecoveryCode).where(
        col(RecoveryCode.owner_id) == person.id,
        col(RecoveryCode.code_hash) == hash_of(person.id, digits),
        col(RecoveryCode.used_at).is_(None),
    )
    if db.execute(unused.values(used_at=now())).rowcount != 1:  # type: ignore[attr-defined]
        return False
    left = recovery_codes_left(db, person.id)
    facts = {"email": person.email, "what": f"a recovery code; {left} are left", "left": left}
    record(db, "recovery-code-used", person.id, whence=visit.whence, new={"left": left}, facts=facts)
    return True
