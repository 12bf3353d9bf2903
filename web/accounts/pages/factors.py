"""The second proof: an app for codes, recovery codes, passkeys. All of it is shown and changed only after a proof."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromQuery
from sqlmodel import Session

from web.accounts import factors
from web.accounts.devices import device
from web.accounts.forms import CodeForm
from web.accounts.queries import authenticator_of, has_second_factor, passkeys_of, person_of
from web.accounts.tables import Authenticator, Person
from web.kit.forms import Reading
from web.kit.pages import HTML, go_to, page
from web.kit.visits import Visit, in_transaction, safe_path

DONE = {
    "codes": "From now on a code is asked for when you sign in with your password.",
    "passkey": "The passkey is kept. You can sign in with it alone.",
    "renamed": "The passkey has its new name.",
    "removed": "Removed. It opens nothing any more.",
    "recovered": "You came in with a recovery code, which is used up by that.",
}


@get("/account/factors")
@in_transaction
def show_factors(db: Session, visit: Visit, done: FromQuery[str] = "", next: FromQuery[str] = "") -> HTML:
    visit.need_proof()
    person = person_of(db, visit.person_id)
    return show_state(db, visit, person, done=DONE.get(done, ""), next=safe_path(next))


def show_state(
    db: Session, visit: Visit, person: Person, status: int = 200, done: str = "", problem: str = "", next: str = "",
    reading: Reading | None = None, renaming: UUID | None = None,
) -> HTML:  # fmt: skip
    state: dict[str, Any] = {
        "app": authenticator_of(db, person.id),
        "passkeys": passkeys_of(db, person.id),
        "left": factors.recovery_codes_left(db, person.id),
        "device": device(visit.whence.agent),
    }
    return page(
        visit, "accounts/factors.html", status, done=done, problem=problem, next=next, reading=reading,
        renaming=renaming, **state,
    )  # fmt: skip


# --- the app ---------------------------------------------------------------------------------------------------------


@post("/account/factors/app")
@in_transaction
def begin(db: Session, visit: Visit) -> HTML:
    visit.need_proof()
    factors.begin_codes(db, person_of(db, visit.person_id, lock=True))
    return go_to(visit, "/account/factors/app")


@get("/account/factors/app")
@in_transaction
def show_begun(db: Session, visit: Visit) -> HTML:
    visit.need_proof()
    app = factors.begun(db, visit.person_id)
    return show_app(db, visit, app) if app else go_to(visit, "/account/factors")


def show_app(db: Session, visit: Visit, app: Authenticator, status: int = 200, reading: Reading | None = None) -> HTML:
    address = factors.address_of(app.secret, person_of(db, visit.person_id).email)
    return page(
        visit, "accounts/app.html", status, reading=reading, address=address, picture=factors.picture_of(address),
        secret=factors.in_fours(app.secret),
    )  # fmt: skip


@post("/account/factors/app/confirm")
@in_transaction
def confirm(db: Session, visit: Visit) -> HTML:
    """A first right code shows that the app has the secret, and that both clocks agree."""
    visit.need_proof()
    person = person_of(db, visit.person_id, lock=True)
    app = factors.begun(db, person.id)
    if app is None:
        return go_to(visit, "/account/factors")
    reading = CodeForm.read(visit.posted)
    reading.need(code="Write the six digits that the app shows.")
    if not reading.errors and not factors.use_code(db, app, reading.values["code"]):
        reading.errors["code"] = "This code is not right. If the next one is not either, look at your device’s clock."
    if reading.errors:
        return show_app(db, visit, app, 422, reading)
    codes = factors.confirm_codes(db, visit, person, app)
    return show_codes_once(visit, codes) if codes else go_to(visit, "/account/factors?done=codes")


@post("/account/factors/app/remove")
@in_transaction
def remove(db: Session, visit: Visit) -> HTML:
    visit.need_proof()
    factors.remove_codes(db, visit, person_of(db, visit.person_id, lock=True))
    return go_to(visit, "/account/factors?done=removed")


# --- recovery codes --------------------------------------------------------------------------------------------------


@post("/account/factors/recovery")
@in_transaction
def make_recovery(db: Session, visit: Visit) -> HTML:
    visit.need_proof()
    person = person_of(db, visit.person_id, lock=True)
    if not has_second_factor(db, person.id):
        return go_to(visit, "/account/factors")
    return show_codes_once(visit, factors.make_recovery_codes(db, visit, person))


def show_codes_once(visit: Visit, codes: list[str]) -> HTML:
    """The answer to the POST itself: the codes are in no address and no row that could show them again."""
    return page(visit, "accounts/codes.html", codes=codes)


routes = [show_factors, begin, show_begun, confirm, remove, make_recovery]
