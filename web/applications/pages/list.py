"""The list: sorted, filtered, kept as a view, and moved many at a time."""

from collections import defaultdict
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from sqlmodel import Session

from web.applications import away
from web.applications.actions import move
from web.applications.listing import A_PAGE, COLUMNS, Asked, asked_for, listed, view_of, views_of
from web.applications.pages.board import lines_in, question_of
from web.applications.queries import Standing, board_of, stages_of, standing_of
from web.applications.stages import stage_named, stage_of
from web.applications.tables import View
from web.applications.undoing import done_now, undoable
from web.applications.words import day_of, day_words
from web.jobs.facts import REMOTE
from web.kit.clock import now
from web.kit.forms import Form, Line, Lines, Reading
from web.kit.numbers import in_words
from web.kit.pages import HTML, go_to, page
from web.kit.visits import Visit, in_transaction

MOST_VIEWS = 50
MOST_QUERY = 2_000
VERBS = {"archive": "in the archive", "remove": "in the bin", "restore": "on the board again"}


@get("/applications/list")
@in_transaction
def show_list(db: Session, visit: Visit) -> HTML:
    asked = asked_for(visit.request.query_params)
    shown = the_list(db, visit.person_id, asked)
    return page(visit, "applications/list.html", **shown, **done_now(db, visit))


