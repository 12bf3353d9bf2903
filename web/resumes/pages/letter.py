"""The cover letter beside a résumé: written, seen as it prints, taken along."""

from hashlib import sha256
from typing import Any

from anyio import to_thread
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session

from web.kit.forms import View, settle
from web.kit.pages import HTML, go_to, page, part
from web.kit.printing import Order, Printed, PrintFailed, Superseded
from web.kit.visits import NotFound, Visit, in_transaction
from web.profile.pages import marks_sent
from web.resumes.actions import MOST_PRINTS, order_for, resume_of
from web.resumes.letters import CoverLetter, LetterForm, on_stationery
from web.resumes.pages.sheets import as_file, file_name
from web.resumes.states import changing, steps_of
from web.resumes.tables import Resume

KEY = "letter"


@get("/resumes/{wanted:str}/letter")
@in_transaction
def letter_page(db: Session, visit: Visit, wanted: FromPath[str]) -> HTML:
    resume, _ = resume_of(db, visit.person_id, wanted)
    view = View(CoverLetter.read(resume.letter), LetterForm, KEY, language=resume.language)
    return page(visit, "resumes/letter.html", **_context(db, resume, view))


@post("/resumes/{wanted:str}/letter")
@in_transaction
def save_letter(db: Session, visit: Visit, wanted: FromPath[str]) -> HTML:
    resume, profile = resume_of(db, visit.person_id, wanted, lock=True)
    letter, reading, was = CoverLetter.read(resume.letter), LetterForm.read(visit.posted), marks_sent(visit)
    settled = settle(letter, LetterForm, reading, was)
    with changing(db, resume, profile, "Wording of the letter", f"letter {' '.join(sorted(settled.taken))}"[:300]):
        resume.letter = letter.kept()
    view = View(letter, LetterForm, KEY, settled, reading, was, language=resume.language)
    status = 409 if settled.conflicts else 422 if settled.errors else 200
    if visit.wants_part:
        return part(visit, "resumes/_letter_saved.html", status, trigger="letter", view=view, refused="")
    if not settled.is_whole:
        return page(visit, "resumes/letter.html", status, **_context(db, resume, view))
    return go_to(visit, f"/resumes/{resume.id}/letter")


def _context(db: Session, resume: Resume, view: View) -> dict[str, Any]:
    return {"resume": resume, "view": view, "way": "/letter", "steps": steps_of(db, resume)}


@get("/resumes/{wanted:str}/letter/sheet")
async def letter_sheet(visit: NamedDependency[Visit], wanted: FromPath[str]) -> HTML:
    """The letter as it prints, set anew: its words, and whether it fits its page."""
    try:
        _, printed = await _set(visit, wanted)
    except Superseded:
        return Response("", status_code=204)
    except PrintFailed as failure:
        return part(visit, "resumes/_letter_sheet.html", wanted=wanted, printed=None, failure=str(failure), mark="")
    return part(
        visit,
        "resumes/_letter_sheet.html",
        wanted=wanted,
        printed=printed,
        failure="",
        mark=sha256(printed.pdf).hexdigest()[:16],
    )


@get("/resumes/{wanted:str}/letter/pages/{number:int}")
async def letter_picture(
    visit: NamedDependency[Visit], wanted: FromPath[str], number: FromPath[int]
) -> Response[bytes]:
    try:
        _, printed = await _set(visit, wanted, lane="")
    except PrintFailed:
        raise NotFound from None
    if not 1 <= number <= printed.pages:
        raise NotFound
    return Response(
        printed.pictures[number - 1], media_type="image/png", headers={"Cache-Control": "private, no-store"}
    )


@get("/resumes/{wanted:str}/letter/pdf")
async def letter_pdf(visit: NamedDependency[Visit], wanted: FromPath[str]) -> Response[bytes]:
    name, printed = await _set(visit, wanted, lane="")
    return as_file(printed.pdf, f"{name}.pdf", "application/pdf")


async def _set(visit: Visit, wanted: str, lane: str | None = None) -> tuple[str, Printed]:
    """The file's name and the letter. Of a browser's requests for the part only the newest is set."""
    name, order, letter = await visit.in_thread(_order, visit, wanted)
    await to_thread.run_sync(visit.count, "print", *MOST_PRINTS)
    made_for = f"letter {visit.token}" if lane is None else None
    return name, await visit.house.press.letter(order, letter.printed(), lane=made_for)


def _order(db: Session, visit: Visit, wanted: str) -> tuple[str, Order, CoverLetter]:
    resume, profile, order = order_for(db, visit.person_id, wanted)
    name = file_name(profile.full_name, resume.target_title, "letter")
    return name, on_stationery(order), CoverLetter.read(resume.letter)


routes = [letter_page, save_letter, letter_sheet, letter_picture, letter_pdf]
