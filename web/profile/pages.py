"""The wizard: its steps, and the entries they collect."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from web.kit.forms import Settled, View, read_marks, settle
from web.kit.own import own, own_or_none
from web.kit.pages import HTML, go_to, page, part
from web.kit.visits import NotFound, Visit, in_transaction
from web.profile import profiles, search_pages
from web.profile.actions import (
    add_entry,
    finish_onboarding,
    move_entry,
    remove_entry,
    restore_entry,
    save_entry,
    save_preferences,
    see_step,
)
from web.profile.completeness import completeness
from web.profile.entries import KINDS, Kind
from web.profile.queries import (
    counts_of,
    default_profile,
    entries_of,
    entry_of,
    preferences_of,
    technologies_like,
)
from web.profile.steps import Step, neighbours, step_named, steps
from web.profile.tables import Entry, Preferences, Profile
from web.profile.technologies import fold

MOST_ADDED = (600, 3_600)  # entries a person may add, and within how many seconds
TOO_HEAVY = "Your career now holds 100 KB of words, which is the most. Shorten or remove something, then save again."


# --- steps -----------------------------------------------------------------------------------------------------------


@get("/profile/steps")
@in_transaction
def resume_wizard(db: Session, visit: Visit) -> HTML:
    """On to the first step the person has not been at."""
    seen = default_profile(db, visit.person_id).steps_seen
    step = next((step for step in steps() if step.slug not in seen), steps()[-1])
    return go_to(visit, step.address)


@get("/profile/steps/{slug:str}")
@in_transaction
def show_step(
    db: Session, visit: Visit, slug: FromPath[str], open: FromQuery[str] = "", gone: FromQuery[str] = ""
) -> HTML:
    step = wanted_step(slug)
    profile = default_profile(db, visit.person_id)
    return page(visit, "profile/wizard.html", **wizard(db, profile, step, open_id=open, gone_id=gone))


@post("/profile/steps/{slug:str}")
@in_transaction
def save_step(db: Session, visit: Visit, slug: FromPath[str]) -> HTML:
    """The step's own questions; with JavaScript every time the person pauses."""
    step = wanted_step(slug)
    profile = default_profile(db, visit.person_id)
    if step.form is None:
        return onward(db, visit, profile, step, Settled())
    reading, was = step.form.read(visit.posted), marks_sent(visit)
    row: Profile | Preferences = profile
    if step.asks_preferences:
        row, settled = save_preferences(db, preferences_of(db, profile), step.form, reading, was)
    else:
        settled = settle(profile, step.form, reading, was)
    view = View(row, step.form, step.slug, settled, reading, was, language=profile.language)
    if visit.wants_part:
        return saved(db, visit, profile, view)
    return onward(db, visit, profile, step, settled, view=view)


def wanted_step(slug: str) -> Step:
    step = step_named(slug)
    if step is None:
        raise NotFound
    return step


def marks_sent(visit: Visit) -> dict[str, str]:
    """The marks this tab came with, without those of fields where the person chose to keep their own words."""
    kept = set(visit.posted.getall("keep", []))
    return {name: mark for name, mark in read_marks(visit.posted).items() if name not in kept}


def wizard(
    db: Session,
    profile: Profile,
    step: Step,
    open_id: str = "",
    gone_id: str = "",
    view: View | None = None,
    entry_view: View | None = None,
    refused: str = "",
) -> dict[str, Any]:
    """What a step's page shows, in a fixed number of queries."""
    if view is None and step.form:
        row = preferences_of(db, profile) if step.asks_preferences else profile
        view = View(row, step.form, step.slug, language=profile.language)
    shelves = [(kind, entries_of(db, profile, kind)) for kind in map(KINDS.__getitem__, step.kinds)]
    before, after = neighbours(step)
    return {
        "profile": profile,
        "step": step,
        "steps": steps(),
        "before": before,
        "after": after,
        "view": view,
        "shelves": shelves,
        "open_id": open_id,
        "entry_view": entry_view or _open_view(shelves, open_id, profile.language),
        "gone": _gone(db, profile, step, gone_id),
        "refused": refused,
        "completeness": completeness(counts_of(db, profile)),
        "leans_on": _leans_on(db, profile, shelves, open_id),
    }


def _open_view(shelves: list[tuple[Kind, list[Entry]]], open_id: str, language: str) -> View | None:
    """The form of the entry that is open for writing, where one is."""
    for kind, rows in shelves:
        for entry in rows:
            if str(entry.id) == open_id:
                return View(entry, kind.form, f"entry-{entry.id}", language=language)
    return None


def _gone(db: Session, profile: Profile, step: Step, gone_id: str) -> tuple[Kind, Entry] | None:
    """The entry that was removed a moment ago, so that the page can offer it back."""
    if not (wanted := as_id(gone_id)):
        return None
    for kind in map(KINDS.__getitem__, step.kinds):
        entry = own_or_none(db, kind.table, profile.owner_id, wanted)
        if entry and entry.removed_at is not None:
            return kind, entry
    return None


