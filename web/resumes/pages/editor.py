"""The words of a résumé: written in place, chosen and put in order beside the true pages."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from web.kit.forms import Settled, View, raw_of
from web.kit.pages import HTML, go_to, page, part
from web.kit.visits import NotFound, TooMuch, Visit, in_transaction
from web.profile.entries import KINDS
from web.profile.jsonresume.writing import Rows, rows_of
from web.profile.pages import marks_sent, words_for
from web.resumes import arranging, editing, following
from web.resumes.editing import HEADS, Desk, Piece, Prints, desk_and_piece, desk_of, piece_of
from web.resumes.states import steps_of
from web.resumes.tailoring import tailored

MANY = 12  # entries; from here on, a box to find one in is worth its place
NEVER_OFF = {
    "is_current",
    "kind",
    "visibility",
    "group_id",
    "experience_ids",
    "level",
    "is_primary",
    "section",
    "status",
}
# What a person calls each column, where a sentence has to name it.
NAMES = {
    "full_name": "Name", "headline": "What you do", "email": "E-mail", "phone": "Telephone", "url": "Website",
    "address": "Street and number", "postal_code": "Postcode", "city": "Town", "region": "County or region",
    "country": "Country", "summary": "In short", "network": "Where", "username": "Your name there",
    "label": "What it is", "value": "What it says", "title": "Title", "company": "Employer", "location": "Town",
    "start_date": "Started", "end_date": "Finished", "is_current": "Still going on", "lines": "What you did",
    "achievements": "What came of it", "technologies": "Tools", "employment_type": "Kind of employment",
    "company_url": "The employer’s website", "company_size": "How many people", "company_industry": "Industry",
    "company_description": "What the employer does", "study_type": "What you got", "area": "In what",
    "institution": "School or university", "score": "Grade", "honours": "Honours", "courses": "Courses",
    "name": "Name", "level_words": "How well", "level": "How well", "years": "Years", "started_year": "Since",
    "is_primary": "Main skill", "kind": "What it is", "language": "Language", "fluency": "How well",
    "role": "Your part in it", "entity": "For whom", "demo_url": "See it", "code_url": "Code",
    "documentation_url": "Documentation", "category": "Kind of project", "status": "Where it stands",
    "visibility": "Who may read the client’s name", "company_alias": "The other name", "challenges": "What was hard",
    "clients": "Clients", "team_size": "People in the team", "months": "Months it took", "users": "People who use it",
    "budget_band": "Budget", "issuer": "Who gave it", "issued_date": "Given", "expiry_date": "Good until",
    "credential_id": "Its number", "date": "When", "authors": "Authors", "position_title": "What you were there",
    "organisation": "For whom", "keywords": "What about it", "words": "What they say", "section": "Your heading",
}  # fmt: skip


class Here(View):
    """A form as this résumé words it, beside what the profile says."""

    def __init__(self, desk: Desk, piece: Piece, **asked: Any) -> None:
        name = piece.slug if piece.kind is None else piece.where
        super().__init__(piece.here, piece.form, f"entry-{name}", **asked)
        self.language = desk.resume.language
        self.piece = piece
        self.at = address_of(desk, piece)
        self.address = f"/resumes/{desk.resume.id}?open={name}#entry-{name}"
        self.break_ = desk.tailoring.breaks.get(piece.where, "")
        self.has_new_seen = False
        self.seen = self._seen([name for name, _, _ in self.may_print])

    def profile_says(self, column: str) -> str | None:
        """The profile's words where this résumé has others, or None."""
        if self.piece.is_own or column not in self.piece.columns:
            return None
        raw = raw_of(self.piece.original, column)
        return " / ".join(raw) if isinstance(raw, list) else raw

    @property
    def may_print(self) -> list[tuple[str, str, bool]]:
        """Columns that say something: each with its name, and whether it prints here."""
        form, off = self.form.model_fields, self.piece.wording.off
        return [
            (name, NAMES[name], name not in off)
            for name in form
            if name not in NEVER_OFF and (getattr(self.row, name) or name in off)
        ]

    def _seen(self, columns: list[str]) -> str:
        """What of it prints and how its page breaks, as this tab sees it: `column:on`, separated by spaces."""
        off = self.piece.wording.off
        return " ".join([f"break:{self.break_}", *(f"{name}:{'off' if name in off else 'on'}" for name in columns)])

    def renew_seen(self, sent: str) -> None:
        """After a save: of the ticks this tab has, and no others."""
        pairs = (each.partition(":") for each in sent.split())
        self.seen = self._seen([name for name, _, state in pairs if name in NAMES])
        self.has_new_seen = bool(sent) and self.seen != sent


def address_of(desk: Desk, piece: Piece) -> str:
    entry = desk.profile.id if piece.kind is None else piece.where
    return f"/resumes/{desk.resume.id}/words/{piece.slug}/{entry}"


# --- the page --------------------------------------------------------------------------------------------------------


