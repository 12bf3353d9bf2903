"""Several profiles of one person: for another language, for another career, or brought from another browser."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from sqlmodel import Session

from web.kit.forms import Form, Line, Reading
from web.kit.pages import HTML, go_to, page
from web.kit.printing import LANGUAGES
from web.kit.visits import NotFound, Visit, in_transaction
from web.profile.actions import add_profile, choose_profile, remove_profile, restore_profile
from web.profile.queries import profile_in, profiles_of, sizes_of
from web.profile.tasks import REMOVED_DAYS

MOST_PROFILES = 20  # that somebody may keep, the removed ones included
TOO_MANY = f"You keep {MOST_PROFILES} profiles, which is the most. Removed ones count until they are cleared away."


class NameForm(Form):
    name: Line = ""


class NewProfileForm(NameForm):
    language: Line = ""


@get("/profiles")
@in_transaction
def show_profiles(db: Session, visit: Visit) -> HTML:
    return look(db, visit)


def look(db: Session, visit: Visit, status: int = 200, **context: Any) -> HTML:
    """The page; `renaming` is the profile whose new name was wrong, as `reading` says."""
    profiles = sorted(profiles_of(db, visit.person_id), key=lambda each: not each.is_default)
    return page(
        visit, "profile/profiles.html", status, languages=LANGUAGES, days=REMOVED_DAYS,
        sizes=sizes_of(db, visit.person_id),
        present=[each for each in profiles if each.removed_at is None],
        removed=[each for each in profiles if each.removed_at is not None],
        **{"reading": None, "renaming": None, **context},
    )  # fmt: skip


@post("/profiles")
@in_transaction
def make(db: Session, visit: Visit) -> HTML:
    """An empty one, and on to its first question."""
    reading = NewProfileForm.read(visit.posted)
    reading.need(name="Give it a name, such as a language or a trade.")
    if not reading.errors and len(profiles_of(db, visit.person_id)) >= MOST_PROFILES:
        reading.errors["name"] = TOO_MANY
    if reading.values.get("language", "") not in LANGUAGES:
        reading.errors["language"] = "Choose one of these languages."
    if reading.errors:
        return look(db, visit, 422, reading=reading)
    add_profile(db, visit, reading.values["name"], reading.values["language"])
    return go_to(visit, "/profile/steps")


@post("/profiles/{profile_id:uuid}/choose")
@in_transaction
def choose(db: Session, visit: Visit, profile_id: FromPath[UUID]) -> HTML:
    profiles = profiles_of(db, visit.person_id, lock=True)
    chosen = profile_in(profiles, profile_id)
    if chosen.removed_at is not None:
        raise NotFound
    choose_profile(db, profiles, chosen)
    return go_to(visit, "/profiles")


@post("/profiles/{profile_id:uuid}/rename")
@in_transaction
def rename(db: Session, visit: Visit, profile_id: FromPath[UUID]) -> HTML:
    profile = profile_in(profiles_of(db, visit.person_id, lock=True), profile_id)
    reading: Reading = NameForm.read(visit.posted)
    reading.need(name="Give it a name.")
    if reading.errors:
        return look(db, visit, 422, reading=reading, renaming=profile.id)
    profile.name = reading.values["name"]
    return go_to(visit, f"/profiles#profile-{profile.id}")


@post("/profiles/{profile_id:uuid}/remove")
@in_transaction
def remove(db: Session, visit: Visit, profile_id: FromPath[UUID]) -> HTML:
    profiles = profiles_of(db, visit.person_id, lock=True)
    remove_profile(db, visit, profiles, profile_in(profiles, profile_id))
    return go_to(visit, "/profiles")


@post("/profiles/{profile_id:uuid}/restore")
@in_transaction
def restore(db: Session, visit: Visit, profile_id: FromPath[UUID]) -> HTML:
    restore_profile(db, visit, profile_in(profiles_of(db, visit.person_id, lock=True), profile_id))
    return go_to(visit, f"/profiles#profile-{profile_id}")


routes = [show_profiles, make, choose, rename, remove, restore]