def _leans_on(db: Session, profile: Profile, shelves: list[tuple[Kind, list[Entry]]], open_id: str) -> list[Entry]:
    """What the open entry may point at: headings for a skill, places of work for a project."""
    for kind, rows in shelves:
        if any(str(entry.id) == open_id for entry in rows):
            if kind.slug == "skill":
                return next(rows for other, rows in shelves if other.slug == "skill-group")
            if kind.slug == "project":
                return entries_of(db, profile, KINDS["experience"])
    return []


def as_id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


# --- answers ---------------------------------------------------------------------------------------------------------


def saved(db: Session, visit: Visit, profile: Profile, view: View, refused: str = "") -> HTML:
    """The small answer to a save while typing: its state in words, what is wrong at which field, the new marks."""
    if not refused:
        db.flush()
    settled = view.settled or Settled()
    status = 413 if refused else 409 if settled.conflicts else 422 if settled.errors else 200
    context = {"view": view, "refused": refused, "completeness": completeness(counts_of(db, profile))}
    return part(visit, "profile/_saved.html", status, trigger="sheet", **context)


def onward(
    db: Session,
    visit: Visit,
    profile: Profile,
    step: Step,
    settled: Settled,
    view: View | None = None,
    entry_view: View | None = None,
    open_id: str = "",
    refused: str = "",
) -> HTML:
    """Without JavaScript: back to the step while something is wrong, else to where the pressed button leads."""
    go = str(visit.posted.get("go") or "")
    before, after = neighbours(step)
    leaving = go in ("back", "skip") and not settled.conflicts
    if not (refused or settled.conflicts or settled.errors) or (leaving and not refused):
        if go in ("next", "skip") and after:
            see_step(profile, step.slug)
            if after is steps()[-1]:
                finish_onboarding(profile)
            return go_to(visit, after.address)
        if go == "back":
            return go_to(visit, before.address if before else "/")
        still_open = open_id if go == "stay" else ""
        return go_to(visit, step.address + (f"?open={still_open}#entry-{still_open}" if still_open else ""))
    status = 413 if refused else 409 if settled.conflicts else 422
    context = wizard(db, profile, step, open_id=open_id, view=view, entry_view=entry_view, refused=refused)
    return page(visit, "profile/wizard.html", status, **context)


# --- entries ---------------------------------------------------------------------------------------------------------


@post("/profile/{slug:str}")
@in_transaction
def add(db: Session, visit: Visit, slug: FromPath[str]) -> HTML:
    """A new entry, opened for writing; one that is added by its name alone stays closed."""
    kind = wanted_kind(slug)
    visit.count("add", *MOST_ADDED)
    profile = default_profile(db, visit.person_id)
    reading = kind.form.read(visit.posted)
    if kind.quick and not reading.raw.get(kind.quick):
        return go_to(visit, wanted_step(kind.step).address)
    try:
        with db.begin_nested():
            entry, settled = add_entry(db, profile, kind, reading)
    except IntegrityError as error:
        return refuse(db, visit, profile, kind, words_for(error))
    return show(db, visit, profile, kind, entry, is_open=not kind.quick or not settled.is_whole)


@get("/profile/{slug:str}/{entry_id:uuid}/part")
@in_transaction
def entry_part(
    db: Session, visit: Visit, slug: FromPath[str], entry_id: FromPath[UUID], open: FromQuery[str] = ""
) -> HTML:
    """One entry, open for writing or closed."""
    kind = wanted_kind(slug)
    entry = own(db, kind.table, visit.person_id, entry_id)
    if entry.removed_at is not None:
        raise NotFound
    context = entry_context(db, entry, kind, is_open=bool(open))
    return part(visit, "profile/_entry.html", **context)


@post("/profile/{slug:str}/{entry_id:uuid}")
@in_transaction
def save(db: Session, visit: Visit, slug: FromPath[str], entry_id: FromPath[UUID]) -> HTML:
    """An entry's answers; with JavaScript every time the person pauses."""
    kind = wanted_kind(slug)
    entry = entry_of(db, visit.person_id, kind, entry_id)
    profile = default_profile(db, visit.person_id)
    reading, was = kind.form.read(visit.posted), marks_sent(visit)
    refused, settled = "", Settled()
    try:
        with db.begin_nested():
            settled = save_entry(db, entry, kind, reading, was)
    except IntegrityError as error:
        refused = words_for(error)
        db.refresh(entry)
    key, language = f"entry-{entry.id}", profile.language
    view = View(entry, kind.form, key, settled, reading, was, refused=bool(refused), language=language)
    if visit.wants_part and visit.posted.get("go") != "done":
        return saved(db, visit, profile, view, refused)
    if visit.wants_part and settled.is_whole and not refused:
        return show(db, visit, profile, kind, entry, is_open=False)
    if visit.wants_part:
        return saved(db, visit, profile, view, refused)
    step = wanted_step(kind.step)
    return onward(db, visit, profile, step, settled, entry_view=view, open_id=str(entry.id), refused=refused)


