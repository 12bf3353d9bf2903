"""Signing in, the second step: a code of the app's, a recovery code, or a passkey.

Until it is taken, nobody is signed in: what the first step proved is written on a slip that this browser alone has.
"""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from anyio import to_thread
from litestar import get, post
from litestar.di import NamedDependency
from sqlmodel import Session

from web.accounts.factors import accept
from web.accounts.forms import CodeForm
from web.accounts.limits import codes
from web.accounts.pages.sign_in import HALF, ask_to_sign_in, let_through
from web.accounts.queries import authenticator_of, passkeys_of, person_of
from web.accounts.tables import Method, Person
from web.db import act_as
from web.kit.events import record
from web.kit.forms import Reading
from web.kit.limits import Attempt, failures_count
from web.kit.pages import HTML, go_to, page
from web.kit.slips import read_slip, use_slip
from web.kit.visits import Visit, in_transaction

AGAIN = "That took a while, so please begin again."
WRONG = "This code is not right, or it was used already. Look at the next one."


@get("/sign-in/code")
@in_transaction
def show_code(db: Session, visit: Visit) -> HTML:
    half = read_slip(visit, HALF)
    return ask_for_code(db, visit, half) if half else go_to(visit, "/sign-in")


def ask_for_code(
    db: Session, visit: Visit, half: dict[str, Any], status: int = 200, reading: Reading | None = None
) -> HTML:
    person_id = UUID(half["person_id"])
    act_as(db, person_id)
    return page(
        visit, "accounts/code.html", status, reading=reading, next=half["next"],
        has_codes=authenticator_of(db, person_id) is not None, has_passkeys=bool(passkeys_of(db, person_id)),
    )  # fmt: skip


@post("/sign-in/code")
async def sign_in_with_code(visit: NamedDependency[Visit]) -> HTML:
    return await to_thread.run_sync(_try_code, visit)


def _try_code(visit: Visit) -> HTML:
    half = read_slip(visit, HALF)
    if half is None:
        return visit.within(lambda db: ask_to_sign_in(visit, 422, problem=AGAIN))
    reading = CodeForm.read(visit.posted)
    reading.need(code="Write the code.")
    if reading.errors:
        return visit.within(ask_for_code, visit, half, 422, reading)
    with failures_count(visit.house.database, codes(half["person_id"])) as attempt:
        return visit.within(go_through, visit, half, reading, attempt)


def go_through(db: Session, visit: Visit, half: dict[str, Any], reading: Reading, attempt: Attempt) -> HTML:
    act_as(db, UUID(half["person_id"]))
    person = person_of(db, UUID(half["person_id"]), lock=True)
    if not still_holds(person, half):
        return ask_to_sign_in(visit, 422, problem=AGAIN)
    accepted = accept(db, visit, person, reading.values["code"])
    if accepted is None:
        record(db, "code-refused", person.id, whence=visit.whence)
        reading.errors["code"] = WRONG
        return ask_for_code(db, visit, half, 422, reading)
    attempt.succeeded()
    if use_slip(visit, HALF) is None:
        return ask_to_sign_in(visit, 422, problem=AGAIN)
    next_ = recovered(half["next"]) if accepted.by_recovery else half["next"]
    return let_through(db, visit, person, Method(half["method"]), half["stay"], next_)


def still_holds(person: Person, half: dict[str, Any]) -> bool:
    """Whether the first proof is still one: a password that was changed since is not, nor a door that was closed."""
    changed = person.password_changed_at
    return person.disabled_at is None and (changed is None or changed <= datetime.fromisoformat(half["at"]))


def recovered(next_: str) -> str:
    """Who had to take a recovery code is shown how many are left, and goes on from there."""
    return f"/account/factors?{urlencode({'done': 'recovered', **({'next': next_} if next_ else {})})}"


routes = [show_code, sign_in_with_code]
