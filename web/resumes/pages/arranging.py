"""What is in a résumé, and in which order: added, left out, moved, named."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from litestar import post
from litestar.params import FromPath
from sqlmodel import Session

from web.kit.forms import Form, Line
from web.kit.pages import HTML, go_to, page, part
from web.kit.printing.controls import LONGEST_TITLE
from web.kit.visits import Visit, in_transaction
from web.profile.pages import MOST_ADDED
from web.resumes import arranging as verbs
from web.resumes.editing import Desk, desk_of, kind_named, piece_of
from web.resumes.pages.editor import base_of, changed, on_page
from web.resumes.sections import anchor_of


class TitleForm(Form):
    section: Line = ""
    title: Line = ""


# --- what is in it ---------------------------------------------------------------------------------------------------


@post("/resumes/{wanted:str}/words/{slug:str}")
@in_transaction
def add(db: Session, visit: Visit, wanted: FromPath[str], slug: FromPath[str]) -> HTML:
    """An entry that only this résumé has, opened for writing."""
    kind = kind_named(slug)
    visit.count("add", *MOST_ADDED)
    desk = desk_of(db, visit.person_id, wanted)
    entry_id = verbs.add_piece(desk, kind)
    return go_to(visit, f"/resumes/{desk.resume.id}?open={entry_id}#entry-{entry_id}")


@post("/resumes/{wanted:str}/words/{slug:str}/{entry_id:uuid}/remove")
@in_transaction
def remove(db: Session, visit: Visit, wanted: FromPath[str], slug: FromPath[str], entry_id: FromPath[UUID]) -> HTML:
    """An entry that is only here goes; undoing brings it back."""
    desk = desk_of(db, visit.person_id, wanted)
    piece = piece_of(desk, slug, entry_id)
    verbs.remove_piece(desk, piece)
    if visit.wants_part:
        return part(visit, "resumes/editor/_removed.html", trigger="sheet", **base_of(desk), piece=piece)
    return go_to(visit, f"/resumes/{desk.resume.id}#words")


@post("/resumes/{wanted:str}/words/{slug:str}/{entry_id:uuid}/hide")
@in_transaction
def hide(db: Session, visit: Visit, wanted: FromPath[str], slug: FromPath[str], entry_id: FromPath[UUID]) -> HTML:
    return shown(db, visit, wanted, slug, entry_id, False)


@post("/resumes/{wanted:str}/words/{slug:str}/{entry_id:uuid}/show")
@in_transaction
def show(db: Session, visit: Visit, wanted: FromPath[str], slug: FromPath[str], entry_id: FromPath[UUID]) -> HTML:
    return shown(db, visit, wanted, slug, entry_id, True)


def shown(db: Session, visit: Visit, wanted: str, slug: str, entry_id: UUID, is_in: bool) -> HTML:
    kind = kind_named(slug)
    desk = desk_of(db, visit.person_id, wanted)
    verbs.show_piece(desk, piece_of(desk, slug, entry_id), is_in)
    if kind.slug == "skill-group" and visit.wants_part:
        return rearranged(visit, desk, arrange=False)
    return changed(visit, desk, piece_of(desk, slug, entry_id), is_open=False)


# --- in which order --------------------------------------------------------------------------------------------------


@post("/resumes/{wanted:str}/words/{slug:str}/{entry_id:uuid}/up")
@in_transaction
def move_up(db: Session, visit: Visit, wanted: FromPath[str], slug: FromPath[str], entry_id: FromPath[UUID]) -> HTML:
    return moved(db, visit, wanted, slug, entry_id, -1)


@post("/resumes/{wanted:str}/words/{slug:str}/{entry_id:uuid}/down")
@in_transaction
def move_down(db: Session, visit: Visit, wanted: FromPath[str], slug: FromPath[str], entry_id: FromPath[UUID]) -> HTML:
    return moved(db, visit, wanted, slug, entry_id, 1)


def moved(db: Session, visit: Visit, wanted: str, slug: str, entry_id: UUID, by: int) -> HTML:
    desk = desk_of(db, visit.person_id, wanted)
    verbs.move_piece(desk, piece_of(desk, slug, entry_id), by)
    return rearranged(visit, desk, f"entry-{entry_id}")


@post("/resumes/{wanted:str}/words/{slug:str}/order")
@in_transaction
def order(db: Session, visit: Visit, wanted: FromPath[str], slug: FromPath[str]) -> HTML:
    """Put down by mouse or finger: the ids of one list, in their new order."""
    desk = desk_of(db, visit.person_id, wanted)
    verbs.order_pieces(desk, kind_named(slug), names_sent(visit))
    return rearranged(visit, desk)


def names_sent(visit: Visit) -> list[str]:
    return [name for sent in visit.posted.getall("names", []) for name in str(sent).splitlines()]


def rearranged(
    visit: Visit, desk: Desk, place: str = "words", arrange: bool = True, status: int = 200, **more: Any
) -> HTML:
    if visit.wants_part:
        context = on_page(desk, arrange=arrange) | more
        return part(visit, "resumes/editor/_rearranged.html", status, trigger="sheet", **context)
    if more:
        return page(visit, "resumes/editor/editor.html", status, **on_page(desk, arrange=arrange) | more)
    return go_to(visit, f"/resumes/{desk.resume.id}{'?arrange=1' if arrange else ''}#{place}")


@post("/resumes/{wanted:str}/sections/order")
@in_transaction
def order_sections(db: Session, visit: Visit, wanted: FromPath[str]) -> HTML:
    desk = desk_of(db, visit.person_id, wanted)
    verbs.order_parts(desk, names_sent(visit))
    return rearranged(visit, desk)


@post("/resumes/{wanted:str}/sections/up")
@in_transaction
def section_up(db: Session, visit: Visit, wanted: FromPath[str]) -> HTML:
    return arranged(db, visit, wanted, lambda desk, slug: verbs.move_part(desk, slug, -1))


@post("/resumes/{wanted:str}/sections/down")
@in_transaction
def section_down(db: Session, visit: Visit, wanted: FromPath[str]) -> HTML:
    return arranged(db, visit, wanted, lambda desk, slug: verbs.move_part(desk, slug, 1))


@post("/resumes/{wanted:str}/sections/hide")
@in_transaction
def section_hide(db: Session, visit: Visit, wanted: FromPath[str]) -> HTML:
    return arranged(db, visit, wanted, lambda desk, slug: verbs.show_part(desk, slug, False))


@post("/resumes/{wanted:str}/sections/show")
@in_transaction
def section_show(db: Session, visit: Visit, wanted: FromPath[str]) -> HTML:
    return arranged(db, visit, wanted, lambda desk, slug: verbs.show_part(desk, slug, True))


def arranged(db: Session, visit: Visit, wanted: str, verb: Callable[[Desk, str], None]) -> HTML:
    desk = desk_of(db, visit.person_id, wanted)
    slug = str(visit.posted.get("section") or "")
    verb(desk, slug)
    return rearranged(visit, desk, f"section-{anchor_of(slug)}")


@post("/resumes/{wanted:str}/sections/title")
@in_transaction
def section_title(db: Session, visit: Visit, wanted: FromPath[str]) -> HTML:
    """A title of one's own over a section; an empty one is the language's again."""
    desk = desk_of(db, visit.person_id, wanted)
    reading = TitleForm.read(visit.posted)
    slug, title = reading.values.get("section", ""), str(reading.raw.get("title", ""))
    if len(title) > LONGEST_TITLE:
        problem = {slug: (title, f"{LONGEST_TITLE} letters is the most for a title.")}
        return rearranged(visit, desk, status=422, title_problems=problem)
    verbs.title_of(desk, slug, reading.values["title"] if title else "")
    return rearranged(visit, desk, f"section-{anchor_of(slug)}")


routes = [
    add, remove, hide, show, move_up, move_down, order, order_sections, section_up, section_down, section_hide,
    section_show, section_title,
]  # fmt: skip
