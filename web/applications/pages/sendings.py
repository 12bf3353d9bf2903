"""What goes out, and what went out: choosing a résumé, and what was sent with every application."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from sqlmodel import Session

from web.applications.actions import happened
from web.applications.forms import ResumeForm
from web.applications.queries import application_of, board_of
from web.applications.sending import (
    LETTER,
    SHEET,
    bundle,
    file_of,
    is_under_way,
    picture_of,
    send_again,
    sending_of,
    sent_of,
)
from web.applications.tables import Application, Sending
from web.applications.undoing import done_now, undoable
from web.applications.words import zone_named
from web.jobs.tables import Job
from web.kit.pages import HTML, go_to, page, part
from web.kit.rows import SHORT
from web.kit.visits import NotFound, Visit, in_transaction
from web.resumes.actions import DEFAULT, resume_of
from web.resumes.many import About, Kept, is_full, kept_resumes, make_one, sheets_ready
from web.resumes.pages.sheets import FOR_GOOD, as_file, file_name
from web.resumes.tables import Resume

FULL = "You keep as many résumés as there may be. Delete one for good, then make this one."
NOT_THERE = "This one is not there any more. Choose another one."


# --- what goes out ---------------------------------------------------------------------------------------------------


@get("/applications/{application_id:uuid}/resume")
@in_transaction
def show_choice(
    db: Session,
    visit: Visit,
    application_id: FromPath[UUID],
) -> HTML:
    application, job = application_of(db, visit.person_id, application_id)
    return choice_page(db, visit, application, job, **done_now(db, visit))


def choice_page(db: Session, visit: Visit, application: Application, job: Job, status: int = 200, **more: Any) -> HTML:
    resumes = to_choose(db, visit, application)
    context = {"problem": "", "done": None, "stays": False} | more
    return page(
        visit, "applications/resume.html", status, application=application, job=job, resumes=resumes,
        pictures=sheets_ready(db, visit.person_id, [each.id for each in resumes]), **context,
    )  # fmt: skip


def to_choose(db: Session, visit: Visit, application: Application) -> list[Kept]:
    """Those in the list, and the one that is chosen wherever it lies; not what lies in the bin."""
    kept = [each for each in kept_resumes(db, visit.person_id) if each.removed_at is None]
    return [each for each in kept if each.archived_at is None or each.id == application.resume_id]


@post("/applications/{application_id:uuid}/resume")
@in_transaction
def choose(db: Session, visit: Visit, application_id: FromPath[UUID]) -> HTML:
    """Nothing chosen is none."""
    application, job = application_of(db, visit.person_id, application_id, lock=True)
    reading = ResumeForm.read(visit.posted)
    chosen = reading.values.get("resume_id")
    try:
        resume = resume_of(db, visit.person_id, str(chosen))[0] if chosen else None
    except NotFound:
        return choice_page(db, visit, application, job, 422, problem=NOT_THERE)
    words = (
        f"“{resume.name}” goes out with this application." if resume else "No résumé goes out with this application."
    )
    with undoable(db, visit.person_id, words) as act:
        application.resume_id = resume.id if resume else None
        happened(db, application, job, "resume-chosen", whence=visit.whence)
    return go_to(visit, f"/applications/{application.id}?done={act.act_id}")


@post("/applications/{application_id:uuid}/resume/make")
@in_transaction
def make_for_it(db: Session, visit: Visit, application_id: FromPath[UUID]) -> HTML:
    """One like the chosen one, or like the default one, for this very job; and on to its words."""
    application, job = application_of(db, visit.person_id, application_id, lock=True)
    if is_full(db, visit.person_id):
        return choice_page(db, visit, application, job, 422, problem=FULL)
    like, profile = model_for(db, visit, ResumeForm.read(visit.posted).values.get("resume_id"))
    about = {column: getattr(like, column) for column in About.model_fields}
    name = ", ".join(filter(None, [job.title, job.company]))[:SHORT]
    about |= {"name": name or like.name, "target_title": job.title or like.target_title}
    resume = make_one(db, visit, profile, about, like=like)
    with undoable(db, visit.person_id, f"“{resume.name}” goes out with this application."):
        application.resume_id = resume.id
        happened(db, application, job, "resume-chosen", whence=visit.whence)
    return go_to(visit, f"/resumes/{resume.id}")


def model_for(db: Session, visit: Visit, chosen: UUID | None) -> tuple[Resume, Any]:
    try:
        return resume_of(db, visit.person_id, str(chosen) if chosen else DEFAULT)
    except NotFound:
        return resume_of(db, visit.person_id, DEFAULT)


# --- what went out ---------------------------------------------------------------------------------------------------


@get("/applications/sent")
@in_transaction
def show_all_sent(db: Session, visit: Visit, resume: FromQuery[UUID | None] = None) -> HTML:
    """Every one, or what a certain résumé went out with."""
    sent = sent_of(db, visit.person_id, resume)
    wanted = next((each for each in kept_resumes(db, visit.person_id) if each.id == resume), None) if resume else None
    here = zone_named(board_of(db, visit.person_id).zone)
    return page(visit, "applications/sent.html", sent=sent, resume=wanted, of_one=resume is not None, here=here)


@get("/applications/sendings/{sending_id:uuid}")
@in_transaction
def show_sending(db: Session, visit: Visit, sending_id: FromPath[UUID]) -> HTML:
    return page(visit, "applications/sending.html", **around(db, visit, sending_id))


@get("/applications/sendings/{sending_id:uuid}/part")
@in_transaction
def show_files(db: Session, visit: Visit, sending_id: FromPath[UUID]) -> HTML:
    """What there is to take; while the sheet is being set, it asks for itself again."""
    return part(visit, "applications/_bundle.html", **around(db, visit, sending_id))


def around(db: Session, visit: Visit, sending_id: UUID) -> dict[str, Any]:
    sending = sending_of(db, visit.person_id, sending_id)
    application, job = application_of(db, visit.person_id, sending.application_id)
    is_there = any(each.id == sending.resume_id and not each.removed_at for each in kept_resumes(db, visit.person_id))
    return {
        "sending": sending,
        "application": application,
        "job": job,
        "posting": sending.frozen.get("posting", {}),
        "answers": sending.frozen.get("answers", {}),
        "is_under_way": is_under_way(sending),
        "is_there": is_there,
        "here": zone_named(board_of(db, visit.person_id).zone),
    }


@post("/applications/sendings/{sending_id:uuid}/again")
@in_transaction
def set_again(db: Session, visit: Visit, sending_id: FromPath[UUID]) -> HTML:
    """Where the worker gave up meanwhile. The words are those that went out, however often it is set."""
    sending = sending_of(db, visit.person_id, sending_id)
    visit.count("set-again", 30, 3_600)
    send_again(db, sending)
    return go_to(visit, f"/applications/sendings/{sending.id}")


@get("/applications/sendings/{sending_id:uuid}/resume")
@in_transaction
def take_sheet(db: Session, visit: Visit, sending_id: FromPath[UUID]) -> Response[bytes]:
    sending = sending_of(db, visit.person_id, sending_id)
    return as_file(file_of(visit.house, sending, SHEET), named(sending, SHEET), "application/pdf")


def named(sending: Sending, what: str) -> str:
    """A file's name that says for which job it went out."""
    posting = sending.frozen.get("posting", {})
    return file_name(str(posting.get("title", "")), str(posting.get("company", "")), what)


