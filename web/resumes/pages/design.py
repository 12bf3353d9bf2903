"""How a résumé looks: one's own words in every design, and what may be changed about each."""

from typing import Any

from anyio import to_thread
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session

from web.kit.forms import Form, number
from web.kit.pages import HTML, go_to, page, part
from web.kit.printing import LANGUAGES, PrintFailed, designs
from web.kit.visits import NotFound, Visit, in_transaction
from web.profile.tables import Profile
from web.resumes.actions import MOST_PRINTS, order_for, resume_of
from web.resumes.fitting import in_pages, take_fitting
from web.resumes.looks import change_look, controls_of
from web.resumes.states import steps_of
from web.resumes.tables import Resume


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
    resume, profile = change_look(db, visit, wanted)
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


def _context(db: Session, resume: Resume, profile: Profile) -> dict[str, Any]:
    return {
        "resume": resume, "profile": profile, "way": "/design", "steps": steps_of(db, resume), "designs": designs(),
        "languages": LANGUAGES, "controls": controls_of(resume), "design": designs().get(resume.design),
        "fitted": "", "changes": [],
    }  # fmt: skip


routes = [design_page, change_design, fit_to_pages]