def the_list(db: Session, owner_id: UUID, asked: Asked) -> dict[str, Any]:
    """What the list shows, in a fixed number of queries."""
    arranged, present = board_of(db, owner_id), now()
    stages = stages_of(arranged)
    cards, many = listed(db, owner_id, asked, stages, arranged.quiet_days, present)
    today = day_of(present, arranged.zone, False)
    return {
        "asked": asked,
        "columns": COLUMNS,
        "stages": stages,
        "stage_of": lambda card: stage_of(stages, card.stage),
        "line": lines_in(stages, arranged.zone, present),
        "day": lambda day: day_words(day, today),
        "heard_on": lambda card: day_of(card.touched_at, arranged.zone, False),
        "cards": cards,
        "many": many,
        "pages": -(-many // A_PAGE),
        "remote": REMOTE.items(),
        "views": views_of(db, owner_id),
        "quiet_days": arranged.quiet_days,
        "reading": None,
        "problem": "",
    }


# --- many at a time --------------------------------------------------------------------------------------------------


class ManyForm(Form):
    """Which ones, and what is to become of them; `meant` where an odd move was asked about."""

    chosen: Lines = []
    stage: Line = ""
    go: Line = ""
    meant: Line = ""


@post("/applications/many")
@in_transaction
def change_many(db: Session, visit: Visit) -> HTML:
    """One act, with one way back."""
    reading, asked = ManyForm.read(visit.posted), asked_in(visit)
    said = reading.values
    back = f"/applications/list?{asked.query}"
    chosen = ids_in(said.get("chosen", []))
    if reading.errors or len(chosen) > A_PAGE:
        return refuse(db, visit, asked, f"{A_PAGE} at a time is the most. Nothing was changed.")
    if not chosen:
        return refuse(db, visit, asked, "Nothing is ticked, so nothing was changed.")
    found, arranged = standing_of(db, visit.person_id, chosen)
    if not found:
        return refuse(db, visit, asked, "What you ticked is not here any more: it was deleted in another window.")
    gone = gone_words(len(chosen) - len(found))
    if said.get("go") in VERBS:
        words = f"{how_many(found)} {VERBS[said['go']]}.{gone}"
        with undoable(db, visit.person_id, words) as act:
            for each in found:
                getattr(away, said["go"])(db, each.application, each.job, visit.whence)
        return go_to(visit, f"{back}&done={act.act_id}")
    to = stage_named(stages_of(arranged), said.get("stage", ""))
    if to is None:
        return refuse(db, visit, asked, "This stage is not there any more. Nothing was changed.")
    questions = defaultdict(list)
    for each in found:
        if asks := question_of(each, arranged, to):
            questions[asks].append(each.job)
    if questions and not said.get("meant"):
        context = {"found": found, "to": to, "questions": questions, "query": asked.query}
        return page(visit, "applications/many.html", 409, **context)
    with undoable(db, visit.person_id, f"{how_many(found)} now in {to.name}.{gone}") as act:
        for each in found:
            move(db, each, arranged, to, visit.whence)
    return go_to(visit, f"{back}&done={act.act_id}")


def refuse(db: Session, visit: Visit, asked: Asked, problem: str) -> HTML:
    shown = the_list(db, visit.person_id, asked) | {"problem": problem, "done": None}
    return page(visit, "applications/list.html", 422, **shown)


def how_many(found: list[Standing]) -> str:
    """`Cook is`, `Three applications are`."""
    if len(found) == 1:
        return f"{found[0].job.title or found[0].job.company} is"
    return f"{in_words(len(found)).capitalize()} applications are"


def gone_words(many: int) -> str:
    """Of those ticked that are not there any more."""
    return f" {in_words(many).capitalize()} {'was' if many == 1 else 'were'} deleted before." if many else ""


def ids_in(chosen: list[str]) -> set[UUID]:
    """Those that are ids, each once."""
    found = set()
    for each in chosen:
        with suppress(ValueError):
            found.add(UUID(each))
    return found


def asked_in(visit: Visit) -> Asked:
    """The list that a form stood on."""
    return asked_for(dict(parse_qsl(str(visit.posted.get("query", ""))[: 2 * MOST_QUERY])))


# --- saved views -----------------------------------------------------------------------------------------------------


class ViewForm(Form):
    """A name for what the list is asked for."""

    name: Line = ""


@post("/applications/views")
@in_transaction
def save_view(db: Session, visit: Visit) -> HTML:
    reading = ViewForm.read(visit.posted)
    asked = asked_in(visit)
    views = views_of(db, visit.person_id)
    _check_name(reading, views)
    if len(views) >= MOST_VIEWS:
        reading.errors["name"] = f"You keep {MOST_VIEWS} views, the most there may be. Remove one first."
    if len(asked.query) > MOST_QUERY:
        reading.errors["name"] = "These filters are too long to be kept. Take some words out of them."
    if reading.errors:
        shown = the_list(db, visit.person_id, asked) | {"reading": reading, "done": None}
        return page(visit, "applications/list.html", 422, **shown)
    with undoable(db, visit.person_id, f"The view “{reading.values['name'][:60]}” is kept.") as act:
        db.add(View(owner_id=visit.person_id, name=reading.values["name"], query=asked.query))
    return go_to(visit, f"/applications/list?{asked.query}&done={act.act_id}")


def _check_name(reading: Reading, others: list[View]) -> None:
    reading.need(name="Give it a name.")
    if any(each.name == reading.values.get("name") for each in others):
        reading.errors["name"] = "You have a view of this name. Choose another."


@get("/applications/views/{view_id:uuid}")
@in_transaction
def show_view(db: Session, visit: Visit, view_id: FromPath[UUID]) -> HTML:
    """Its name, and the way to remove it."""
    return page(visit, "applications/view.html", view=view_of(db, visit.person_id, view_id), reading=None)


@post("/applications/views/{view_id:uuid}")
@in_transaction
def rename_view(db: Session, visit: Visit, view_id: FromPath[UUID]) -> HTML:
    view, reading = view_of(db, visit.person_id, view_id), ViewForm.read(visit.posted)
    _check_name(reading, [each for each in views_of(db, visit.person_id) if each.id != view.id])
    if reading.errors:
        return page(visit, "applications/view.html", 422, view=view, reading=reading)
    with undoable(db, visit.person_id, f"The view is called “{reading.values['name'][:60]}” now.") as act:
        view.name = reading.values["name"]
    return go_to(visit, f"/applications/list?{view.query}&done={act.act_id}")


@post("/applications/views/{view_id:uuid}/remove")
@in_transaction
def remove_view(db: Session, visit: Visit, view_id: FromPath[UUID]) -> HTML:
    view = view_of(db, visit.person_id, view_id)
    with undoable(db, visit.person_id, f"The view “{view.name[:60]}” is removed.") as act:
        db.delete(view)
    return go_to(visit, f"/applications/list?done={act.act_id}")


routes = [show_list, change_many, save_view, show_view, rename_view, remove_view]
