"""The cover letter beside a résumé: written, seen as it prints, taken along."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from anyio import to_thread
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session

from web.kit.forms import View, settle
from web.kit.pages import HTML, go_to, page, part
from web.kit.printing import Printed, PrintFailed, Superseded
from web.kit.visits import NotFound, Visit, in_transaction
from web.profile.pages import marks_sent
from web.profile.tables import Profile
from web.resumes.actions import MOST_PRINTS, order_for, resume_of
from web.resumes.letters import NAMES, CoverLetter, LaidBy, LetterForm, key_of, on_stationery
from web.resumes.pages.sheets import as_file, file_name
from web.resumes.states import changing, steps_of
from web.resumes.tables import Resume
from web.resumes.takings import LETTER, note_taken

KEY = "letter"
_laid_by = LaidBy()


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
    taken = [name for name in LetterForm.model_fields if name in settled.taken]
    what = f"Wording of the letter: {', '.join(NAMES[name] for name in taken)}"
    with changing(db, resume, profile, what, f"letter {' '.join(taken)}"):
        resume.letter = letter.kept()
    view = View(letter, LetterForm, KEY, settled, reading, was, language=resume.language)
    status = 409 if settled.conflicts else 422 if settled.errors else 200
    if visit.wants_part:
        return part(visit, "profile/_typed.html", status, trigger="letter", view=view, refused="")
    if not settled.is_whole:
        return page(visit, "resumes/letter.html", status, **_context(db, resume, view))
    return go_to(visit, f"/resumes/{resume.id}/letter")


def _context(db: Session, resume: Resume, view: View) -> dict[str, Any]:
    return {"resume": resume, "view": view, "way": "/letter", "steps": steps_of(db, resume)}


# --- as it prints ----------------------------------------------------------------------------------------------------


@get("/resumes/{wanted:str}/letter/sheet")
async def letter_sheet(visit: NamedDependency[Visit], wanted: FromPath[str]) -> HTML:
    """The letter as it prints: its words, and whether it fits its page. Of a browser's requests only the newest is
    set; the older get no answer."""
    try:
        letter = await _set(visit, wanted, lane=f"letter {visit.token}")
    except Superseded:
        return Response("", status_code=204)
    except PrintFailed as failure:
        return part(visit, "resumes/_letter_sheet.html", wanted=wanted, printed=None, failure=str(failure), mark="")
    mark = sha256(letter.printed.pdf).hexdigest()[:16]
    return part(visit, "resumes/_letter_sheet.html", wanted=wanted, printed=letter.printed, failure="", mark=mark)


@get("/resumes/{wanted:str}/letter/pages/{number:int}")
async def letter_picture(
    visit: NamedDependency[Visit], wanted: FromPath[str], number: FromPath[int]
) -> Response[bytes]:
    try:
        printed = (await _set(visit, wanted)).printed
    except PrintFailed:
        raise NotFound from None
    if not 1 <= number <= printed.pages:
        raise NotFound
    headers = {"Cache-Control": "private, no-store"}
    return Response(printed.pictures[number - 1], media_type="image/png", headers=headers)


@get("/resumes/{wanted:str}/letter/pdf")
async def letter_pdf(visit: NamedDependency[Visit], wanted: FromPath[str]) -> Response[bytes] | HTML:
    try:
        letter = await _set(visit, wanted)
    except PrintFailed as failure:
        return page(visit, "resumes/text.html", 422, sheet=None, failure=str(failure))
    resume, profile, pdf = letter.resume, letter.profile, letter.printed.pdf
    await visit.in_thread(note_taken, visit, resume.id, LETTER, resume.state_id, profile.revision, len(pdf))
    return as_file(pdf, f"{file_name(profile.full_name, resume.target_title, LETTER)}.pdf", "application/pdf")


@dataclass(frozen=True)
class SetLetter:
    resume: Resume
    profile: Profile
    printed: Printed


async def _set(visit: Visit, wanted: str, lane: str | None = None) -> SetLetter:
    """The letter as it stands now, set where it was not the last one that was. Raises PrintFailed, or Superseded
    within a lane."""
    resume, profile, order = await visit.in_thread(lambda db: order_for(db, visit.person_id, wanted))
    order, letter = on_stationery(order), CoverLetter.read(resume.letter)
    key = key_of(order, letter)
    printed = _laid_by.get(visit.person_id, key)
    if printed is None:
        await to_thread.run_sync(visit.count, "print", *MOST_PRINTS)
        printed = await visit.house.press.letter(order, letter.printed(), lane=lane)
        _laid_by.put(visit.person_id, key, printed)
    return SetLetter(resume, profile, printed)


routes = [letter_page, save_letter, letter_sheet, letter_picture, letter_pdf]
