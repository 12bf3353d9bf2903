"""How a résumé looks: one's own words in every design, and what may be changed about each."""

from typing import Any

from anyio import to_thread
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session

from web.kit.forms import Form, Tick, number
from web.kit.pages import HTML, go_to, page, part
from web.kit.printing import LANGUAGES, PrintFailed, designs
from web.kit.printing.controls import Control
from web.kit.visits import NotFound, Visit, in_transaction
from web.profile.tables import Profile
from web.resumes.actions import MOST_PRINTS, order_for, resume_of
from web.resumes.fitting import in_pages, take_fitting
from web.resumes.pages.sheets import LookForm
from web.resumes.states import changing, steps_of
from web.resumes.tables import Resume

ASKED = ("choice", "colour")  # kinds of control that this page asks for; the others belong to the words
OWN_COLOUR = "own"  # the choice whose colour stands in a field of its own


class DesignForm(LookForm):
    has_photo: Tick = False


class FitForm(Form):
    pages: number(1, 9) = None  # type: ignore[valid-type]


@get("/resumes/{wanted:str}/design")
@in_transaction
def design_page(db: Session, visit: Visit, wanted: FromPath[str]) -> HTML:
    resume, profile = resume_of(db, visit.person_id, wanted)
    return page(visit, "resumes/design.html", **_context(db, resume, profile))


@post("/resumes/{wanted:str}/design")
@in_transaction
def change_design(db: Session, visit: Visit, wanted: FromPath[str]) -> HTML:
    """What was not sent stays; a value that no such control has stays out."""
    resume, profile = resume_of(db, visit.person_id, wanted, lock=True)
    reading = DesignForm.read(visit.posted)
    chosen = reading.values
    if reading.errors or _is_unknown(chosen.get("design"), designs()) or _is_unknown(chosen.get("language"), LANGUAGES):
        raise NotFound
    with changing(db, resume, profile, _in_words(resume, chosen)):
        for name, value in chosen.items():
            setattr(resume, name, value)
        resume.controls = resume.controls | _controls_in(visit, resume)
    if visit.wants_part:
        return part(visit, "resumes/_looks.html", trigger="sheet", **_context(db, resume, profile))
    return go_to(visit, f"/resumes/{resume.id}/design")


@post("/resumes/{wanted:str}/fit")
async def fit_to_pages(visit: NamedDependency[Visit], wanted: FromPath[str]) -> HTML:
    """As many pages as are asked for, by closer lines, smaller letters and fewer points; or why that cannot be."""
    most = FitForm.read(visit.posted).values.get("pages")
    if most is None:
        raise NotFound
    _, _, order = await visit.in_thread(lambda db: order_for(db, visit.person_id, wanted))
    await to_thread.run_sync(visit.count, "print", *MOST_PRINTS)
    try:
        fitting = await visit.house.press.fit(order, most)
    except PrintFailed as failure:
        return await visit.in_thread(_fitted, visit, wanted, str(failure))
    if not fitting.fits:
        return await visit.in_thread(
            _fitted, visit, wanted,
            f"This cannot be {in_pages(most)} and stay readable: with everything at its closest it would still be "
            f"{in_pages(fitting.pages)}. Nothing was changed. Leave out an entry, or shorten some.",
        )  # fmt: skip
    changes = await visit.in_thread(take_fitting, visit.person_id, wanted, order, fitting, most)
    said = f"It is {in_pages(fitting.pages)} now" if changes else f"It is {in_pages(fitting.pages)} already"
    return await visit.in_thread(_fitted, visit, wanted, f"{said}.", changes)


def _fitted(db: Session, visit: Visit, wanted: str, said: str, changes: list[str] | None = None) -> HTML:
    context = _context(db, *resume_of(db, visit.person_id, wanted)) | {"fitted": said, "changes": changes or []}
    if visit.wants_part:
        return part(visit, "resumes/_looks.html", trigger="sheet" if changes else "", **context)
    return page(visit, "resumes/design.html", **context)


def _in_words(resume: Resume, chosen: dict[str, Any]) -> str:
    """What is done, for the history."""
    if chosen.get("design", resume.design) != resume.design:
        return f"Chose the design {designs()[chosen['design']].name}"
    if chosen.get("has_photo", resume.has_photo) != resume.has_photo:
        return "Put the photo on it" if chosen["has_photo"] else "Took the photo off it"
    return "Changed how it looks"


def _is_unknown(value: Any, known: Any) -> bool:
    return value is not None and value not in known


def _controls_in(visit: Visit, resume: Resume) -> dict[str, Any]:
    """The posted value of each control that the design asks for, settled."""
    asked = _asked_for(resume)
    said = {name: visit.posted.get(f"control-{name}") for name in asked}
    for name, control in asked.items():
        if control.kind == "colour" and said[name] == OWN_COLOUR:
            said[name] = visit.posted.get(f"control-{name}-own")
    return {name: asked[name].settled(value) for name, value in said.items() if isinstance(value, str)}


def _asked_for(resume: Resume) -> dict[str, Control]:
    """The controls of its design that a person may choose from here. The photo is asked for with the person's own."""
    design = designs().get(resume.design)
    controls = design.controls if design else {}
    return {name: each for name, each in controls.items() if each.kind in ASKED and name != "photo"}


def _context(db: Session, resume: Resume, profile: Profile) -> dict[str, Any]:
    return {
        "resume": resume, "profile": profile, "way": "/design", "steps": steps_of(db, resume), "designs": designs(),
        "languages": LANGUAGES, "controls": _asked_for(resume), "design": designs().get(resume.design),
        "fitted": "", "changes": [],
    }  # fmt: skip


routes = [design_page, change_design, fit_to_pages]
