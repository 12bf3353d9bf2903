"""Becoming somebody: a guest starts, a guest registers, a browser is signed in, somebody leaves."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from litestar.datastructures import Cookie
from sqlmodel import Session, col, delete, select
from uuid_utils.compat import uuid7

from web.accounts.addresses import index_of_address
from web.accounts.devices import unversioned
from web.accounts.tables import Method, Person, SignIn, new_event_key
from web.accounts.tokens import TOKEN_BYTES
from web.db import act_as, hash_token
from web.kit.clock import now
from web.kit.events import Event, details_of, record
from web.kit.files import Files
from web.kit.house import House
from web.kit.tasks import send
from web.kit.visits import Visit, cookie_name

GUEST_DAYS = 30
STAY_DAYS = 7  # a sign-in that was asked to stay
SHORT_HOURS = 12  # one that was not; it also ends with the browser
IDLE_HOURS = 2  # and when nobody was seen there for so long
ERASED_DAYS = 30  # from leaving to being gone
MOST_COOKIE_DAYS = 400  # browsers keep none for longer
MOST_REMEMBERED = 100  # sign-ins by whose browsers a new device is told from a known one


def start_guest(db: Session, visit: Visit, name: str = "", language: str = "en") -> tuple[Person, Cookie]:
    """A new guest with the beginnings of a career, and their browser's cookie. The rest of the transaction runs in
    their name."""
    guest = Person(id=uuid7())
    act_as(db, guest.id)
    db.add(guest)
    db.flush()
    record(db, "began", guest.id, whence=visit.whence, facts={"name": name, "language": language})
    return guest, sign_in(db, visit, guest, Method.GUEST)


def sign_in(db: Session, visit: Visit, person: Person, method: Method, stay: bool = True) -> Cookie:
    """A fresh token, never one the browser brought; only its hash is kept."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    lasts = lifetime(method, stay)
    db.add(
        SignIn(
            owner_id=person.id, token_hash=hash_token(token), expires_at=now() + lasts.whole,
            idle_seconds=int(lasts.idle.total_seconds()), method=method, agent=visit.whence.agent,
            address=visit.address, seen_at=now(), proved_at=now(),
        )
    )  # fmt: skip
    db.flush()
    return cookie_for(visit.house, token, lasts.cookie)


@dataclass(frozen=True)
class Lifetime:
    """How long a sign-in lasts at most, how long nobody may be seen, and how long the browser keeps its cookie."""

    whole: timedelta
    idle: timedelta
    cookie: timedelta | None


def lifetime(method: Method, stay: bool) -> Lifetime:
    if method is Method.GUEST:
        most = timedelta(days=MOST_COOKIE_DAYS)
        return Lifetime(most, timedelta(days=GUEST_DAYS), most)
    if stay:
        week = timedelta(days=STAY_DAYS)
        return Lifetime(week, week, week)
    return Lifetime(timedelta(hours=SHORT_HOURS), timedelta(hours=IDLE_HOURS), None)


def cookie_for(house: House, token: str, kept: timedelta | None) -> Cookie:
    """The browser's cookie; without `kept` it goes when the browser is closed."""
    return Cookie(
        key=cookie_name(house), value=token, path="/", max_age=int(kept.total_seconds()) if kept else None,
        httponly=True, samesite="lax", secure=house.settings.is_https,
    )  # fmt: skip


# --- from guest to person --------------------------------------------------------------------------------------------


def register(db: Session, visit: Visit, guest: Person, email: str, password_hash: str = "") -> None:
    """A guest becomes a person with a proven address; all they made is theirs already. Every browser they were in as a
    guest is signed out. `guest` is locked. Raises IntegrityError where the address was taken a moment ago."""
    guest.registered_at = now()
    guest.event_key = guest.event_key or new_event_key()  # none has who began before there was a trail
    guest.email, guest.email_index = email, index_of_address(email)
    guest.password_hash = password_hash
    guest.password_changed_at = now() if password_hash else None
    end_sign_ins(db, guest.id)
    record(db, "registered", guest.id, whence=visit.whence, facts={"email": email})


