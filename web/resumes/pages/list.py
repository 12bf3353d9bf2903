"""Many résumés: the list of them, a new one, what each is for, and the bin."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from sqlmodel import Session

from web.kit.clock import day_in_words, now
from web.kit.forms import Line, OneOfMine, Reading, read_marks
from web.kit.numbers import in_words
from web.kit.pages import HTML, go_to, page
from web.kit.printing import LANGUAGES
from web.kit.visits import NotFound, Visit, in_transaction
from web.profile.queries import default_profile, profiles_of
from web.profile.tables import Profile
from web.profile.tasks import REMOVED_DAYS
from web.resumes import many
from web.resumes.actions import resume_of
from web.resumes.many import MOST_RESUMES, About, Kept
from web.resumes.states import steps_of
from web.resumes.tables import Resume, Tone
from web.resumes.takings import taken_of_each

A_PAGE = 25
TONES = {
    Tone.PLAIN: "Plain: short words, no ornament",
    Tone.WARM: "Warm: a person speaks",
    Tone.FORMAL: "Formal: as one writes to an authority",
    Tone.BOLD: "Bold: results first",
}
FULL = f"You keep {MOST_RESUMES} résumés, which is the most. Those in the bin count until they are cleared away."
IS_DEFAULT = "This is the default one, which your questions show. Make another one the default first."

NOT_THERE = "This one is not there any more. Choose another one."


# --- the list --------------------------------------------------------------------------------------------------------


@get("/resumes")
@in_transaction
def show_resumes(db: Session, visit: Visit, after: FromQuery[str] = "", gone: FromQuery[str] = "") -> HTML:
    return look(db, visit, after=after, gone=gone)


@get("/resumes/archive")
@in_transaction
def show_archive(db: Session, visit: Visit, after: FromQuery[str] = "") -> HTML:
    return look(db, visit, after=after, archived=True)


def look(
    db: Session,
    visit: Visit,
    status: int = 200,
    after: str = "",
    gone: str = "",
    archived: bool = False,
    problem: str = "",
) -> HTML:
    """One page of the list, or of the archive, in a fixed number of queries. `gone` is what just went into the bin."""
    resumes = many.kept_resumes(db, visit.person_id)
    present = [each for each in resumes if each.removed_at is None]
    listed = [each for each in present if (each.archived_at is not None) is archived]
    shown, older = paged(listed, after)
    ids = [each.id for each in shown]
    return page(
        visit, "resumes/list.html", status, archived=archived, problem=problem, shown=shown, older=older,
        number=len(listed), counted=in_words(len(listed)).capitalize(), newest=next(iter(listed), None),
        careers=len({each.career for each in resumes}),
        many_archived=sum(each.archived_at is not None for each in present), many_removed=len(resumes) - len(present),
        gone=next((each for each in resumes if each.removed_at and str(each.id) == gone), None),
        pictures=many.sheets_ready(db, visit.person_id, ids), taken=taken_of_each(db, visit.person_id, ids),
        day=day_in_words,
    )  # fmt: skip


def paged(listed: list[Kept], after: str) -> tuple[list[Kept], UUID | None]:
    """What stands after the one that the page before ended with, and where the next page begins, if there is one."""
    start = next((place for place, each in enumerate(listed, 1) if str(each.id) == after), 0)
    shown = listed[start : start + A_PAGE]
    return shown, shown[-1].id if start + A_PAGE < len(listed) else None


# --- a new one -------------------------------------------------------------------------------------------------------


class NewForm(About):
    beginning: Line = "profile"
    profile_id: OneOfMine = None
    like_id: OneOfMine = None


@get("/resumes/new")
@in_transaction
def ask_for_new(db: Session, visit: Visit) -> HTML:
    return new_page(db, visit, default_profile(db, visit.person_id))


def new_page(db: Session, visit: Visit, profile: Profile, status: int = 200, reading: Reading | None = None) -> HTML:
    present = [each for each in profiles_of(db, visit.person_id) if each.removed_at is None]
    others = [each for each in many.kept_resumes(db, visit.person_id) if each.removed_at is None]
    return page(
        visit, "resumes/new.html", status, reading=reading, profile=profile, profiles=present, others=others,
        languages=LANGUAGES, tones=TONES,
    )  # fmt: skip


@post("/resumes/new")
@in_transaction
def make(db: Session, visit: Visit) -> HTML:
    """From the profile, from another résumé, or from nothing; and on to its words."""
    reading = NewForm.read(visit.posted)
    about = about_in(reading)
    profile, like = beginning_of(db, visit, reading)
    if not reading.errors and many.is_full(db, visit.person_id):
        reading.errors["name"] = FULL
    if reading.errors:
        return new_page(db, visit, profile, 422, reading)
    if reading.values.get("beginning") == "nothing":
        resume = many.make_empty(db, visit, profile, about)
    else:
        resume = many.make_one(db, visit, profile, about, like)
    return go_to(visit, f"/resumes/{resume.id}")


def beginning_of(db: Session, visit: Visit, reading: Reading) -> tuple[Profile, Resume | None]:
    """The profile to begin from, and the résumé to be like. What is not there is added to the reading's errors."""
    like_id, profile_id = reading.values.get("like_id"), reading.values.get("profile_id")
    if reading.values.get("beginning") == "resume":
        try:
            like, profile = resume_of(db, visit.person_id, str(like_id))
            return profile, like
        except NotFound:
            reading.errors["like_id"] = NOT_THERE
    elif profile_id:
        present = [each for each in profiles_of(db, visit.person_id) if each.removed_at is None]
        if found := next((each for each in present if each.id == profile_id), None):
            return found, None
        reading.errors["profile_id"] = NOT_THERE
    return default_profile(db, visit.person_id), None