@get("/resumes/{wanted:str}")
@in_transaction
def editor(
    db: Session, visit: Visit, wanted: FromPath[str], open: FromQuery[str] = "", arrange: FromQuery[str] = "",
    find: FromQuery[str] = "",
) -> HTML:  # fmt: skip
    desk = desk_of(db, visit.person_id, wanted, lock=False)
    context = on_page(desk, open, arrange=bool(arrange), find=find)
    return page(visit, "resumes/editor/editor.html", **context)


@get("/resumes/{wanted:str}/words")
@in_transaction
def words_part(db: Session, visit: Visit, wanted: FromPath[str], find: FromQuery[str] = "") -> HTML:
    """What is found, as it is typed."""
    desk = desk_of(db, visit.person_id, wanted, lock=False)
    return part(visit, "resumes/editor/_words.html", **on_page(desk, find=find))


def on_page(
    desk: Desk, open_name: str = "", arrange: bool = False, view: Here | None = None, refused: str = "",
    find: str = "",
) -> dict[str, Any]:  # fmt: skip
    """What the page shows. The career is gathered once; the rest takes the same few queries whatever it holds."""
    tailoring = desk.tailoring
    rows = rows_of(desk.db, desk.profile)
    head, here = tailored(desk.profile, rows, tailoring, everything=True)
    news = following.news_of(desk, rows)
    known = {change.where for change in news if not change.column}
    context = {
        **base_of(desk),
        "steps": steps_of(desk.db, desk.resume),
        "way": "",
        "head": head,
        "sections": arranging.found_in(desk, arranging.present_sections(desk, here), find),
        "find": find,
        "is_long": sum(map(len, here.values())) > MANY,
        "kinds": KINDS,
        "news": news,
        "names": NAMES,
        "headings": _headings(here),
        "orphans": [orphan for orphan in following.orphans_of(desk, here) if orphan.where not in known],
        "arrange": arrange,
        "refused": refused,
        "title_problems": {},
        "open_name": view.key.removeprefix("entry-") if view else open_name,
        "view": view or _open_view(desk, here, open_name),
    }
    return context | leaning(context["view"], here)


def base_of(desk: Desk) -> dict[str, Any]:
    columns = {slug: list(form.model_fields) for slug, form in HEADS.items()}
    return {
        "resume": desk.resume, "profile": desk.profile, "tailoring": desk.tailoring, "columns_of_head": columns,
    }  # fmt: skip


def _headings(rows: Rows) -> dict[str, str]:
    return {str(row.id): kind.heading(row) for kind in KINDS.values() for row in rows[kind.table]}


def _open_view(desk: Desk, rows: Rows, name: str) -> Here | None:
    """The form of what is open for writing, where something is."""
    if name in HEADS:
        return Here(desk, piece_of(desk, name, desk.profile.id))
    for slug, kind in KINDS.items():
        for row in rows[kind.table]:
            if str(row.id) == name:
                return Here(desk, piece_of(desk, slug, row.id))
    return None


def leaning(view: Here | None, rows: Rows) -> dict[str, Any]:
    """What the open entry may point at: headings for a skill, places of work for a project."""
    leans_on = {"skill": "skill-group", "project": "experience"}.get(view.piece.slug) if view else None
    return {"leans_on": rows[KINDS[leans_on].table] if leans_on else []}


# --- one piece -------------------------------------------------------------------------------------------------------


@get("/resumes/{wanted:str}/words/{slug:str}/{entry_id:uuid}/part")
@in_transaction
def piece_part(
    db: Session, visit: Visit, wanted: FromPath[str], slug: FromPath[str], entry_id: FromPath[UUID],
    open: FromQuery[str] = "",
) -> HTML:  # fmt: skip
    """An entry or a part of the head, open for writing or closed."""
    desk = desk_of(db, visit.person_id, wanted, lock=False)
    return part(visit, "resumes/editor/_piece.html", **of_piece(desk, piece_of(desk, slug, entry_id), bool(open)))


def of_piece(desk: Desk, piece: Piece, is_open: bool, view: Here | None = None) -> dict[str, Any]:
    view = view or (Here(desk, piece) if is_open else None)
    leans_on = {"skill": "skill-group", "project": "experience"}.get(piece.slug) if is_open else None
    rows = {KINDS[leans_on].table: editing.rows_here(desk, KINDS[leans_on])} if leans_on else {}
    return {
        **base_of(desk), **leaning(view if leans_on else None, rows),
        "head": piece.here, "slug": piece.slug, "kind": piece.kind, "entry": piece.here, "view": view,
        "is_open": is_open, "arrange": False, "refused": "",
    }  # fmt: skip


@post("/resumes/{wanted:str}/words/{slug:str}/{entry_id:uuid}")
@in_transaction
def save(db: Session, visit: Visit, wanted: FromPath[str], slug: FromPath[str], entry_id: FromPath[UUID]) -> HTML:
    """What was written; with JavaScript every time the person pauses."""
    desk, piece = desk_and_piece(db, visit.person_id, wanted, slug, entry_id)
    view, refused = written(visit, desk, piece)
    if visit.wants_part and visit.posted.get("go") == "done" and view.settled and view.settled.is_whole and not refused:
        if slug == "custom":  # its heading may be another now, and with it the section where it stands
            return part(visit, "resumes/editor/_rearranged.html", trigger="sheet", **on_page(desk))
        return changed(visit, desk, piece_of(desk, slug, entry_id), is_open=False)
    if visit.wants_part:
        return saved(visit, view, refused)
    return onward(visit, desk, view, refused)


