"""Signing in with a password, and signing out."""

from typing import Any
from uuid import UUID

from anyio import to_thread
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from sqlmodel import Session

from web.accounts.actions import ERASED_DAYS, admit, is_past_coming_back
from web.accounts.addresses import index_of_address
from web.accounts.forms import SignInForm
from web.accounts.limits import guesses
from web.accounts.passwords import verify
from web.accounts.providers import providers
from web.accounts.queries import has_second_factor, owner_by, person_of
from web.accounts.tables import Method, Person, SignIn
from web.db import act_as
from web.kit.clock import now
from web.kit.events import record
from web.kit.forms import Reading
from web.kit.limits import failures_count
from web.kit.pages import HTML, go_to, page
from web.kit.slips import drop_slip, give_slip, read_slip, use_slip
from web.kit.visits import Visit, in_transaction, safe_path

HOME = "/profile/steps"  # where one goes on who came from nowhere
HALF = "half"  # the slip of somebody whose second factor is still to come
BACK = "back"  # the slip of somebody who had left
NOBODY = UUID(int=0)
CHANGED = "Your password is changed. Sign in with it."
WRONG = "This address and this password do not belong together."


# --- the page --------------------------------------------------------------------------------------------------------


@get("/sign-in")
@in_transaction
def show_sign_in(db: Session, visit: Visit, next: FromQuery[str] = "", changed: FromQuery[str] = "") -> HTML:
    if visit.caller and not visit.caller.is_guest:
        return go_to(visit, safe_path(next) or HOME)
    return ask_to_sign_in(visit, next=safe_path(next), done=CHANGED if changed else "")


def ask_to_sign_in(
    visit: Visit, status: int = 200, reading: Reading | None = None, problem: str = "", next: str = "", done: str = ""
) -> HTML:
    context: dict[str, Any] = {"reading": reading, "problem": problem, "next": next, "done": done}
    return page(visit, "accounts/sign_in.html", status, providers=providers(visit.house.settings), **context)


@post("/sign-in")
async def sign_in_with_password(visit: NamedDependency[Visit]) -> HTML:
    return await to_thread.run_sync(_sign_in, visit)


def _sign_in(visit: Visit) -> HTML:
    """Three steps, so that no connection is held while the password is hashed."""
    reading = SignInForm.read(visit.posted)
    reading.need(email="Write your address.", password="Write your password.")
    next_ = safe_path(reading.values.get("next"))
    if reading.errors:
        return visit.within(lambda db: ask_to_sign_in(visit, 422, reading, next=next_))
    email, password = reading.values["email"], reading.values["password"]
    with failures_count(visit.house.database, guesses(visit, email)) as attempt:
        person_id, known = visit.within(known_password, email)
        is_right, better = verify(password, known)
        if not is_right or person_id is None:
            return visit.within(refuse, visit, person_id, reading, next_)
        attempt.succeeded()
    stay = bool(reading.values.get("stay"))
    return visit.within(go_in, visit, person_id, known, better, stay, next_)


def known_password(db: Session, email: str) -> tuple[UUID | None, str]:
    """Whose address this is, and the hash of their password; nothing where there is nobody, or none was set."""
    person_id = owner_by(db, "address", index_of_address(email)) or NOBODY
    act_as(db, person_id)
    person = db.get(Person, person_id)
    if person is None or person.is_guest:
        return None, ""
    return person.id, person.password_hash


def refuse(db: Session, visit: Visit, person_id: UUID | None, reading: Reading, next_: str) -> HTML:
    """The same words whoever is meant; the owner of the account finds the attempt in their own history."""
    act_as(db, person_id or NOBODY)
    if person_id:
        record(db, "sign-in-failed", person_id, whence=visit.whence)
    return ask_to_sign_in(visit, 422, reading, WRONG, next_)


def go_in(db: Session, visit: Visit, person_id: UUID, known: str, better: str | None, stay: bool, next_: str) -> HTML:
    act_as(db, person_id)
    person = person_of(db, person_id, lock=True)
    if person.password_hash != known:  # changed in another place, a moment ago
        return ask_to_sign_in(visit, 422, problem=WRONG, next=next_)
    if better:
        person.password_hash = better
    return let_in(db, visit, person, Method.PASSWORD, stay, next_)


def let_in(db: Session, visit: Visit, person: Person, method: Method, stay: bool, next_: str) -> HTML:
    """On from the first proof: to the second factor where there is one, to the way back for who had left, or inside.
    The transaction runs in the person's name."""
    if person.disabled_at:
        return ask_to_sign_in(visit, 403, problem="This account is closed. Write to us if that is a mistake.")
    half = {"person_id": person.id, "method": method.value, "stay": stay, "next": next_, "at": now().isoformat()}
    if method is not Method.PASSKEY and has_second_factor(db, person.id):
        return go_to(visit, "/sign-in/code", cookies=[give_slip(visit, HALF, half)])
    return let_through(db, visit, person, method, stay, next_)


def let_through(db: Session, visit: Visit, person: Person, method: Method, stay: bool, next_: str) -> HTML:
    """The person has shown all there is to show."""
    if is_past_coming_back(person):
        return ask_to_sign_in(visit, 403, problem="This account was left for good, and is being erased.")
    if person.erased_at:
        back = {"person_id": person.id, "method": method.value, "stay": stay, "next": next_}
        return go_to(visit, "/sign-in/back", cookies=[give_slip(visit, BACK, back), drop_slip(visit, HALF)])
    cookie = admit(db, visit, person, method, stay)
    return go_to(visit, next_ or HOME, cookies=[cookie, drop_slip(visit, HALF), drop_slip(visit, BACK)])


# --- who had left, and comes back ------------------------------------------------------------------------------------


@get("/sign-in/back")
@in_transaction
def show_way_back(db: Session, visit: Visit) -> HTML:
    said = read_slip(visit, BACK)
    if said is None:
        return go_to(visit, "/sign-in")
    act_as(db, UUID(said["person_id"]))
    person = person_of(db, UUID(said["person_id"]))
    if person.erased_at is None:
        return go_to(visit, "/sign-in")
    left = ERASED_DAYS - (now() - person.erased_at).days
    return page(visit, "accounts/come_back.html", left=left)


@post("/sign-in/back")
@in_transaction
def come_back(db: Session, visit: Visit) -> HTML:
    """Everything is there again as it was."""
    said = use_slip(visit, BACK)
    if said is None:
        return go_to(visit, "/sign-in")
    person_id = UUID(said["person_id"])
    act_as(db, person_id)
    person = person_of(db, person_id, lock=True)
    if person.erased_at is not None:
        person.erased_at = None
        record(db, "came-back", person.id, whence=visit.whence, facts={"email": person.email})
    return let_through(db, visit, person, Method(said["method"]), said["stay"], said["next"])


# --- out -------------------------------------------------------------------------------------------------------------


@post("/sign-out")
@in_transaction
def sign_out(db: Session, visit: Visit) -> HTML:
    """Out of this browser, which forgets what it kept of us. A guest has no other way in, and so stays."""
    if visit.caller is None or visit.caller.is_guest:
        return go_to(visit, "/")
    row = db.get(SignIn, visit.caller.sign_in_id)
    if row is not None and row.owner_id == visit.person_id:
        db.delete(row)
        record(db, "signed-out", visit.person_id, whence=visit.whence)
    answer = go_to(visit, "/")
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer


routes = [show_sign_in, sign_in_with_password, show_way_back, come_back, sign_out]
