"""The timeline: writing down what happened or is to come, with its file; changing it, and taking it out."""

from dataclasses import dataclass
from datetime import time
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session

from web.applications.changing import Draft, draft_of, settled_here
from web.applications.forms import MomentForm, zones
from web.applications.leftovers import KEPT_DAYS, sweep_in
from web.applications.pages.application import application_page, blank, refusal, status_of, typed
from web.applications.queries import AHEAD, MOST_TIMELINE, application_of, board_of, moment_of, timeline_of
from web.applications.tables import Application, Kind, Moment
from web.applications.timeline import WRITTEN, at_of, plain_name, title_of
from web.applications.undoing import undoable
from web.applications.words import zone_named
from web.jobs.tables import Job
from web.kit.clock import now
from web.kit.events import record
from web.kit.forms import Reading, Settled, View
from web.kit.pages import HTML, go_to, page
from web.kit.visits import NotFound, Visit, in_transaction
from web.profile.pages import marks_sent
from web.resumes.pages.sheets import as_file

KEY = "moment"
LARGEST_FILE = 10_000_000  # bytes
MOST_FILES = (60, 3_600)  # that a person may bring, and within how many seconds
TOO_LARGE = f"This file is larger than {LARGEST_FILE // 1_000_000} MB. Make it smaller, or keep its words as a note."
NO_FILE = "Choose a file first."
THERE_IS_ONE = "There is a file already. Keep the other one as something of its own."
WHEN = {"day", "hour", "zone"}
TOO_MANY = f"There are {MOST_TIMELINE} things on this timeline, the most there may be. Take one out first."


@dataclass(frozen=True)
class Brought:
    """A file as it came; a byte more than there may be shows that it is too large."""

    name: str
    body: bytes


async def file_in(visit: Visit) -> Brought | None:
    file = visit.posted.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        return None
    return Brought(plain_name(file.filename), await file.read(LARGEST_FILE + 1))


@post("/applications/{application_id:uuid}/moments", request_max_body_size=2 * LARGEST_FILE)
async def add_moment(visit: NamedDependency[Visit], application_id: FromPath[UUID]) -> HTML:
    """A note, a call, a letter, an interview, a next step, a file: dated by hand, or now."""
    brought = await file_in(visit)
    return await visit.in_thread(_add, visit, application_id, brought)


def _add(db: Session, visit: Visit, application_id: UUID, brought: Brought | None) -> HTML:
    application, job = application_of(db, visit.person_id, application_id, lock=True)
    zone = board_of(db, visit.person_id).zone
    draft, reading = blank(zone), read_moment(visit, brought)
    if not reading.errors and len(timeline_of(db, visit.person_id, application_id)) >= MOST_TIMELINE:
        reading.errors["words"] = TOO_MANY
    if reading.errors:
        view = View(draft, MomentForm, "new", Settled(errors=reading.errors), reading, refused=True)
        return application_page(db, visit, application, job, 422, view=view)
    vars(draft).update(reading.values)
    moment = Moment(owner_id=visit.person_id, application_id=application.id, at=now(), zone=zone)
    write(moment, draft, set(reading.values), zone)
    if brought:
        keep(visit, moment, brought)
    with undoable(db, visit.person_id, f"“{title_of(moment)[:60]}” is kept.") as act:
        db.add(moment)
        application.touched_at = now()
    note(db, visit, application, job, moment)
    return go_to(visit, f"/applications/{application.id}?done={act.act_id}")


def read_moment(visit: Visit, brought: Brought | None = None, moment: Moment | None = None) -> Reading:
    """What was said, with what does not go together and a file that goes on too long among its errors. What stands
    there already has a day, and may have a file that says enough."""
    reading = MomentForm.read(visit.posted)
    kind = reading.values.get("kind") or Kind.NOTE
    if kind not in WRITTEN:
        reading.errors["kind"] = "Choose one of those listed."
    if reading.values.get("hour"):
        reading.need(day="Say on which day as well.")
    if kind in AHEAD or (moment and "day" in reading.raw):
        reading.need(day="Say on which day.")
    if brought and len(brought.body) > LARGEST_FILE:
        reading.errors["file"] = TOO_LARGE
    says_nothing = not any(str(reading.raw.get(name) or "").strip() for name in ("title", "words"))
    if says_nothing and kind is not Kind.INTERVIEW and not brought and not (moment and moment.file_name):
        field, words = ("title", "Say what is to be done.") if kind is Kind.STEP else ("words", "Write what happened.")
        reading.errors[field] = words
    return reading


def write(moment: Moment, draft: Draft, names: set[str], zone: str) -> None:
    """Into the row what the form says; a note without a day keeps the moment that it has."""
    moment.kind, moment.minutes = draft.kind, draft.minutes or 0
    moment.title, moment.words, moment.place = draft.title, draft.words, draft.place
    if draft.day and names & WHEN:
        hour = time.fromisoformat(draft.hour) if draft.hour else None
        moment.at, moment.zone = at_of(draft.day, hour, draft.zone or zone)


def keep(visit: Visit, moment: Moment, brought: Brought) -> None:
    """The file first, the row after."""
    visit.count("application-file", *MOST_FILES)
    visit.house.files.put(moment.file, brought.body)
    moment.file_name = brought.name
    if moment.kind is Kind.NOTE:
        moment.kind = Kind.FILE


def note(db: Session, visit: Visit, application: Application, job: Job, moment: Moment) -> None:
    record(
        db, "application-noted", visit.person_id, whence=visit.whence, entity="applications", entity_id=application.id,
        new={"kind": moment.kind.value, "about": job.title},
    )  # fmt: skip


# --- changing --------------------------------------------------------------------------------------------------------


