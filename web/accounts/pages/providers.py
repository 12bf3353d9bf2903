"""In with Google or LinkedIn: there, and back with somebody the provider vouches for; and the links to an account."""

import hmac
from dataclasses import asdict
from typing import Annotated
from uuid import UUID

from anyio import to_thread
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from web.accounts import limits
from web.accounts.actions import IDLE_HOURS, register, start_guest
from web.accounts.addresses import index_of_address
from web.accounts.pages.account import registered
from web.accounts.pages.prove import proven
from web.accounts.pages.sign_in import HOME, let_in
from web.accounts.providers import (
    LEEWAY,
    NAMES,
    Desk,
    Mode,
    Refused,
    Trip,
    Unanswered,
    Vouched,
    desk_of,
    pack,
    providers,
    vouch,
    way_there,
)
from web.accounts.queries import has_second_factor, identities_of, owner_by, passkeys_of, person_of
from web.accounts.tables import Identity, Method, Person, Provider, SignIn
from web.db import act_as
from web.kit.clock import now
from web.kit.events import record
from web.kit.pages import HTML, go_to, page
from web.kit.slips import give_slip, read_slip, use_slip
from web.kit.visits import NotFound, NotSignedIn, Visit, in_transaction, safe_path

TRIP = "trip"  # the slip of somebody who is at a provider
CANCELLED = {"access_denied", "user_cancelled_login", "user_cancelled_authorize"}

# --- there -----------------------------------------------------------------------------------------------------------


@get("/sign-in/with/{provider:str}")
async def go_to_provider(
    visit: NamedDependency[Visit], provider: FromPath[str], mode: FromQuery[str] = "enter", next: FromQuery[str] = ""
) -> HTML:
    """Nothing is written: what the trip is for travels in a sealed cookie. Another site cannot start one."""
    desk = desk_named(visit, provider)
    if mode not in list(Mode):
        raise NotFound
    if visit.request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        return go_to(visit, "/sign-in")
    trip = pack(desk.provider, Mode(mode), safe_path(next))
    await visit.in_thread(lambda db: None)  # finds out who comes
    caller = visit.caller
    is_inside = caller is not None and not caller.is_guest
    if trip.mode == Mode.ENTER and is_inside:
        return go_to(visit, trip.next or HOME)
    if trip.mode != Mode.ENTER:
        if caller is None or not is_inside:
            raise NotSignedIn
        if trip.mode == Mode.LINK and not visit.is_proven:
            return go_to(visit, "/account/ways")
        trip = pack(desk.provider, Mode(mode), safe_path(next), caller.sign_in_id)
    try:
        address = await way_there(desk, trip)
    except Unanswered:
        return unanswered(visit, desk, trip.mode)
    return go_to(visit, address, cookies=[give_slip(visit, TRIP, asdict(trip))])


def desk_named(visit: Visit, provider: str) -> Desk:
    desk = desk_of(visit.house.settings, Provider(provider)) if provider in list(Provider) else None
    if desk is None:
        raise NotFound
    return desk


# --- and back --------------------------------------------------------------------------------------------------------


@get("/sign-in/with/{provider:str}/callback")
async def come_back_from_provider(
    visit: NamedDependency[Visit],
    provider: FromPath[str],
    code: FromQuery[str] = "",
    said_state: Annotated[str, QueryParameter(name="state")] = "",
    error: FromQuery[str] = "",
    iss: FromQuery[str] = "",
) -> HTML:
    desk = desk_named(visit, provider)
    mode = Mode.ENTER.value
    try:
        trip = await to_thread.run_sync(take_trip, visit, desk, said_state, iss)
        mode = trip.mode
        if error in CANCELLED:
            return go_to(visit, WAYS_BACK[mode][0])
        if error or not code:
            raise Refused(f"{desk.name} did not let you through. Please start once more.")
        vouched = await vouch(desk, trip, code)
        try:
            return await visit.in_thread(arrive, visit, trip, vouched)
        except IntegrityError:  # the same person came in through another tab a moment ago, and is known now
            return await visit.in_thread(arrive, visit, trip, vouched)
    except Refused as refusal:
        return turned_away(visit, 400, str(refusal), mode)
    except Unanswered:
        return unanswered(visit, desk, mode)