@post("/profile/{slug:str}/{entry_id:uuid}/remove")
@in_transaction
def remove(db: Session, visit: Visit, slug: FromPath[str], entry_id: FromPath[UUID]) -> HTML:
    """Off the sheet; the way back stands in its place."""
    kind = wanted_kind(slug)
    entry = entry_of(db, visit.person_id, kind, entry_id)
    remove_entry(entry)
    return show(db, visit, default_profile(db, visit.person_id), kind, entry, is_open=False)


@post("/profile/{slug:str}/{entry_id:uuid}/restore")
@in_transaction
def restore(db: Session, visit: Visit, slug: FromPath[str], entry_id: FromPath[UUID]) -> HTML:
    kind = wanted_kind(slug)
    entry = entry_of(db, visit.person_id, kind, entry_id)
    profile = default_profile(db, visit.person_id)
    try:
        with db.begin_nested():
            restore_entry(db, entry)
    except IntegrityError as error:
        return refuse(db, visit, profile, kind, words_for(error))
    return show(db, visit, profile, kind, entry, is_open=False)


@post("/profile/{slug:str}/{entry_id:uuid}/up")
@in_transaction
def move_up(db: Session, visit: Visit, slug: FromPath[str], entry_id: FromPath[UUID]) -> HTML:
    return moved(db, visit, wanted_kind(slug), entry_id, -1)


@post("/profile/{slug:str}/{entry_id:uuid}/down")
@in_transaction
def move_down(db: Session, visit: Visit, slug: FromPath[str], entry_id: FromPath[UUID]) -> HTML:
    return moved(db, visit, wanted_kind(slug), entry_id, 1)


def moved(db: Session, visit: Visit, kind: Kind, entry_id: UUID, by: int) -> HTML:
    entry = entry_of(db, visit.person_id, kind, entry_id)
    profile = default_profile(db, visit.person_id)
    move_entry(db, profile, kind, entry, by)
    if visit.wants_part:
        db.flush()
        context: dict[str, Any] = {"kind": kind, "entries": entries_of(db, profile, kind)}
        return part(visit, "profile/_shelf.html", trigger="sheet", **context)
    return go_to(visit, f"{wanted_step(kind.step).address}#entry-{entry.id}")


def wanted_kind(slug: str) -> Kind:
    kind = KINDS.get(slug)
    if kind is None:
        raise NotFound
    return kind


def words_for(error: IntegrityError) -> str:
    """Plain words for the one constraint a person can run into; any other is a fault of ours and stays one."""
    if getattr(getattr(error.orig, "diag", None), "constraint_name", "") == "ck_profiles_weight":
        return TOO_HEAVY
    raise error


def show(db: Session, visit: Visit, profile: Profile, kind: Kind, entry: Entry, is_open: bool) -> HTML:
    """An entry after a change of its place or being; without JavaScript, the page that holds it."""
    if visit.wants_part:
        db.flush()
        context = entry_context(db, entry, kind, is_open)
        context["completeness"] = completeness(counts_of(db, profile))
        return part(visit, "profile/_changed.html", trigger="sheet", **context)
    query = f"?open={entry.id}" if is_open else f"?gone={entry.id}" if entry.removed_at else ""
    return go_to(visit, f"{wanted_step(kind.step).address}{query}#entry-{entry.id}")


def entry_context(db: Session, entry: Entry, kind: Kind, is_open: bool) -> dict[str, Any]:
    profile = db.get_one(Profile, entry.profile_id)
    leans_on = {"skill": "skill-group", "project": "experience"}.get(kind.slug) if is_open else None
    rows = entries_of(db, profile, KINDS[leans_on]) if leans_on else []
    view = View(entry, kind.form, f"entry-{entry.id}", language=profile.language) if is_open else None
    return {"entry": entry, "kind": kind, "is_open": is_open, "entry_view": view, "leans_on": rows}


def refuse(db: Session, visit: Visit, profile: Profile, kind: Kind, words: str) -> HTML:
    """Nothing was added: the words stand where the save state is, or on top of the page."""
    if visit.wants_part:
        return part(visit, "profile/_refused.html", 413, refused=words)
    return page(visit, "profile/wizard.html", 413, **wizard(db, profile, wanted_step(kind.step), refused=words))


# --- completion ------------------------------------------------------------------------------------------------------


@get("/profile/technologies")
@in_transaction
def technologies(db: Session, visit: Visit, name: FromQuery[str] = "") -> HTML:
    """The names that complete what is being typed, as options of a list."""
    names = technologies_like(db, fold(name[:100])) if visit.person_id else []
    return part(visit, "profile/_technologies.html", names=names)


routes = [
    resume_wizard, show_step, save_step, technologies, add, entry_part, save, remove, restore, move_up, move_down,
    *profiles.routes, *search_pages.routes,
]  # fmt: skip
