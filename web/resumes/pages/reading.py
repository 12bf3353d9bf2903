"""What a machine reads out of a résumé's PDF, and what we would advise."""

from typing import Any

from anyio import to_thread
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlmodel import Session

from web.kit.clock import now
from web.kit.forms import Form, Line
from web.kit.jsonresume import Unreadable
from web.kit.pages import HTML, go_to, page, part
from web.kit.printing import Order, PrintFailed, Superseded
from web.kit.visits import NotFound, Visit, in_transaction
from web.kit.workshop import WorkFailed
from web.profile.tables import Profile
from web.resumes.actions import Sheet, forget, order_for, present_sheet, print_sheet, resume_of
from web.resumes.advice import Facts
from web.resumes.counsel import bring_back, counsel_of, dismiss, dismissed
from web.resumes.pages.sheets import file_name
from web.resumes.places import places_of
from web.resumes.reading import panel_of, reading_of
from web.resumes.states import steps_of
from web.resumes.tables import Resume

TEMPLATE, PART = "resumes/reading/reading.html", "resumes/reading/_panel.html"
NOT_READ = "Reading your file took too long, and was stopped. Please try again."


class AdviceForm(Form):
    rule: Line = ""
    about: Line = ""


@get("/resumes/{wanted:str}/reading")
async def show_reading(visit: NamedDependency[Visit], wanted: FromPath[str], wait: FromQuery[str] = "") -> HTML:
    """The page comes at once and asks for its reading; with `wait`, as without JavaScript, it comes with it."""
    if wait:
        context = await _read(visit, wanted)
        return page(visit, TEMPLATE, 422 if context["failure"] else 200, **context)
    return page(visit, TEMPLATE, **await visit.in_thread(_nothing_yet, visit, wanted))


@get("/resumes/{wanted:str}/reading/part")
async def reading_part(visit: NamedDependency[Visit], wanted: FromPath[str]) -> HTML:
    try:
        return part(visit, PART, **await _read(visit, wanted, lane=f"{visit.token}:reading"))
    except Superseded:
        return Response("", status_code=204)


@post("/resumes/{wanted:str}/advice/dismiss")
@in_transaction
def put_aside(db: Session, visit: Visit, wanted: FromPath[str]) -> HTML:
    resume, profile = resume_of(db, visit.person_id, wanted)
    asked = AdviceForm.read(visit.posted).values
    dismiss(db, resume, asked.get("rule", ""), asked.get("about", ""))
    return _counsel(db, visit, resume, profile)


@post("/resumes/{wanted:str}/advice/restore")
@in_transaction
def say_again(db: Session, visit: Visit, wanted: FromPath[str]) -> HTML:
    resume, profile = resume_of(db, visit.person_id, wanted)
    asked = AdviceForm.read(visit.posted).values
    bring_back(db, resume.id, asked.get("rule", ""), asked.get("about", ""))
    return _counsel(db, visit, resume, profile)


def _counsel(db: Session, visit: Visit, resume: Resume, profile: Profile) -> HTML:
    """The list of advice anew; without JavaScript the page it stands on."""
    sheet = present_sheet(db, visit.person_id, str(resume.id))
    if not visit.wants_part or sheet is None:
        return go_to(visit, f"/resumes/{resume.id}/reading?wait=on#advice")
    _, _, order = order_for(db, visit.person_id, str(resume.id))
    counsel = counsel_of(facts_of(resume, profile, order, sheet), places_of(db, resume, profile), dismissed(db, resume))
    return part(visit, "resumes/reading/_advice.html", resume=resume, counsel=counsel)


# --- reading ---------------------------------------------------------------------------------------------------------


async def _read(visit: Visit, wanted: str, lane: str | None = None) -> dict[str, Any]:
    """What the page shows: the sheet is set if it is not yet, then read outside of any transaction."""
    nothing_yet = await visit.in_thread(_nothing_yet, visit, wanted)
    try:
        sheet = await print_sheet(visit, wanted, lane=lane)
        read = await to_thread.run_sync(reading_of, visit.house.files, sheet.pdf)
    except PrintFailed as failure:
        return nothing_yet | {"failure": str(failure)}
    except (WorkFailed, Unreadable):
        return nothing_yet | {"failure": NOT_READ}
    if read is None:
        await visit.in_thread(forget, sheet)
        raise NotFound
    return await visit.in_thread(_beside, visit, wanted, sheet, read)


def _beside(db: Session, visit: Visit, wanted: str, sheet: Sheet, read: Any) -> dict[str, Any]:
    resume, profile, order = order_for(db, visit.person_id, wanted)
    places = places_of(db, resume, profile)
    panel = panel_of(order, read, places)
    counsel = counsel_of(facts_of(resume, profile, order, sheet), places, dismissed(db, resume))
    return _nothing_yet(db, visit, wanted) | {"panel": panel, "counsel": counsel, "read_at": f"{now():%H:%M}"}


def _nothing_yet(db: Session, visit: Visit, wanted: str) -> dict[str, Any]:
    resume, _ = resume_of(db, visit.person_id, wanted)
    return {"way": "/reading", "resume": resume, "steps": steps_of(db, resume), "panel": None, "failure": ""}


def facts_of(resume: Resume, profile: Profile, order: Order, sheet: Sheet) -> Facts:
    return Facts(
        career=order.resume,
        language=resume.language,
        today=now().date(),
        pages=tuple(sheet.words),
        file_name=file_name(profile.full_name, resume.target_title),
        has_photo=resume.has_photo,
        titles=order.controls.get("titles", {}),
    )


routes = [show_reading, reading_part, put_aside, say_again]