def take_trip(visit: Visit, desk: Desk, state: str, iss: str) -> Trip:
    """What this browser took along to this very provider, for the first and last time; raises Refused."""
    said = read_slip(visit, TRIP)
    trip = Trip(**said) if said else None
    is_it = (
        trip is not None and trip.provider == desk.provider and hmac.compare_digest(trip.state.encode(), state.encode())
    )
    if not is_it or iss not in ("", desk.issuer) or use_slip(visit, TRIP) is None:
        raise Refused("This was begun in another tab or browser, or more than ten minutes ago. Please start once more.")
    visit.count("provider", *limits.MOST_TRIPS, by=visit.address)
    assert trip
    return trip


WAYS_BACK = {
    Mode.ENTER.value: ("/sign-in", "Back to sign in"),
    Mode.LINK.value: ("/account/ways", "Back to your account"),
    Mode.PROVE.value: ("/account", "Back to your account"),
}


def unanswered(visit: Visit, desk: Desk, mode: str) -> HTML:
    words = f"{desk.name} does not answer at the moment. Please try again in a few minutes, or take another way in."
    return turned_away(visit, 503, words, mode)


def turned_away(visit: Visit, status: int, words: str, mode: str) -> HTML:
    back, label = WAYS_BACK[mode]
    return page(visit, "accounts/turned_away.html", status, words=words, back=back, label=label)


def arrive(db: Session, visit: Visit, trip: Trip, vouched: Vouched) -> HTML:
    """Raises Refused, which undoes everything."""
    if trip.mode == Mode.ENTER:
        return enter(db, visit, vouched, trip.next)
    if visit.caller is None or str(visit.caller.sign_in_id) != trip.sign_in_id:
        raise Refused("You are no longer signed in as you were when you left. Please start once more.")
    if trip.mode == Mode.LINK:
        return link_from_inside(db, visit, vouched)
    return prove_by_provider(db, visit, trip, vouched)


# --- coming in -------------------------------------------------------------------------------------------------------


def enter(db: Session, visit: Visit, vouched: Vouched, next_: str) -> HTML:
    """Known: in. Unknown, with the address of an account: linked to it, and in. Otherwise a new person, which is the
    guest of this browser where there is one: their row is locked first, so that of many tabs one makes the account."""
    guest = guest_here(db, visit)
    person_id = owner_by(db, "identity", vouched.key)
    if person_id is None and not vouched.address:
        name = NAMES[vouched.provider]
        raise Refused(
            f"{name} does not vouch for your address, so it opens no account here. "
            f"Sign in or make an account with a password, then link {name} under “Account”."
        )
    if person_id is None:
        person_id = link_by_address(db, visit, vouched) or become_somebody(db, visit, guest, vouched)
    act_as(db, person_id)
    person = person_of(db, person_id, lock=True)
    note_use(db, person, vouched)
    return let_in(db, visit, person, Method(vouched.provider.value), True, next_)


def guest_here(db: Session, visit: Visit) -> Person | None:
    """The guest of this browser, locked; None where nobody is, or where another tab just made a person of them."""
    if visit.caller is None or not visit.caller.is_guest:
        return None
    guest = db.exec(select(Person).where(Person.id == visit.caller.person_id).with_for_update()).one_or_none()
    return guest if guest and guest.is_guest else None


def link_by_address(db: Session, visit: Visit, vouched: Vouched) -> UUID | None:
    """Both sides checked the address: every account's is proven, and the provider says that it is. Who asks for a
    second proof links from inside only, since here nobody gave it yet."""
    person_id = owner_by(db, "address", index_of_address(vouched.address))
    if person_id is None:
        return None
    act_as(db, person_id)
    person = person_of(db, person_id, lock=True)
    if person.disabled_at:
        return person_id
    if has_second_factor(db, person_id):
        raise Refused(
            "There is an account with your address, and it asks for a second proof. Sign in to it first, then link "
            f"{NAMES[vouched.provider]} under “Account”."
        )
    link(db, visit, person, vouched)
    return person_id


def become_somebody(db: Session, visit: Visit, guest: Person | None, vouched: Vouched) -> UUID:
    if guest is None:
        guest, _ = start_guest(db, visit, vouched.name)
    act_as(db, guest.id)
    register(db, visit, guest, vouched.address)
    keep_identity(db, guest, vouched)
    return guest.id