def about_in(reading: Reading) -> dict[str, Any]:
    """The answers about a résumé; what is missing or wrong is added to the reading's errors."""
    reading.need(name="Give it a name, such as the job it is for.", tone="Choose how it speaks.")
    if reading.values.get("language", "") not in LANGUAGES:
        reading.errors["language"] = "Choose one of these languages."
    return {name: reading.values[name] for name in About.model_fields if name in reading.values}


@post("/resumes/{wanted:str}/duplicate")
@in_transaction
def duplicate(db: Session, visit: Visit, wanted: FromPath[str]) -> HTML:
    """A copy, and on to what it is called."""
    resume, profile = resume_of(db, visit.person_id, wanted)
    if many.is_full(db, visit.person_id):
        return look(db, visit, 422, problem=FULL)
    copy = many.duplicate(db, visit, resume, profile)
    return go_to(visit, f"/resumes/{copy.id}/settings")


# --- what it is called and what for ----------------------------------------------------------------------------------


@get("/resumes/{wanted:str}/settings")
@in_transaction
def show_settings(db: Session, visit: Visit, wanted: FromPath[str]) -> HTML:
    resume, profile = resume_of(db, visit.person_id, wanted)
    return settings_page(db, visit, resume, profile)


def settings_page(
    db: Session, visit: Visit, resume: Resume, profile: Profile, status: int = 200, reading: Reading | None = None
) -> HTML:
    """The form; where something in it is wrong, it keeps the marks of what this tab saw."""
    raw = {name: str(getattr(resume, name)) for name in About.model_fields}
    marks = read_marks(visit.posted) if status == 422 else many.marks_of(resume)
    return page(
        visit, "resumes/settings.html", status, way="/settings", resume=resume, profile=profile,
        steps=steps_of(db, resume), reading=reading or Reading(raw=dict(raw)), marks=marks,
        languages=LANGUAGES, tones=TONES,
    )  # fmt: skip


@post("/resumes/{wanted:str}/settings")
@in_transaction
def save_settings(db: Session, visit: Visit, wanted: FromPath[str]) -> HTML:
    resume, profile = resume_of(db, visit.person_id, wanted, lock=True)
    reading = About.read(visit.posted)
    about = about_in(reading)
    if reading.errors:
        return settings_page(db, visit, resume, profile, 422, reading)
    reading.errors |= many.describe(db, visit, resume, profile, about, read_marks(visit.posted))
    if reading.errors:
        return settings_page(db, visit, resume, profile, 409, reading)
    return go_to(visit, f"/resumes#resume-{resume.id}")


# --- putting away and taking back ------------------------------------------------------------------------------------


@post("/resumes/{wanted:str}/default")
@in_transaction
def make_default(db: Session, visit: Visit, wanted: FromPath[str]) -> HTML:
    resume = many.make_default(db, visit, wanted)
    return go_to(visit, f"/resumes#resume-{resume.id}")


@post("/resumes/{wanted:str}/archive")
@in_transaction
def archive(db: Session, visit: Visit, wanted: FromPath[str]) -> HTML:
    resume, _ = resume_of(db, visit.person_id, wanted, lock=True)
    if resume.is_default:
        return look(db, visit, 409, problem=IS_DEFAULT)
    many.archive(db, visit, resume)
    return go_to(visit, "/resumes")


@post("/resumes/{wanted:str}/unarchive")
@in_transaction
def unarchive(db: Session, visit: Visit, wanted: FromPath[str]) -> HTML:
    resume, _ = resume_of(db, visit.person_id, wanted, lock=True)
    many.unarchive(db, visit, resume)
    return go_to(visit, f"/resumes#resume-{resume.id}")


@post("/resumes/{wanted:str}/remove")
@in_transaction
def remove(db: Session, visit: Visit, wanted: FromPath[str]) -> HTML:
    resume, _ = resume_of(db, visit.person_id, wanted, lock=True, with_bin=True)
    if resume.is_default:
        return look(db, visit, 409, problem=IS_DEFAULT)
    many.remove(db, visit, resume)
    return go_to(visit, f"/resumes?gone={resume.id}")


@post("/resumes/{wanted:str}/restore")
@in_transaction
def restore(db: Session, visit: Visit, wanted: FromPath[str]) -> HTML:
    resume, _ = resume_of(db, visit.person_id, wanted, lock=True, with_bin=True)
    many.restore(db, visit, resume)
    return go_to(visit, f"/resumes#resume-{resume.id}")


@get("/resumes/bin")
@in_transaction
def show_bin(db: Session, visit: Visit) -> HTML:
    removed = [each for each in many.kept_resumes(db, visit.person_id) if each.removed_at is not None]
    removed.sort(key=lambda each: each.removed_at or now(), reverse=True)
    left = {each.id: REMOVED_DAYS - (now() - each.removed_at).days for each in removed if each.removed_at}
    return page(visit, "resumes/bin.html", removed=removed, left=left, day=day_in_words, days=REMOVED_DAYS)


routes = [
    show_resumes, show_archive, ask_for_new, make, duplicate, show_settings, save_settings, make_default, archive,
    unarchive, remove, restore, show_bin,
]  # fmt: skip
