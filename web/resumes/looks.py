"""How a résumé looks: what may be sent about it, and changing it."""

from collections.abc import Container
from typing import Annotated, Any

from sqlmodel import Session

from web.kit.forms import Form, Line, Tick, chosen_from
from web.kit.printing import LANGUAGES, designs
from web.kit.printing.controls import Control
from web.kit.visits import NotFound, Visit
from web.profile.tables import Profile
from web.resumes.actions import resume_of
from web.resumes.states import changing
from web.resumes.tables import Paper, Resume

ASKED = ("choice", "colour")  # kinds of control that are chosen here; the others belong to the words
OWN_COLOUR = "own"  # the choice whose colour stands in a field of its own


class LookForm(Form):
    design: Line = ""
    paper: Annotated[Paper | None, chosen_from(Paper)] = None
    language: Line = ""
    has_photo: Tick = False


def change_look(db: Session, visit: Visit, wanted: str) -> tuple[Resume, Profile]:
    """What was sent of a design, a paper, a language, the photo and the design's own controls. What was not sent
    stays; a value that no such control has stays out. Raises NotFound for what is on no shelf."""
    resume, profile = resume_of(db, visit.person_id, wanted, lock=True)
    reading = LookForm.read(visit.posted)
    chosen = reading.values
    shelves: dict[str, Container[Any]] = {"design": designs(), "paper": list(Paper), "language": LANGUAGES}
    if reading.errors or any(name in chosen and chosen[name] not in shelf for name, shelf in shelves.items()):
        raise NotFound
    with changing(db, resume, profile, _in_words(resume, chosen)):
        for name, value in chosen.items():
            setattr(resume, name, value)
        resume.controls = resume.controls | _controls_in(visit, resume)
    return resume, profile


def _in_words(resume: Resume, chosen: dict[str, Any]) -> str:
    """What is done, for the history."""
    if chosen.get("design", resume.design) != resume.design:
        return f"Chose the design {designs()[chosen['design']].name}"
    if chosen.get("has_photo", resume.has_photo) != resume.has_photo:
        return "Put the photo on it" if chosen["has_photo"] else "Took the photo off it"
    return "Changed how it looks"


def _controls_in(visit: Visit, resume: Resume) -> dict[str, Any]:
    """The posted value of each control that the design asks for, settled."""
    asked = controls_of(resume)
    said = {name: visit.posted.get(f"control-{name}") for name in asked}
    for name, control in asked.items():
        if control.kind == "colour" and said[name] == OWN_COLOUR:
            said[name] = visit.posted.get(f"control-{name}-own")
    return {name: asked[name].settled(value) for name, value in said.items() if isinstance(value, str)}


def controls_of(resume: Resume) -> dict[str, Control]:
    """The controls of its design that a person may choose from here. The photo is asked for with the person's own."""
    design = designs().get(resume.design)
    controls = design.controls if design else {}
    return {name: each for name, each in controls.items() if each.kind in ASKED and name != "photo"}
