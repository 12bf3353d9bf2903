"""What was asked in their form, and what one answered."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from sqlmodel import Session

from web.applications.actions import happened
from web.applications.changing import meanwhile
from web.applications.forms import AnswerForm
from web.applications.queries import application_of
from web.applications.tables import Application
from web.applications.undoing import done_now, undoable
from web.jobs.tables import Job
from web.kit.forms import Reading, mark_of
from web.kit.pages import HTML, go_to, page
from web.kit.visits import Visit, in_transaction

MOST_ANSWERS = 100
TOO_MANY = f"There are {MOST_ANSWERS} answers, the most there may be."
ASKED_TWICE = "This question stands here already. Change its answer below."


@get("/applications/{application_id:uuid}/answers")
@in_transaction
def show_answers(
    db: Session,
    visit: Visit,
    application_id: FromPath[UUID],
) -> HTML:
    application, job = application_of(db, visit.person_id, application_id)
    return answers_page(visit, application, job, **done_now(db, visit))


def answers_page(visit: Visit, application: Application, job: Job, status: int = 200, **more: Any) -> HTML:
    """Every answer in a form of its own, with its mark, and an empty one. `reading` is what could not be kept."""
    context = {"reading": None, "done": None, "stays": False} | more
    answers = [(asked, said, mark_of(said)) for asked, said in application.answers.items()]
    return page(
        visit, "applications/answers.html", status, application=application, job=job, answers=answers, **context
    )


@post("/applications/{application_id:uuid}/answers")
@in_transaction
def keep_answer(db: Session, visit: Visit, application_id: FromPath[UUID]) -> HTML:
    """A new one, or another one in the place of one that stands here."""
    application, job = application_of(db, visit.person_id, application_id, lock=True)
    reading = AnswerForm.read(visit.posted)
    check(application, reading)
    if reading.errors:
        return answers_page(visit, application, job, 422, reading=reading)
    if changed_meanwhile(application, reading, str(visit.posted.get("was") or "")):
        reading.errors["said"] = meanwhile(application.answers[reading.values["instead"]])
        return answers_page(visit, application, job, 409, reading=reading)
    asked, instead = reading.values["asked"], reading.values.get("instead") or reading.values["asked"]
    answer = asked, reading.values.get("said", "")
    kept = [answer if each == instead else (each, said) for each, said in application.answers.items()]
    with undoable(db, visit.person_id, "Your answer is kept.") as act:
        application.answers = dict(kept if instead in application.answers else [*kept, answer])
        happened(db, application, job, "answer-kept", whence=visit.whence)
    return go_to(visit, f"/applications/{application.id}/answers?done={act.act_id}")


def check(application: Application, reading: Reading) -> None:
    reading.need(asked="Write what they ask.")
    asked, instead = reading.values.get("asked", ""), reading.values.get("instead", "")
    if asked in application.answers and asked != instead:
        reading.errors["asked"] = ASKED_TWICE
    if instead not in application.answers and len(application.answers) >= MOST_ANSWERS:
        reading.errors["asked"] = TOO_MANY


def changed_meanwhile(application: Application, reading: Reading, was: str) -> bool:
    """Whether another tab answered this question otherwise than this one saw and says."""
    there = application.answers.get(reading.values.get("instead", ""))
    return there is not None and was not in ("", mark_of(there)) and there != reading.values.get("said", "")


@post("/applications/{application_id:uuid}/answers/remove")
@in_transaction
def take_out(db: Session, visit: Visit, application_id: FromPath[UUID]) -> HTML:
    application, job = application_of(db, visit.person_id, application_id, lock=True)
    instead = AnswerForm.read(visit.posted).values.get("instead", "")
    with undoable(db, visit.person_id, "The question is taken out.") as act:
        application.answers = {asked: said for asked, said in application.answers.items() if asked != instead}
        happened(db, application, job, "answer-taken-out", whence=visit.whence)
    return go_to(visit, f"/applications/{application.id}/answers?done={act.act_id}")


routes = [show_answers, keep_answer, take_out]
