"""A password that was forgotten, and a new one."""

from anyio import to_thread
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from sqlmodel import Session

from web.accounts import limits, tokens
from web.accounts.actions import end_sign_ins
from web.accounts.addresses import index_of_address
from web.accounts.forms import EMailForm, LinkForm, NewPasswordForm, key_in
from web.accounts.passwords import hash_password, problem_with
from web.accounts.queries import person_of
from web.accounts.tables import Person, Purpose
from web.kit.clock import now
from web.kit.events import record
from web.kit.forms import Reading
from web.kit.limits import forget
from web.kit.pages import HTML, go_to, page
from web.kit.tasks import enclose, send
from web.kit.visits import Visit, in_transaction

NOBODY = "00000000-0000-0000-0000-000000000000"
OVER = "This link is over: it was used, a newer letter replaced it, or it waited too long. Ask for a new one."


# --- forgotten -------------------------------------------------------------------------------------------------------


@get("/forgot")
@in_transaction
def show_forgot(db: Session, visit: Visit) -> HTML:
    return page(visit, "accounts/forgot.html", reading=None, is_sent=False)


@post("/forgot")
@in_transaction
def forgot(db: Session, visit: Visit) -> HTML:
    """The same answer for every address; the worker knows whether there is anybody to write to."""
    reading = EMailForm.read(visit.posted)
    reading.need(email="Write your address.")
    if reading.errors:
        return page(visit, "accounts/forgot.html", 422, reading=reading, is_sent=False)
    email = reading.values["email"]
    visit.count("letters", *limits.MOST_LETTERS_FROM, by=visit.address)
    visit.count("reset", *limits.MOST_RESETS, by=index_of_address(email).hex())
    send(db, "answer_reset", owner_id=NOBODY, said=enclose(email=email))
    return go_to(visit, "/forgot/letter")


@get("/forgot/letter")
@in_transaction
def reset_is_on_its_way(db: Session, visit: Visit) -> HTML:
    return page(visit, "accounts/forgot.html", reading=None, is_sent=True)


@get("/reset")
@in_transaction
def show_reset(db: Session, visit: Visit, key: FromQuery[str] = "") -> HTML:
    return ask_for_new(db, visit, key=key_in(key))


@post("/reset")
async def reset(visit: NamedDependency[Visit]) -> HTML:
    return await to_thread.run_sync(_reset, visit)


def _reset(visit: Visit) -> HTML:
    """A reset does not sign in: the new password, and the second factor where there is one, still do that."""
    reading = LinkForm.read(visit.posted)
    key = reading.values.get("key", "")
    email = visit.within(whose_link, key)
    if email is None:
        return visit.within(ask_for_new, visit, 422, problem=OVER)
    if not check_new(reading, email):
        return visit.within(ask_for_new, visit, 422, reading, key)
    if not visit.within(set_password_by_key, visit, key, hash_password(reading.values["password"])):
        return visit.within(ask_for_new, visit, 422, problem=OVER)
    forget(visit.house.database, f"password:{index_of_address(email).hex()}")
    return go_to(visit, "/sign-in?changed=1")


def ask_for_new(
    db: Session, visit: Visit, status: int = 200, reading: Reading | None = None, key: str = "", problem: str = ""
) -> HTML:
    return page(visit, "accounts/reset.html", status, reading=reading, key=key, problem=problem)


def whose_link(db: Session, key: str) -> str | None:
    found = tokens.find(db, key, Purpose.RESET)
    return found[0].email if found else None


def set_password_by_key(db: Session, visit: Visit, key: str, password_hash: str) -> bool:
    redeemed = tokens.redeem(db, key, Purpose.RESET)
    if redeemed is None:
        return False
    person, _ = redeemed
    take_password(db, visit, person, password_hash)
    return True


def check_new(reading: Reading, *personal: str) -> bool:
    """Whether the new password will do; words for what is wrong stand in the reading."""
    reading.need(password="Choose a password.")
    if not reading.errors and (problem := problem_with(reading.values["password"], personal)):
        reading.errors["password"] = problem
    return not reading.errors


def take_password(db: Session, visit: Visit, person: Person, password_hash: str) -> None:
    """From now on this is the password, and every other browser is signed out."""
    here = visit.caller.sign_in_id if visit.caller and visit.caller.person_id == person.id else None
    person.password_hash, person.password_changed_at = password_hash, now()
    ended = end_sign_ins(db, person.id, but=here)
    facts = {"email": person.email, "ended": ended, **visit.whence.__dict__}
    record(db, "password-changed", person.id, whence=visit.whence, facts=facts)


# --- changed from inside ---------------------------------------------------------------------------------------------


@get("/account/password")
@in_transaction
def show_change_password(db: Session, visit: Visit) -> HTML:
    visit.need_proof()
    person = person_of(db, visit.person_id)
    return page(visit, "accounts/change_password.html", reading=None, has_one=bool(person.password_hash))


@post("/account/password")
async def change_password(visit: NamedDependency[Visit]) -> HTML:
    return await to_thread.run_sync(_change_password, visit)


def _change_password(visit: Visit) -> HTML:
    email, has_one = visit.within(_known, visit)
    reading = NewPasswordForm.read(visit.posted)
    if not check_new(reading, email):
        return visit.within(
            lambda db: page(visit, "accounts/change_password.html", 422, reading=reading, has_one=has_one)
        )
    password_hash = hash_password(reading.values["password"])
    return visit.within(_take_mine, visit, password_hash)


def _known(db: Session, visit: Visit) -> tuple[str, bool]:
    visit.need_proof()
    person = person_of(db, visit.person_id)
    return person.email, bool(person.password_hash)


def _take_mine(db: Session, visit: Visit, password_hash: str) -> HTML:
    visit.need_proof()
    take_password(db, visit, person_of(db, visit.person_id, lock=True), password_hash)
    return go_to(visit, "/account?done=password")


routes = [
    show_forgot, forgot, reset_is_on_its_way, show_reset, reset, show_change_password, change_password,
]  # fmt: skip