@get("/applications/sendings/{sending_id:uuid}/letter")
@in_transaction
def take_letter(db: Session, visit: Visit, sending_id: FromPath[UUID]) -> Response[bytes]:
    sending = sending_of(db, visit.person_id, sending_id)
    return as_file(file_of(visit.house, sending, LETTER), named(sending, LETTER), "application/pdf")


@get("/applications/sendings/{sending_id:uuid}/bundle")
@in_transaction
def take_bundle(db: Session, visit: Visit, sending_id: FromPath[UUID]) -> Response[bytes]:
    """All of it in one file, once all of it is there."""
    sending = sending_of(db, visit.person_id, sending_id)
    if is_under_way(sending):
        raise NotFound
    name = named(sending, f"sent-{sending.sent_at:%Y-%m-%d}.zip")
    return as_file(bundle(visit.house, sending), name, "application/zip")


@get("/applications/sendings/{sending_id:uuid}/picture")
@in_transaction
def show_picture(db: Session, visit: Visit, sending_id: FromPath[UUID]) -> Response[bytes]:
    sending: Sending = sending_of(db, visit.person_id, sending_id)
    headers = {"Cache-Control": FOR_GOOD}
    return Response(picture_of(visit.house, sending), media_type="image/png", headers=headers)


routes = [
    show_choice, choose, make_for_it, show_all_sent, show_sending, show_files, set_again, take_sheet, take_letter,
    take_bundle, show_picture,
]  # fmt: skip