@get("/applications/moments/{moment_id:uuid}")
@in_transaction
def show_moment(db: Session, visit: Visit, moment_id: FromPath[UUID]) -> HTML:
    return moment_page(db, visit, written(db, visit, moment_id))


def written(db: Session, visit: Visit, moment_id: UUID) -> Moment:
    """Something that a person wrote down; what the app saw happen is not changed by hand."""
    moment = moment_of(db, visit.person_id, moment_id)
    if moment.kind not in WRITTEN:
        raise NotFound
    return moment


def moment_page(
    db: Session, visit: Visit, moment: Moment, status: int = 200, view: View | None = None, **more: Any
) -> HTML:
    application, job = application_of(db, visit.person_id, moment.application_id)
    zone = board_of(db, visit.person_id).zone
    view = view or View(draft_from(moment, zone), MomentForm, KEY)
    return page(
        visit, "applications/moment.html", status, moment=moment, application=application, job=job,
        zones=sorted(zones()), title=title_of(moment), view=view, refused=refusal(view), **{"wrong": {}} | more,
    )  # fmt: skip


def draft_from(moment: Moment, zone: str) -> Draft:
    """The fields as they were filled in; `zone` is where the person is."""
    at = moment.at.astimezone(zone_named(moment.zone))
    return draft_of(
        moment, MomentForm, day=at.date(), hour="" if moment.is_whole_day else f"{at:%H:%M}",
        zone=moment.zone or zone, minutes=moment.minutes or None,
    )  # fmt: skip


@post("/applications/moments/{moment_id:uuid}")
@in_transaction
def change_moment(db: Session, visit: Visit, moment_id: FromPath[UUID]) -> HTML:
    """With JavaScript every time the person pauses; by the button it can be taken back."""
    moment = written(db, visit, moment_id)
    application, job = application_of(db, visit.person_id, moment.application_id, lock=True)
    zone, title = board_of(db, visit.person_id).zone, title_of(moment)
    draft, reading, was = draft_from(moment, zone), read_moment(visit, moment=moment), marks_sent(visit)
    settled = settled_here(draft, MomentForm, reading, was)
    view = View(draft, MomentForm, KEY, settled, reading, was, refused=not settled.is_whole)
    if visit.wants_part:
        change(application, moment, draft, settled, zone)
        return typed(visit, view)
    with undoable(db, visit.person_id, f"“{title[:60]}” is changed.") as act:
        change(application, moment, draft, settled, zone)
    note(db, visit, application, job, moment)
    if not settled.is_whole:
        return moment_page(db, visit, moment, status_of(settled), view)
    return go_to(visit, f"/applications/{moment.application_id}?done={act.act_id}")


def change(application: Application, moment: Moment, draft: Draft, settled: Settled, zone: str) -> None:
    if settled.taken:
        write(moment, draft, settled.taken, zone)
        application.touched_at = now()


@post("/applications/moments/{moment_id:uuid}/done")
@in_transaction
def finish(db: Session, visit: Visit, moment_id: FromPath[UUID]) -> HTML:
    """Done, and the application was touched: it is not quiet the day after."""
    moment = moment_of(db, visit.person_id, moment_id)
    application, _ = application_of(db, visit.person_id, moment.application_id, lock=True)
    with undoable(db, visit.person_id, f"“{title_of(moment)[:60]}” is done.") as act:
        moment.done_at = moment.done_at or now()
        application.touched_at = now()
    back = "today" if visit.posted.get("next") == "/applications/today" else moment.application_id
    return go_to(visit, f"/applications/{back}?done={act.act_id}")


@post("/applications/moments/{moment_id:uuid}/remove")
@in_transaction
def take_out(db: Session, visit: Visit, moment_id: FromPath[UUID]) -> HTML:
    moment = written(db, visit, moment_id)
    with undoable(db, visit.person_id, f"“{title_of(moment)[:60]}” is taken out.") as act:
        db.delete(moment)
    if moment.file_name:
        sweep_in(db, visit.person_id, KEPT_DAYS)
    return go_to(visit, f"/applications/{moment.application_id}?done={act.act_id}")


# --- its file --------------------------------------------------------------------------------------------------------


@post("/applications/moments/{moment_id:uuid}/file", request_max_body_size=2 * LARGEST_FILE)
async def bring_file(visit: NamedDependency[Visit], moment_id: FromPath[UUID]) -> HTML:
    """A file for what stands on the timeline without one."""
    return await visit.in_thread(_bring_file, visit, moment_id, await file_in(visit))


def _bring_file(db: Session, visit: Visit, moment_id: UUID, brought: Brought | None) -> HTML:
    moment = written(db, visit, moment_id)
    application, job = application_of(db, visit.person_id, moment.application_id, lock=True)
    if moment.file_name or brought is None or len(brought.body) > LARGEST_FILE:
        words = THERE_IS_ONE if moment.file_name else TOO_LARGE if brought else NO_FILE
        return moment_page(db, visit, moment, 422, wrong={"file": words})
    with undoable(db, visit.person_id, f"“{brought.name[:60]}” is kept.") as act:
        keep(visit, moment, brought)
        application.touched_at = now()
    note(db, visit, application, job, moment)
    return go_to(visit, f"/applications/{moment.application_id}?done={act.act_id}")


@get("/applications/moments/{moment_id:uuid}/file")
@in_transaction
def take_file(db: Session, visit: Visit, moment_id: FromPath[UUID]) -> Response[bytes]:
    """As it came, to be kept and never to be run."""
    moment = moment_of(db, visit.person_id, moment_id)
    body = visit.house.files.get(moment.file) if moment.file_name else None
    if body is None:
        raise NotFound
    return as_file(body, moment.file_name, "application/octet-stream")


routes = [add_moment, show_moment, change_moment, finish, take_out, bring_file, take_file]
