"""One application: where it stands, what is ahead, what happened, and what its person thinks of it."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from sqlmodel import Session

from web.applications.actions import happened
from web.applications.changing import Draft, draft_of, settled_here
from web.applications.forms import MomentForm, YoursForm, zones
from web.applications.queries import (
    AHEAD,
    application_of,
    board_of,
    contacts_of,
    sendings_of,
    stages_of,
    timeline_of,
)
from web.applications.sending import is_under_way
from web.applications.stages import Meaning, stage_of
from web.applications.tables import Application, Board, Kind, Method, Response
from web.applications.timeline import tell
from web.applications.undoing import done_now, undoable
from web.applications.words import zone_named
from web.jobs.facts import facts_of
from web.jobs.tables import Job
from web.kit.clock import now
from web.kit.forms import Settled, View
from web.kit.pages import HTML, go_to, page, part
from web.kit.visits import Visit, in_transaction
from web.profile.pages import marks_sent
from web.resumes.many import kept_resumes

METHODS = {
    Method.MANUAL: "I wrote and sent it myself",
    Method.ASSISTED: "With help, and sent by me",
    Method.AUTOMATIC: "It was sent for me",
}
RESPONSES = {
    Response.NONE: "No answer yet", Response.RECEIPT: "They have it", Response.QUESTION: "A question",
    Response.INVITATION: "An invitation", Response.OFFER: "An offer", Response.REFUSAL: "A refusal",
}  # fmt: skip
TO_CORRECT = "there is something to correct"
EXCITEMENT = tuple(enumerate(("Not said", "Hardly", "A little", "Fairly", "Very", "It is the one")))


@get("/applications/{application_id:uuid}")
@in_transaction
def show_application(
    db: Session,
    visit: Visit,
    application_id: FromPath[UUID],
    known: FromQuery[str] = "",
) -> HTML:
    application, job = application_of(db, visit.person_id, application_id)
    return application_page(db, visit, application, job, known=bool(known), **done_now(db, visit))


def application_page(
    db: Session, visit: Visit, application: Application, job: Job, status: int = 200, **more: Any
) -> HTML:
    """The page. `view` is what was written into it and could not be kept."""
    arranged = board_of(db, visit.person_id)
    context = {"view": View(blank(arranged.zone), MomentForm, "new"), "known": False, "done": None, "stays": False}
    told = story(db, application, job, arranged)
    return page(visit, "applications/application.html", status, **told, **context | more)


def blank(zone: str) -> Draft:
    """A thing for the timeline before anything is said of it."""
    return Draft(kind=Kind.NOTE, title="", words="", day=None, hour="", zone=zone, minutes=None, place="", unsettled={})


def story(db: Session, application: Application, job: Job, arranged: Board) -> dict[str, Any]:
    """What the page shows, in a fixed number of queries."""
    owner_id, present = application.owner_id, now()
    stages = stages_of(arranged)
    told = [tell(each, arranged.zone, present) for each in timeline_of(db, owner_id, application.id)]
    ahead = [each for each in told if each.is_ahead]
    sendings = sendings_of(db, owner_id, application.id)
    resumes = kept_resumes(db, owner_id) if application.resume_id and not sendings else []
    return {
        "application": application,
        "job": job,
        "stages": stages,
        "stage": stage_of(stages, application.stage),
        "is_saved": stage_of(stages, application.stage).meaning is Meaning.SAVED,
        "ahead": ahead,
        "next": next((each for each in reversed(ahead) if each.moment.kind in AHEAD), None),
        "behind": [each for each in told if not each.is_ahead],
        "today": here_today(arranged),
        "here": zone_named(arranged.zone),
        "zones": sorted(zones()),
        "contacts": contacts_of(db, owner_id, application.id),
        "sendings": sendings,
        "is_under_way": is_under_way,
        "resume": next((each for each in resumes if each.id == application.resume_id), None),
        "facts": facts_of(job),
        "methods": METHODS,
        "responses": RESPONSES,
        "excitements": EXCITEMENT,
    }


def here_today(arranged: Board) -> date:
    """The day it is where the person is."""
    return now().astimezone(zone_named(arranged.zone)).date()


# --- what its person thinks of it ------------------------------------------------------------------------------------


@get("/applications/{application_id:uuid}/yours")
@in_transaction
def show_yours(db: Session, visit: Visit, application_id: FromPath[UUID]) -> HTML:
    application, job = application_of(db, visit.person_id, application_id)
    return yours_page(visit, application, job, View(draft_of(application, YoursForm), YoursForm, "yours"))


def yours_page(visit: Visit, application: Application, job: Job, view: View, status: int = 200) -> HTML:
    return page(
        visit, "applications/yours.html", status, application=application, job=job, view=view,
        refused=refusal(view), methods=METHODS.items(), responses=RESPONSES.items(), excitements=EXCITEMENT,
    )  # fmt: skip


@post("/applications/{application_id:uuid}/yours")
@in_transaction
def keep_yours(db: Session, visit: Visit, application_id: FromPath[UUID]) -> HTML:
    """With JavaScript every time the person pauses; by the button it can be taken back."""
    application, job = application_of(db, visit.person_id, application_id, lock=True)
    draft, reading, was = draft_of(application, YoursForm), YoursForm.read(visit.posted), marks_sent(visit)
    settled = settled_here(draft, YoursForm, reading, was)
    view = View(draft, YoursForm, "yours", settled, reading, was, refused=not settled.is_whole)
    if visit.wants_part:
        take(db, application, draft, settled.taken)
        return typed(visit, view)
    with undoable(db, visit.person_id, "Your side of it is kept.") as act:
        take(db, application, draft, settled.taken)
        happened(db, application, job, "application-changed", whence=visit.whence)
    if not settled.is_whole:
        return yours_page(visit, application, job, view, status_of(settled))
    return go_to(visit, f"/applications/{application.id}?done={act.act_id}")


def take(db: Session, application: Application, draft: Draft, names: set[str]) -> None:
    for name in names:
        setattr(application, name, getattr(draft, name))
    if "response" in names and application.response and not application.response_on:
        application.response_on = here_today(board_of(db, application.owner_id))
    if names:
        application.touched_at = now()


# --- saved while one types -------------------------------------------------------------------------------------------


def typed(visit: Visit, view: View) -> HTML:
    """The small answer to a save while typing: its state in words, what is wrong at which field, the new marks."""
    return part(visit, "profile/_typed.html", status_of(view.settled), view=view, refused=refusal(view))


def status_of(settled: Settled | None) -> int:
    return 409 if settled and settled.conflicts else 422 if settled and settled.errors else 200


def refusal(view: View) -> str:
    """What is wrong is not kept, and says so; what another tab changed has its own words."""
    return TO_CORRECT if status_of(view.settled) == 422 else ""


routes = [show_application, show_yours, keep_yours]
