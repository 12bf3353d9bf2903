"""Passkeys: signing in with one, and keeping them.

The browser fetches the question, lets the device answer it, and sends the answer in an ordinary form. The challenge
waits on a slip and is good for one answer.
"""

from uuid import UUID

from anyio import to_thread
from litestar import MediaType, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session

from web.accounts import passkeys
from web.accounts.devices import device
from web.accounts.factors import recovery_codes_if_none
from web.accounts.forms import PasskeyForm
from web.accounts.limits import passkeys as passkey_limits
from web.accounts.pages.factors import show_codes_once, show_state
from web.accounts.pages.sign_in import ask_to_sign_in, let_in
from web.accounts.passkeys import Refused
from web.accounts.queries import passkeys_of, person_of
from web.accounts.tables import Method
from web.kit.forms import Reading
from web.kit.limits import Attempt, failures_count
from web.kit.pages import HTML, go_to
from web.kit.slips import give_slip, use_slip
from web.kit.visits import Visit, in_transaction, safe_path

ASKED = "passkey"  # the slip with the challenge that a passkey is to answer
MAKING = "new-passkey"  # and the one with the challenge for a new passkey


# --- signing in ------------------------------------------------------------------------------------------------------


@post("/sign-in/passkey/ask")
@in_transaction
def ask(db: Session, visit: Visit) -> HTML:
    """The question to a passkey. Who is signed in is asked for one of their own."""
    mine = passkeys_of(db, visit.person_id) if visit.caller else []
    options, challenge = passkeys.ask_for_one(visit.house.settings, mine)
    return question(visit, options, ASKED, {"challenge": challenge})


def question(visit: Visit, options: str, slip: str, said: dict[str, str]) -> HTML:
    return Response(options, status_code=200, media_type=MediaType.JSON, cookies=[give_slip(visit, slip, said)])


@post("/sign-in/passkey")
async def sign_in_with_passkey(visit: NamedDependency[Visit]) -> HTML:
    return await to_thread.run_sync(_try_passkey, visit)


def _try_passkey(visit: Visit) -> HTML:
    reading = PasskeyForm.read(visit.posted)
    with failures_count(visit.house.database, passkey_limits(visit)) as attempt:
        return visit.within(go_in_with, visit, reading, attempt)


def go_in_with(db: Session, visit: Visit, reading: Reading, attempt: Attempt) -> HTML:
    next_ = safe_path(reading.values.get("next"))
    asked = use_slip(visit, ASKED)
    if asked is None:
        return ask_to_sign_in(visit, 422, problem="That took a while, so please try once more.", next=next_)
    try:
        person = passkeys.recognise(db, visit, reading.values.get("credential", ""), asked["challenge"])
    except Refused as refused:
        return ask_to_sign_in(visit, 422, problem=str(refused), next=next_)
    attempt.succeeded()
    return let_in(db, visit, person, Method.PASSKEY, True, next_)


# --- keeping them ----------------------------------------------------------------------------------------------------


@post("/account/passkeys/ask")
@in_transaction
def ask_for_new(db: Session, visit: Visit) -> HTML:
    visit.need_proof()
    person = person_of(db, visit.person_id)
    options, challenge = passkeys.ask_for_new(visit.house.settings, person, passkeys_of(db, person.id))
    return question(visit, options, MAKING, {"challenge": challenge, "person_id": str(person.id)})


@post("/account/passkeys")
@in_transaction
def add(db: Session, visit: Visit) -> HTML:
    visit.need_proof()
    person = person_of(db, visit.person_id, lock=True)
    reading = PasskeyForm.read(visit.posted)
    asked = use_slip(visit, MAKING)
    if asked is None or asked["person_id"] != str(person.id):
        return show_state(db, visit, person, 422, problem="That took a while, so please try once more.")
    name = reading.values.get("name") or device(visit.whence.agent)
    try:
        passkeys.take_new(db, visit, person, reading.values.get("credential", ""), asked["challenge"], name)
    except Refused as refused:
        return show_state(db, visit, person, 422, problem=str(refused))
    if codes := recovery_codes_if_none(db, visit, person):
        return show_codes_once(visit, codes)
    return go_to(visit, "/account/factors?done=passkey")


@post("/account/passkeys/{passkey_id:uuid}/name")
@in_transaction
def rename(db: Session, visit: Visit, passkey_id: FromPath[UUID]) -> HTML:
    visit.need_proof()
    passkey = passkeys.passkey_of(db, visit.person_id, passkey_id)
    reading = PasskeyForm.read(visit.posted)
    reading.need(name="Write a name.")
    if reading.errors:
        return show_state(db, visit, person_of(db, visit.person_id), 422, reading=reading, renaming=passkey_id)
    passkeys.rename(db, visit, passkey, reading.values["name"])
    return go_to(visit, "/account/factors?done=renamed")


@post("/account/passkeys/{passkey_id:uuid}/remove")
@in_transaction
def remove(db: Session, visit: Visit, passkey_id: FromPath[UUID]) -> HTML:
    visit.need_proof()
    person = person_of(db, visit.person_id, lock=True)
    try:
        passkeys.remove(db, visit, person, passkeys.passkey_of(db, person.id, passkey_id))
    except Refused as refused:
        return show_state(db, visit, person, 422, problem=str(refused))
    return go_to(visit, "/account/factors?done=removed")


routes = [ask, sign_in_with_passkey, ask_for_new, add, rename, remove]
