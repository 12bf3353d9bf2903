"""The board: every open application in its lane, and moving cards about."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from sqlmodel import Session

from web.applications.actions import move
from web.applications.arranging import place_between
from web.applications.board import counted, lanes_of, next_line, soonest, tally
from web.applications.forms import MoveForm
from web.applications.queries import (
    Card,
    Standing,
    application_of,
    board_of,
    card_and_standing,
    cards_of,
    stages_of,
    standing_of,
)
from web.applications.stages import Stage, move_between, stage_named, stage_of
from web.applications.tables import Application, Board
from web.applications.undoing import act_of, done_now, take_back, undoable
from web.jobs.tables import Job
from web.kit.clock import now
from web.kit.forms import Form, Line
from web.kit.pages import HTML, go_to, page, part
from web.kit.visits import NotFound, Visit, in_transaction, safe_path

IN_A_DAY, NO_BREAK = re.compile(r" (?:(?<=day )(?=\d)|(?<=\d )(?=[A-Z]))"), "\u00a0"


@get("/applications")
@in_transaction
def show_board(db: Session, visit: Visit) -> HTML:
    shown = board(db, visit.person_id)
    return page(visit, "applications/board.html", **shown, **done_now(db, visit))


def board(db: Session, owner_id: UUID) -> dict[str, Any]:
    """What the board shows, in two queries."""
    arranged = board_of(db, owner_id)
    stages = stages_of(arranged)
    cards, in_each = cards_of(db, owner_id, stages)
    many = counted(stages, in_each)
    lanes, closed = lanes_of(stages, cards, many)
    return {
        "lanes": lanes,
        "closed": closed,
        "cards": len(cards),
        **standing(stages, many, soonest(cards, stages), arranged),
    }


def standing(stages: Sequence[Stage], many: Mapping[str, int], first: Card | None, arranged: Board) -> dict[str, Any]:
    """Where things stand in all, and how a card says its own: what the page and the answer to a move both show."""
    present = now()
    return {
        "stages": stages,
        "many": many,
        "tally": tally(stages, many),
        "first": first,
        "first_line": said_next(first, stages, arranged.zone, present)[0] if first else "",
        "line": lines_in(stages, arranged.zone, present),
    }


def lines_in(stages: Sequence[Stage], zone: str, present: datetime) -> Callable[[Card], tuple[str, bool]]:
    """What the template asks for each card: its line as a sentence begins, and whether it presses."""

    def line(card: Card) -> tuple[str, bool]:
        words, presses = said_next(card, stages, zone, present)
        return words[:1].upper() + words[1:], presses

    return line


def said_next(card: Card, stages: Sequence[Stage], zone: str, present: datetime) -> tuple[str, bool]:
    """Its line, where no day is torn from its month, and whether it presses."""
    words, presses = next_line(card, stage_of(stages, card.stage), zone, present)
    return IN_A_DAY.sub(NO_BREAK, words), presses


# --- moving ----------------------------------------------------------------------------------------------------------


@get("/applications/{application_id:uuid}/move")
@in_transaction
def ask_where(db: Session, visit: Visit, application_id: FromPath[UUID]) -> HTML:
    """The menu as a page, for a browser without JavaScript or pop-ups."""
    application, job = application_of(db, visit.person_id, application_id)
    around = choices(application, job, board_of(db, visit.person_id))
    return page(visit, "applications/move.html", **around, to=None, question="", said={})


def choices(application: Application, job: Job, arranged: Board) -> dict[str, Any]:
    stages = stages_of(arranged)
    return {"application": application, "job": job, "stages": stages, "stage": stage_of(stages, application.stage)}


@post("/applications/{application_id:uuid}/move")
@in_transaction
def move_card(db: Session, visit: Visit, application_id: FromPath[UUID]) -> HTML:
    """An odd move is asked about first, and so is one of a card that is not on the board any more; a move within a lane
    never is."""
    said = MoveForm.read(visit.posted).values
    found, arranged = standing_of(db, visit.person_id, [application_id])
    after = stage_named(stages_of(arranged), said.get("stage", ""))
    if not found or after is None:
        raise NotFound
    there = found[0]
    question = question_of(there, arranged, after)
    if question and not said.get("meant"):
        around = choices(there.application, there.job, arranged)
        template, answer = ("applications/_asked.html", part) if visit.wants_part else ("applications/move.html", page)
        return answer(visit, template, 409, **around, to=after, question=question, said=said)
    words = f"{there.job.title or there.job.company} is now in {after.name}."
    with undoable(db, visit.person_id, words) as act:
        place = place_between(db, visit.person_id, after.slug, said.get("after"), said.get("before"))
        move(db, there, arranged, after, visit.whence, place)
    if visit.wants_part:
        return moved(db, visit, application_id, arranged, {"id": act.act_id, "words": words, "undone_at": None})
    if safe_path(said.get("next")) == f"/applications/{application_id}":
        return go_to(visit, f"/applications/{application_id}?done={act.act_id}")
    return go_to(visit, f"/applications?done={act.act_id}#card-{application_id}")


def question_of(standing: Standing, arranged: Board, after: Stage) -> str:
    """What is asked before this move, "" where nothing is."""
    if standing.application.removed_at:
        return f"It is in the bin. Take it out, and put it in {after.name}?"
    if standing.application.archived_at:
        return f"It is in the archive. Take it out, and put it in {after.name}?"
    before = stage_of(stages_of(arranged), standing.application.stage)
    return move_between(before, after, standing.was_sent).asks


def moved(db: Session, visit: Visit, application_id: UUID, arranged: Board, done: dict[str, Any]) -> HTML:
    """The card itself, with what the page says of all of them."""
    stages = stages_of(arranged)
    found, in_each = card_and_standing(db, visit.person_id, application_id, stages)
    many = counted(stages, in_each)
    stands = standing(stages, many, soonest(list(found.values()), stages), arranged)
    said: dict[str, Any] = {"card": found[application_id], "cards": len(many), "done": done, "back": "/applications"}
    return part(visit, "applications/_moved.html", **stands, **said)


# --- taking back -----------------------------------------------------------------------------------------------------


class UndoForm(Form):
    """Where one was."""

    next: Line = ""


@post("/applications/acts/{act_id:uuid}/undo")
@in_transaction
def undo(db: Session, visit: Visit, act_id: FromPath[UUID]) -> HTML:
    act = act_of(db, visit.person_id, act_id)
    stays = take_back(db, act)
    back = safe_path(UndoForm.read(visit.posted).values.get("next"))
    page_was = back if back.startswith("/applications") and "?" not in back else "/applications"
    return go_to(visit, f"{page_was}?done={act.id}{'&stays=1' if stays else ''}")


routes = [show_board, ask_where, move_card, undo]
