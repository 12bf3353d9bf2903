"""One's account: what there is, the address, and the places where one is signed in."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from web.accounts import limits, tokens
from web.accounts.actions import end_sign_ins
from web.accounts.addresses import folded, index_of_address
from web.accounts.devices import device
from web.accounts.forms import EMailForm, key_in
from web.accounts.providers import providers
from web.accounts.queries import authenticator_of, identities_of, passkeys_of, person_of, sign_ins_of
from web.accounts.tables import Person, Purpose, SignIn
from web.kit.events import record
from web.kit.own import own
from web.kit.pages import HTML, go_to, page
from web.kit.tasks import enclose, send
from web.kit.visits import NotFound, Visit, in_transaction

DONE = {
    "password": "Your password is changed. Every other device is signed out.",
    "address": "Look into your letters: the new address counts as soon as you have followed the link in it.",
    "confirmed": "Your address is changed.",
    "identity": "You can sign in that way from now on.",
    "unlinked": "You can no longer sign in that way.",
    "factor": "Your second proof is changed.",
    "stayed": "You stay. Nothing was erased.",
}


@get("/account")
@in_transaction
def show_account(db: Session, visit: Visit, done: FromQuery[str] = "") -> HTML:
    person = person_of(db, visit.person_id)
    if person.is_guest:
        return go_to(visit, "/sign-up")
    return page(
        visit, "accounts/account.html", person=person, done=DONE.get(done, ""), identities=identities_of(db, person.id),
        passkeys=passkeys_of(db, person.id), has_codes=authenticator_of(db, person.id) is not None,
        places=len(sign_ins_of(db, person.id)), providers=providers(visit.house.settings),
    )  # fmt: skip


# --- the address -----------------------------------------------------------------------------------------------------


@get("/account/address")
@in_transaction
def show_address(db: Session, visit: Visit) -> HTML:
    visit.need_proof()
    return page(visit, "accounts/address.html", reading=None, person=person_of(db, visit.person_id))


@post("/account/address")
@in_transaction
def change_address(db: Session, visit: Visit) -> HTML:
    """The old address counts until the new one is proved; it is told now."""
    visit.need_proof()
    person = person_of(db, visit.person_id)
    reading = EMailForm.read(visit.posted)
    reading.need(email="Write the new address.")
    if not reading.errors and folded(reading.values["email"]) == folded(person.email):
        reading.errors["email"] = "This is your address already."
    if reading.errors:
        return page(visit, "accounts/address.html", 422, reading=reading, person=person)
    visit.count("address", *limits.MOST_ADDRESSES)
    send(db, "answer_change_of_address", lock=str(person.id), owner_id=person.id, said=enclose(**reading.values))
    record(db, "address-asked", person.id, whence=visit.whence)
    return go_to(visit, "/account?done=address")


@get("/account/address/confirm")
@in_transaction
def show_confirm_address(db: Session, visit: Visit, key: FromQuery[str] = "") -> HTML:
    visit.person_id  # noqa: B018  only inside: the link alone is not enough
    return page(visit, "accounts/confirm_address.html", key=key_in(key), problem="")


OVER = "This link is over, or it belongs to another account. Ask for a new one under “Account”."


@post("/account/address/confirm")
@in_transaction
def confirm_address(db: Session, visit: Visit) -> HTML:
    """Only the person who asked may confirm: somebody else's link is a link that is over."""
    person_id = visit.person_id
    key = key_in(visit.posted.get("key"))
    found = tokens.find(db, key, Purpose.CHANGE_ADDRESS, lock=True)
    if found is None or found[0].id != person_id:
        return page(visit, "accounts/confirm_address.html", 422, key="", problem=OVER)
    try:
        with db.begin_nested():
            take_address(db, visit, key)
    except IntegrityError:  # somebody proved it to be theirs a moment ago
        return page(visit, "accounts/confirm_address.html", 422, key="", problem=OVER)
    return go_to(visit, "/account?done=confirmed")


def take_address(db: Session, visit: Visit, key: str) -> None:
    redeemed = tokens.redeem(db, key, Purpose.CHANGE_ADDRESS)
    assert redeemed, "found and locked a moment ago"
    person, detail = redeemed
    before = person.email
    person.email, person.email_index = detail["email"], index_of_address(detail["email"])
    db.flush()
    facts = {"before": before, "email": person.email}
    record(
        db,
        "address-changed",
        person.id,
        whence=visit.whence,
        old={"email": before},
        new={"email": person.email},
        facts=facts,
    )


# --- places ----------------------------------------------------------------------------------------------------------


@get("/account/places")
@in_transaction
def show_places(db: Session, visit: Visit) -> HTML:
    sign_ins = sign_ins_of(db, registered(db, visit).id)
    return page(visit, "accounts/places.html", sign_ins=sign_ins, device=device)


@post("/account/places/{sign_in_id:uuid}/end")
@in_transaction
def end_place(db: Session, visit: Visit, sign_in_id: FromPath[UUID]) -> HTML:
    person = registered(db, visit)
    db.delete(own(db, SignIn, person.id, sign_in_id))
    record(db, "signed-out-elsewhere", person.id, whence=visit.whence, entity="sign_ins", entity_id=sign_in_id)
    return go_to(visit, "/account/places")


@post("/account/places/end")
@in_transaction
def end_other_places(db: Session, visit: Visit) -> HTML:
    """Out everywhere but here."""
    person = registered(db, visit)
    assert visit.caller
    ended = end_sign_ins(db, person.id, but=visit.caller.sign_in_id)
    record(db, "signed-out-elsewhere", person.id, whence=visit.whence, new={"places": ended})
    return go_to(visit, "/account/places")


def registered(db: Session, visit: Visit) -> Person:
    """The person whose account this is; raises NotFound for a guest, who has none."""
    person = person_of(db, visit.person_id)
    if person.is_guest:
        raise NotFound
    return person


routes = [
    show_account, show_address, change_address, show_confirm_address, confirm_address, show_places, end_place,
    end_other_places,
]  # fmt: skip