def admit(db: Session, visit: Visit, person: Person, method: Method, stay: bool) -> Cookie:
    """Sign this browser in as a registered person, who has proved who they are. What a guest made in it comes along,
    once; whoever else was signed in here no longer is."""
    carried = bring_along(db, visit, person)
    act_as(db, person.id)
    is_new = is_new_device(db, visit, person)
    person.signed_in_at = now()
    cookie = sign_in(db, visit, person, method, stay)
    facts = {"is_new": is_new, "method": method.value, "email": person.email, **visit.whence.__dict__}
    record(db, "signed-in", person.id, whence=visit.whence, new={"method": method.value}, facts=facts)
    if carried:
        record(
            db,
            "work-came-along",
            person.id,
            whence=visit.whence,
            new=carried,
            facts={"carried": carried, **visit.whence.__dict__},
        )
    return cookie


def bring_along(db: Session, visit: Visit, person: Person) -> dict[str, int]:
    """Move a guest's work from this browser to the person: how many rows of each kind, none where the guest had not
    written a word. Ends whatever sign-in the browser had."""
    caller = visit.caller
    if caller is None:
        return {}
    if not caller.is_guest or caller.person_id == person.id:
        act_as(db, caller.person_id)
        db.execute(delete(SignIn).where(col(SignIn.id) == caller.sign_in_id))
        return {}
    carried: dict[str, int] | None = db.scalar(_ADOPT, {"guest": caller.person_id, "person": person.id})
    if carried is None:  # another request brought it along a moment ago
        return {}
    send(db, "forget_files", owner_id=caller.person_id, heir_id=person.id)
    return carried


_ADOPT = sa.text("select adopt_all(:guest, :person)")


def is_new_device(db: Session, visit: Visit, person: Person) -> bool:
    """Whether the person was here before, but never with a browser that describes itself so. The trail remembers the
    browsers that signed out; their versions, which change by themselves, do not count."""
    if person.signed_in_at is None:
        return False
    past = select(Event).where(Event.owner_id == person.id, Event.action == "signed-in")
    latest = db.exec(past.order_by(col(Event.at).desc()).limit(MOST_REMEMBERED))
    details = details_of(latest, person.event_key)
    return unversioned(visit.whence.agent) not in {unversioned(each.get("agent", "")) for each in details.values()}


def end_sign_ins(db: Session, person_id: UUID, but: UUID | None = None) -> int:
    """Sign a person out everywhere, or everywhere but here; returns in how many places."""
    wanted = delete(SignIn).where(col(SignIn.owner_id) == person_id)
    return db.execute(wanted.where(col(SignIn.id) != but) if but else wanted).rowcount  # type: ignore[attr-defined,no-any-return]


def renew(db: Session, visit: Visit, person: Person) -> Cookie:
    """A new token for this browser, whose person has just proved who they are once more."""
    assert visit.caller
    row = db.exec(select(SignIn).where(SignIn.owner_id == person.id, SignIn.id == visit.caller.sign_in_id)).one()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row.token_hash, row.proved_at = hash_token(token), now()
    kept = None if row.idle_seconds == IDLE_HOURS * 3_600 else row.expires_at - now()
    return cookie_for(visit.house, token, kept)


# --- leaving ---------------------------------------------------------------------------------------------------------


def leave(db: Session, visit: Visit, person: Person) -> None:
    """Gone from every page at once, back by signing in for ERASED_DAYS. `person` is locked."""
    person.erased_at = now()
    end_sign_ins(db, person.id)
    record(db, "left", person.id, whence=visit.whence, facts={"email": person.email})


def is_past_coming_back(person: Person) -> bool:
    """Whether the month is over, even where the worker did not come by yet."""
    return person.erased_at is not None and person.erased_at <= now() - timedelta(days=ERASED_DAYS)


def erase_guest(db: Session, visit: Visit, guest: Person) -> None:
    """Nothing could bring a guest back, so everything goes now; once more a little later, for the sheet that was being
    set at this very moment."""
    erase(db, visit.house.files, guest)
    send(db, "forget_files", at=now() + timedelta(minutes=5), owner_id=guest.id)


def erase(db: Session, files: Files, person: Person) -> None:
    """Everything of a person's, files first: killed half-way, the next run finds the row and finishes. That it happened
    stays in the trail, whose key goes with the row."""
    files.delete_under(f"people/{person.id}")
    db.execute(_FORGET_ERRANDS, {"person": person.id})
    record(db, "erased", person.id)
    db.exec(delete(Person).where(col(Person.id) == person.id))


_FORGET_ERRANDS = sa.text("select forget_errands(:person)")