def written(visit: Visit, desk: Desk, piece: Piece) -> tuple[Here, str]:
    """Take in the form that was sent; the words for a refusal stand beside it where nothing could be kept."""
    reading, was = piece.form.read(visit.posted), marks_sent(visit)
    settled, refused = Settled(), ""
    try:
        settled = editing.save_words(desk, piece, reading, was, prints_sent(visit))
    except TooMuch as error:
        refused = str(error)
        piece = piece_of(desk, piece.slug, UUID(piece.where) if piece.kind else desk.profile.id)
    view = Here(desk, piece, settled=settled, reading=reading, was=was, refused=bool(refused))
    view.renew_seen(str(visit.posted.get("seen") or ""))
    return view, refused


def prints_sent(visit: Visit) -> Prints | None:
    if "seen" not in visit.posted:
        return None
    seen = {name: state for name, _, state in (each.partition(":") for each in str(visit.posted["seen"]).split())}
    was, now = seen.pop("break", ""), visit.posted.get("break", "")
    columns = {name: state for name, state in seen.items() if name in NAMES}
    return Prints(columns, set(visit.posted.getall("prints", [])), now if now != was else None)


def saved(visit: Visit, view: Here, refused: str = "") -> HTML:
    """The small answer to a save while typing."""
    settled = view.settled or Settled()
    status = 413 if refused else 409 if settled.conflicts else 422 if settled.errors else 200
    return part(visit, "resumes/editor/_saved.html", status, trigger="sheet", view=view, refused=refused)


def changed(visit: Visit, desk: Desk, piece: Piece, is_open: bool) -> HTML:
    """A piece after a change of its being; without JavaScript, the page that holds it."""
    if visit.wants_part:
        return part(visit, "resumes/editor/_changed.html", trigger="sheet", **of_piece(desk, piece, is_open))
    return back_to(visit, desk, piece, is_open)


def back_to(visit: Visit, desk: Desk, piece: Piece, is_open: bool) -> HTML:
    name = piece.slug if piece.kind is None else piece.where
    return go_to(visit, f"/resumes/{desk.resume.id}{f'?open={name}' if is_open else ''}#entry-{name}")


def onward(visit: Visit, desk: Desk, view: Here, refused: str) -> HTML:
    """Without JavaScript: the form again while something is wrong, else on."""
    settled = view.settled or Settled()
    if refused or not settled.is_whole:
        status = 413 if refused else 409 if settled.conflicts else 422
        return page(visit, "resumes/editor/editor.html", status, **on_page(desk, view=view, refused=refused))
    return back_to(visit, desk, view.piece, is_open=False)


@post("/resumes/{wanted:str}/words/{slug:str}/{entry_id:uuid}/unsay")
@in_transaction
def unsay(db: Session, visit: Visit, wanted: FromPath[str], slug: FromPath[str], entry_id: FromPath[UUID]) -> HTML:
    """Back to the profile's words: `column`, or all of them. What was being typed elsewhere in the form is kept."""
    desk = desk_of(db, visit.person_id, wanted)
    view, refused = written(visit, desk, piece_of(desk, slug, entry_id))
    if refused or (view.settled and view.settled.conflicts):
        return saved(visit, view, refused) if visit.wants_part else onward(visit, desk, view, refused)
    editing.use_profiles(desk, piece_of(desk, slug, entry_id), column_sent(visit, view.piece))
    return changed(visit, desk, piece_of(desk, slug, entry_id), is_open=True)


@post("/resumes/{wanted:str}/words/{slug:str}/{entry_id:uuid}/push")
@in_transaction
def push(db: Session, visit: Visit, wanted: FromPath[str], slug: FromPath[str], entry_id: FromPath[UUID]) -> HTML:
    """The words here become the profile's: `column`, or all of them."""
    desk = desk_of(db, visit.person_id, wanted)
    view, refused = written(visit, desk, piece_of(desk, slug, entry_id))
    if not refused and not (view.settled and view.settled.conflicts):
        try:
            with db.begin_nested():
                editing.put_into_profile(desk, piece_of(desk, slug, entry_id), column_sent(visit, view.piece))
        except IntegrityError as error:
            refused = words_for(error)
            db.refresh(desk.profile)
        else:
            return changed(visit, desk, piece_of(desk, slug, entry_id), is_open=True)
    return saved(visit, view, refused) if visit.wants_part else onward(visit, desk, view, refused)


def column_sent(visit: Visit, piece: Piece) -> str:
    column = str(visit.posted.get("column") or "")
    if column and column not in piece.form.model_fields:
        raise NotFound
    return column


routes = [editor, words_part, piece_part, save, unsay, push]
