"""Signing up: an address and a password, a letter, and the proof that both belong to one person.

A stranger learns nothing: whatever the address, the answer is the same and takes as long, because who has it is found
out by the worker. Only who holds the letter *and* knows the password comes in, so nobody can prepare an account for
somebody else's address.
"""

from anyio import to_thread
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from web.accounts import limits, tokens
from web.accounts.actions import register, start_guest
from web.accounts.addresses import index_of_address
from web.accounts.forms import LinkForm, SignUpForm, key_in
from web.accounts.pages.sign_in import let_in
from web.accounts.passwords import hash_password, problem_with, strength, verify
from web.accounts.providers import providers
from web.accounts.tables import Method, Purpose
from web.kit.forms import Reading
from web.kit.limits import failures_count
from web.kit.pages import HTML, go_to, page, part
from web.kit.tasks import enclose, send
from web.kit.visits import Visit, in_transaction


@get("/sign-up")
@in_transaction
def show_sign_up(db: Session, visit: Visit) -> HTML:
    if visit.caller and not visit.caller.is_guest:
        return go_to(visit, "/account")
    return ask_to_sign_up(visit)


def ask_to_sign_up(visit: Visit, status: int = 200, reading: Reading | None = None) -> HTML:
    return page(visit, "accounts/sign_up.html", status, reading=reading, providers=providers(visit.house.settings))


@post("/sign-up/strength")
async def say_strength(visit: NamedDependency[Visit]) -> HTML:
    """How good the password is that is being typed, in a sentence."""
    reading = SignUpForm.read(visit.posted)
    password, email = reading.values.get("password", ""), str(reading.raw.get("email") or "")
    words = await to_thread.run_sync(strength, password, [email] if email else [])
    return part(visit, "accounts/_strength.html", words=words)


@post("/sign-up")
async def sign_up(visit: NamedDependency[Visit]) -> HTML:
    reading = SignUpForm.read(visit.posted)
    reading.need(email="Write your address.", password="Choose a password.")
    if not reading.errors:
        email, password = reading.values["email"], reading.values["password"]
        if problem := await to_thread.run_sync(problem_with, password, [email]):
            reading.errors["password"] = problem
    if reading.errors:
        return await visit.in_thread(lambda db: ask_to_sign_up(visit, 422, reading))
    return await to_thread.run_sync(_sign_up, visit, email, password)


def _sign_up(visit: Visit, email: str, password: str) -> HTML:
    visit.count("letters", *limits.MOST_LETTERS_FROM, by=visit.address)
    visit.count("verify", *limits.MOST_VERIFICATIONS, by=index_of_address(email).hex())
    return visit.within(ask_for_proof, visit, email, hash_password(password))


def ask_for_proof(db: Session, visit: Visit, email: str, password_hash: str) -> HTML:
    """The worker writes the letter. Who has not begun yet begins as a guest meanwhile."""
    if visit.caller and not visit.caller.is_guest:
        return go_to(visit, "/account")
    cookies = []
    if visit.caller is None:
        guest, cookie = start_guest(db, visit)
        guest_id, cookies = guest.id, [cookie]
    else:
        guest_id = visit.person_id
    said = enclose(email=email, password_hash=password_hash)
    send(db, "answer_sign_up", lock=str(guest_id), owner_id=guest_id, said=said)
    return go_to(visit, "/sign-up/letter", cookies=cookies)


@get("/sign-up/letter")
@in_transaction
def letter_is_on_its_way(db: Session, visit: Visit) -> HTML:
    return page(visit, "accounts/letter_sent.html", reading=None)


# --- the link --------------------------------------------------------------------------------------------------------


@get("/verify")
@in_transaction
def show_verify(db: Session, visit: Visit, key: FromQuery[str] = "") -> HTML:
    """The link of the letter. Looking at it uses nothing up: mail scanners do that."""
    return ask_to_verify(db, visit, key=key_in(key))


@post("/verify")
async def verify_address(visit: NamedDependency[Visit]) -> HTML:
    return await to_thread.run_sync(_verify_address, visit)


OVER = (
    "This link is over: it was used, a newer letter replaced it, or it waited too long. Sign in, or sign up once more."
)


def _verify_address(visit: Visit) -> HTML:
    reading = LinkForm.read(visit.posted)
    reading.need(password="Write the password you chose.")
    key = reading.values.get("key", "")
    if reading.errors:
        return visit.within(ask_to_verify, visit, 422, reading, key)
    with failures_count(visit.house.database, limits.link(visit, key)) as attempt:
        chosen = visit.within(chosen_password, key)
        is_right, _ = verify(reading.values["password"], chosen)
        if not chosen:
            return visit.within(ask_to_verify, visit, 422, problem=OVER)
        if not is_right:
            reading.errors["password"] = "This is not the password that was chosen with this address."
            return visit.within(ask_to_verify, visit, 422, reading, key)
        attempt.succeeded()
    try:
        return visit.within(become_somebody, visit, key)
    except IntegrityError:  # the address found an owner since
        return visit.within(ask_to_verify, visit, 422, problem=OVER)


def ask_to_verify(
    db: Session, visit: Visit, status: int = 200, reading: Reading | None = None, key: str = "", problem: str = ""
) -> HTML:
    return page(visit, "accounts/verify.html", status, reading=reading, key=key, problem=problem)


def chosen_password(db: Session, key: str) -> str:
    found = tokens.find(db, key, Purpose.REGISTER)
    return found[2]["password_hash"] if found else ""


def become_somebody(db: Session, visit: Visit, key: str) -> HTML:
    redeemed = tokens.redeem(db, key, Purpose.REGISTER)
    if redeemed is None:
        return ask_to_verify(db, visit, 422, problem=OVER)
    guest, detail = redeemed
    register(db, visit, guest, detail["email"], detail["password_hash"])
    if visit.caller and visit.caller.person_id == guest.id:
        visit.caller = None  # the guest's own browser: there is nobody to bring along
    return let_in(db, visit, guest, Method.PASSWORD, True, "")


routes = [show_sign_up, say_strength, sign_up, letter_is_on_its_way, show_verify, verify_address]