def keep_identity(db: Session, person: Person, vouched: Vouched) -> Identity:
    identity = Identity(owner_id=person.id, provider=vouched.provider, key=vouched.key)
    db.add(identity)
    db.flush()
    return identity


def note_use(db: Session, person: Person, vouched: Vouched) -> None:
    """When it was last used, and which address it has there now."""
    if person.disabled_at:
        return
    for identity in identities_of(db, person.id):
        if identity.key == vouched.key:
            identity.used_at, identity.email = now(), vouched.shown


# --- from inside -----------------------------------------------------------------------------------------------------


def link_from_inside(db: Session, visit: Visit, vouched: Vouched) -> HTML:
    person = person_of(db, visit.person_id, lock=True)
    owner_id = owner_by(db, "identity", vouched.key)
    if owner_id not in (None, person.id):
        raise Refused(f"This {NAMES[vouched.provider]} account opens another account here already.")
    if owner_id is None:
        link(db, visit, person, vouched)
    note_use(db, person, vouched)
    return go_to(visit, "/account?done=identity")


def link(db: Session, visit: Visit, person: Person, vouched: Vouched) -> None:
    """`person` is locked, and hears of it."""
    name = NAMES[vouched.provider]
    if any(each.provider is vouched.provider for each in identities_of(db, person.id)):
        raise Refused(f"The account here is linked to another {name} account. Take that one, or another way in.")
    identity = keep_identity(db, person, vouched)
    record(
        db, "identity-linked", person.id, whence=visit.whence, entity="identities", entity_id=identity.id,
        new={"provider": name, "address": vouched.shown}, facts={"email": person.email, "provider": name},
    )  # fmt: skip


def prove_by_provider(db: Session, visit: Visit, trip: Trip, vouched: Vouched) -> HTML:
    """The person showed the provider who they are. Whoever asks for a second proof is asked for it as well, which is
    the same as signing in anew."""
    person = person_of(db, visit.person_id, lock=True)
    if owner_by(db, "identity", vouched.key) != person.id:
        raise Refused(f"This is not the {NAMES[vouched.provider]} account that is linked to your account here.")
    if vouched.auth_time is not None and vouched.auth_time < trip.began - LEEWAY:
        raise Refused(f"{NAMES[vouched.provider]} did not ask who you are, as it was asked to. Take another way.")
    note_use(db, person, vouched)
    if has_second_factor(db, person.id):
        here = db.get_one(SignIn, UUID(trip.sign_in_id))
        stay = here.idle_seconds > IDLE_HOURS * 3_600
        return let_in(db, visit, person, Method(vouched.provider.value), stay, trip.next)
    return proven(db, visit, trip.next)


@get("/account/ways")
@in_transaction
def show_ways(db: Session, visit: Visit) -> HTML:
    visit.need_proof()
    return ways(db, visit, registered(db, visit))


def ways(db: Session, visit: Visit, person: Person, status: int = 200, problem: str = "") -> HTML:
    linked = {each.provider: each for each in identities_of(db, person.id)}
    offered = providers(visit.house.settings)
    rows = [(each, name, linked.get(each)) for each, name in NAMES.items() if each in linked or each in offered]
    return page(visit, "accounts/ways.html", status, rows=rows, offered=offered, problem=problem)


ONLY_WAY = "This is your only way in. Choose a password first, or link another account."


@post("/account/ways/{identity_id:uuid}/unlink")
@in_transaction
def unlink(db: Session, visit: Visit, identity_id: FromPath[UUID]) -> HTML:
    """The person is locked, so that of two ways nobody can take away both at once."""
    visit.need_proof()
    person = person_of(db, visit.person_id, lock=True)
    identities = identities_of(db, person.id)
    identity = next((each for each in identities if each.id == identity_id), None)
    if identity is None:
        raise NotFound
    if not (person.password_hash or passkeys_of(db, person.id) or len(identities) > 1):
        return ways(db, visit, person, 422, ONLY_WAY)
    db.delete(identity)
    name = NAMES[identity.provider]
    record(
        db, "identity-unlinked", person.id, whence=visit.whence, entity="identities", entity_id=identity.id,
        old={"provider": name, "address": identity.email}, facts={"email": person.email, "provider": name},
    )  # fmt: skip
    return go_to(visit, "/account?done=unlinked")


routes = [go_to_provider, come_back_from_provider, show_ways, unlink]
