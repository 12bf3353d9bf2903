"""The job of an application: what its posting says, each fact with where it is from, and putting it right."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from sqlmodel import Session

from web.applications.actions import happened
from web.applications.changing import as_it_is, changed_here, marks_of
from web.applications.queries import application_of, board_of
from web.applications.tables import Application
from web.applications.undoing import done_now, undoable
from web.applications.words import zone_named
from web.jobs.actions import correct
from web.jobs.facts import EMPLOYMENT, PERIOD, REMOTE, facts_of
from web.jobs.forms import JobForm, read_job
from web.jobs.tables import Job
from web.kit.forms import Reading, read_marks
from web.kit.pages import HTML, go_to, page
from web.kit.visits import Visit, in_transaction


@get("/applications/{application_id:uuid}/job")
@in_transaction
def show_job(
    db: Session,
    visit: Visit,
    application_id: FromPath[UUID],
) -> HTML:
    application, job = application_of(db, visit.person_id, application_id)
    facts = facts_of(job)
    return page(
        visit,
        "applications/job.html",
        application=application,
        job=job,
        facts=facts,
        here=zone_named(board_of(db, visit.person_id).zone),
        **done_now(db, visit),
    )


@get("/applications/{application_id:uuid}/job/correct")
@in_transaction
def show_correcting(db: Session, visit: Visit, application_id: FromPath[UUID]) -> HTML:
    application, job = application_of(db, visit.person_id, application_id)
    return correcting(visit, application, job)


def correcting(
    visit: Visit, application: Application, job: Job, status: int = 200, reading: Reading | None = None
) -> HTML:
    """The form; where something in it is wrong, it keeps what was typed and the marks of what this tab saw."""
    reading = reading or Reading(raw=dict(as_it_is(job, JobForm)))
    was = str(visit.posted.get("was") or "") if status == 422 else marks_of(job, JobForm)
    facts = {fact.name: fact for fact in facts_of(job)}
    return page(
        visit, "applications/correct.html", status, application=application, job=job, reading=reading, was=was,
        facts=facts, periods=PERIOD, employments=EMPLOYMENT, remotes=REMOTE,
    )  # fmt: skip


@post("/applications/{application_id:uuid}/job/correct")
@in_transaction
def keep_job(db: Session, visit: Visit, application_id: FromPath[UUID]) -> HTML:
    application, job = application_of(db, visit.person_id, application_id, lock=True)
    reading = read_job(visit.posted)
    if job.text:  # the posting's words stay as they were
        reading.values.pop("text", None)
    if reading.errors:
        return correcting(visit, application, job, 422, reading)
    mine = changed_here(job, JobForm, reading, read_marks(visit.posted))
    if reading.errors:
        return correcting(visit, application, job, 409, reading)
    with undoable(db, visit.person_id, "What the posting says is put right.") as act:
        correct(job, **mine)
        happened(db, application, job, "job-corrected", whence=visit.whence)
    return go_to(visit, f"/applications/{application.id}/job?done={act.act_id}")


routes = [show_job, show_correcting, keep_job]
