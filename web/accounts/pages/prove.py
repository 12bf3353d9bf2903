"""Before something sensitive: the person shows once more who they are, and goes on with a new token.

The password and, where there is a second proof, its code; or a passkey alone. Who has an account elsewhere may also
sign in there once more: that way leads through the pages of the providers.
"""

from uuid import UUID

from anyio import to_thread
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from sqlmodel import Session

from web.accounts import passkeys
from web.accounts.actions import renew
from web.accounts.factors import accept
from web.accounts.forms import PasskeyForm, ProveForm
from web.accounts.limits import codes, proofs
from web.accounts.pages.account import registered
from web.accounts.pages.code import WRONG
from web.accounts.pages.passkeys import ASKED
from web.accounts.passkeys import Refused
from web.accounts.passwords import verify
from web.accounts.providers import providers
from web.accounts.queries import authenticator_of, has_second_factor, identities_of, passkeys_of, person_of
from web.accounts.tables import Person
from web.kit.events import record
from web.kit.forms import Reading
from web.kit.limits import Attempt, failures_count
from web.kit.pages import HTML, go_to, page
from web.kit.slips import use_slip
from web.kit.visits import Visit, in_transaction, safe_path


@get("/account/prove")
@in_transaction
def show_prove(db: Session, visit: Visit, next: FromQuery[str] = "") -> HTML:
    return ask_for_proof(db, visit, registered(db, visit), safe_path(next))


def ask_for_proof(
    db: Session, visit: Visit, person: Person, next: str, status: int = 200, reading: Reading | None = None,
    problem: str = "",
) -> HTML:  # fmt: skip
    return page(
        visit, "accounts/prove.html", status, person=person, next=next, reading=reading, problem=problem,
        needs_code=has_second_factor(db, person.id), has_codes=authenticator_of(db, person.id) is not None,
        passkeys=passkeys_of(db, person.id),
        identities=identities_of(db, person.id), providers=providers(visit.house.settings),
    )  # fmt: skip


# --- by password and code --------------------------------------------------------------------------------------------


@post("/account/prove")
async def prove(visit: NamedDependency[Visit]) -> HTML:
    return await to_thread.run_sync(_prove, visit)


def _prove(visit: Visit) -> HTML:
    """In steps, so that no connection is held while the password is hashed. The code comes last: it is used up."""
    reading = ProveForm.read(visit.posted)
    known, needs_code = visit.within(what_is_asked, visit)
    reading.need(password="Write your password.")
    if needs_code:
        reading.need(code="Write a code.")
    if reading.errors:
        return visit.within(not_proven, visit, reading)
    with failures_count(visit.house.database, proofs(visit)) as attempt:
        if not verify(reading.values["password"], known)[0]:
            reading.errors["password"] = "This is not your password."
            return visit.within(not_proven, visit, reading)
        attempt.succeeded()
    with failures_count(visit.house.database, codes(f"inside:{visit.person_id}") if needs_code else []) as attempt:
        return visit.within(take_proof, visit, reading, known, attempt)


def what_is_asked(db: Session, visit: Visit) -> tuple[str, bool]:
    """The hash of the password, and whether a code is needed beside it."""
    person = registered(db, visit)
    return person.password_hash, has_second_factor(db, person.id)


def take_proof(db: Session, visit: Visit, reading: Reading, known: str, attempt: Attempt) -> HTML:
    person = person_of(db, visit.person_id, lock=True)
    if person.password_hash != known:  # changed in another place, a moment ago
        reading.errors["password"] = "This is not your password."
        return not_proven(db, visit, reading)
    if has_second_factor(db, person.id) and not accept(db, visit, person, reading.values.get("code", "")):
        reading.errors["code"] = WRONG
        return not_proven(db, visit, reading)
    attempt.succeeded()
    return proven(db, visit, safe_path(reading.values.get("next")))


def not_proven(db: Session, visit: Visit, reading: Reading) -> HTML:
    return ask_for_proof(db, visit, registered(db, visit), safe_path(reading.values.get("next")), 422, reading)


# --- by passkey ------------------------------------------------------------------------------------------------------


@post("/account/prove/passkey")
async def prove_by_passkey(visit: NamedDependency[Visit]) -> HTML:
    return await to_thread.run_sync(_prove_by_passkey, visit)


def _prove_by_passkey(visit: Visit) -> HTML:
    person_id = visit.within(lambda db: registered(db, visit).id)
    with failures_count(visit.house.database, proofs(visit)) as attempt:
        return visit.within(take_passkey, visit, person_id, attempt)


def take_passkey(db: Session, visit: Visit, person_id: UUID, attempt: Attempt) -> HTML:
    reading = PasskeyForm.read(visit.posted)
    next_ = safe_path(reading.values.get("next"))
    asked = use_slip(visit, ASKED)
    try:
        if asked is None:
            raise Refused("That took a while, so please try once more.")
        passkeys.recognise(db, visit, reading.values.get("credential", ""), asked["challenge"], only=person_id)
    except Refused as refused:
        return ask_for_proof(db, visit, registered(db, visit), next_, 422, problem=str(refused))
    attempt.succeeded()
    return proven(db, visit, next_)


def proven(db: Session, visit: Visit, next_: str) -> HTML:
    """Back to what was wanted. The token changes with the privilege."""
    person = person_of(db, visit.person_id)
    cookie = renew(db, visit, person)
    record(db, "proved", person.id, whence=visit.whence)
    return go_to(visit, next_ or "/account", cookies=[cookie])


routes = [show_prove, prove, prove_by_passkey]
