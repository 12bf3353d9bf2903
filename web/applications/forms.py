"""What a browser may send about applications."""

from datetime import time
from functools import lru_cache
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator

from web.applications.tables import Kind, Method, Remind, Response
from web.jobs.forms import Day, posting_in
from web.kit.forms import (
    EMail,
    Form,
    Line,
    LongLine,
    OneOfMine,
    Paragraph,
    Tick,
    WebAddress,
    chosen_from,
    number,
    wrong,
)


class AddForm(Form):
    """A link or the posting's words, or what one knows of the job. `seen` is what the page called itself."""

    url: WebAddress = ""
    posting: Annotated[str, BeforeValidator(posting_in)] = ""
    title: Line = ""
    company: Line = ""
    place: Line = ""
    seen: Line = ""


class MoveForm(Form):
    """To which stage; between which two cards; and whether an odd move is meant."""

    stage: Line = ""
    after: OneOfMine = None
    before: OneOfMine = None
    meant: Line = ""
    next: Line = ""  # the page one was on


def _hour(value: Any) -> str:
    text = str(value or "").strip()
    try:
        return f"{time.fromisoformat(text):%H:%M}" if text else ""
    except ValueError:
        raise wrong("Write the time as hours and minutes, such as 14:30.") from None


def _zone(value: Any) -> str:
    text = str(value or "").strip()
    if text and text not in zones():
        raise wrong("Choose one of the time zones listed, such as Europe/London.")
    return text


@lru_cache(maxsize=1)
def zones() -> frozenset[str]:
    return frozenset(available_timezones())


def or_else(empty: Any) -> AfterValidator:
    """What it is where nothing was chosen."""
    return AfterValidator(lambda value: empty if value is None else value)


Hour = Annotated[str, BeforeValidator(_hour)]  # as a browser writes it: 09:05
Zone = Annotated[str, BeforeValidator(_zone)]


class MomentForm(Form):
    """Something that happened, or is to happen: with an hour in its zone, or on a day."""

    kind: Annotated[Kind | None, chosen_from(Kind), or_else(Kind.NOTE)] = Kind.NOTE
    title: Line = ""
    words: Paragraph = ""
    day: Day = None
    hour: Hour = ""
    zone: Zone = ""
    minutes: number(0, 10_080) = None  # type: ignore[valid-type]
    place: LongLine = ""


# --- what a person says of an application -----------------------------------------------------------------------------


class YoursForm(Form):
    """How a person sees their application, and what came of it."""

    notes: Paragraph = ""
    excitement: Annotated[number(0, 5), or_else(0)] = 0  # type: ignore[valid-type]
    salary_hoped: Line = ""
    method: Annotated[Method | None, chosen_from(Method), or_else(Method.MANUAL)] = Method.MANUAL
    applied_on: Day = None
    response: Annotated[Response | None, chosen_from(Response), or_else(Response.NONE)] = Response.NONE
    response_on: Day = None


class AnswerForm(Form):
    """A question of theirs and what one answered; `instead` is the question as it stood."""

    asked: LongLine = ""
    said: Paragraph = ""
    instead: LongLine = ""


class ContactForm(Form):
    """Somebody: one who is known already, or somebody new."""

    contact_id: OneOfMine = None
    name: Line = ""
    role: Line = ""
    company: Line = ""
    email: EMail = ""
    phone: Line = ""
    how_met: Paragraph = ""


class ResumeForm(Form):
    resume_id: OneOfMine = None


class RemindersForm(Form):
    """How one wants to be reminded, and where one is."""

    remind: Annotated[Remind | None, chosen_from(Remind)] = None
    by_letter: Tick = False
    digest_hour: number(0, 23) = None  # type: ignore[valid-type]
    hours_before: number(0, 336) = None  # type: ignore[valid-type]
    quiet_days: number(0, 365) = None  # type: ignore[valid-type]
    zone: Zone = ""
