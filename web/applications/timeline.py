"""How the timeline says what happened, and what is ahead. Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import PurePath
from urllib.parse import urlsplit

from web.applications.tables import Kind, Moment
from web.applications.words import both_words, day_of, noon, zone_named
from web.kit.numbers import in_words

NAMES = {
    Kind.SAVED: "Saved", Kind.MOVED: "Moved", Kind.SENT: "Sent", Kind.NOTE: "A note", Kind.LETTER: "A letter",
    Kind.CALL: "A call", Kind.INTERVIEW: "Interview", Kind.STEP: "Next step", Kind.FILE: "A file",
    Kind.OTHER: "Something else",
}  # fmt: skip
WRITTEN = (Kind.NOTE, Kind.CALL, Kind.LETTER, Kind.INTERVIEW, Kind.STEP, Kind.FILE, Kind.OTHER)  # by a person
MOST_NAME = 120  # letters of a file's name
_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f"*:<>?|\u202a-\u202e\u2066-\u2069]+')


@dataclass(frozen=True)
class Told:
    """One item as the page shows it. `link` is its place where that is an address of the web, `sending` what was sent
    with it."""

    moment: Moment
    title: str
    day: date
    when: str
    is_ahead: bool
    is_late: bool
    link: str
    sending: str

    @property
    def is_written(self) -> bool:
        """By a person, who may change it; the rest is what the app saw happen."""
        return self.moment.kind in WRITTEN


def tell(moment: Moment, zone: str, present: datetime) -> Told:
    """`zone` is where the person is."""
    day = day_of(moment.at, zone, moment.is_whole_day)
    today = present.astimezone(zone_named(zone)).date()
    ahead = is_ahead(moment, present)
    return Told(
        moment,
        title=title_of(moment),
        day=day,
        when=both_words(moment.at, moment.zone, zone, moment.is_whole_day, present),
        is_ahead=ahead,
        is_late=ahead and day < today,
        link=moment.place if urlsplit(moment.place).scheme in ("http", "https") else "",
        sending=str(moment.detail.get("sending", "")),
    )


def title_of(moment: Moment) -> str:
    if moment.kind is Kind.MOVED:
        return str(moment.detail.get("to", "Moved"))
    return moment.title or moment.file_name or NAMES[moment.kind]


def is_ahead(moment: Moment, present: datetime) -> bool:
    """Still to come, or still to be done. An interview of which only the day is known is ahead all that day long."""
    if moment.kind is Kind.STEP or moment.done_at is not None:
        return moment.done_at is None
    if not moment.is_whole_day:
        return moment.at > present
    days = (moment.at.date() - present.date()).days
    return days > 0 or (days == 0 and moment.kind is Kind.INTERVIEW)


def at_of(day: date, hour: time | None, said_in: str) -> tuple[datetime, str]:
    """A day, or a day and an hour, as it is kept: the moment in UTC, and its zone or "". An hour that a change of
    clocks leaves out is the hour after it; of one that comes twice it is the first."""
    if hour is None:
        return noon(day), ""
    return datetime.combine(day, hour, tzinfo=zone_named(said_in)).astimezone(UTC), said_in


def sent_words(resume_name: str, has_letter: bool, answers: int) -> str:
    """What went out, in a sentence."""
    things = [f"the résumé “{resume_name}”"] if resume_name else []
    things += ["a cover letter"] if has_letter else []
    words = [f"With {' and '.join(things)}."] if things else []
    words += [f"{in_words(answers).capitalize()} question{'' if answers == 1 else 's'} answered."] if answers else []
    return " ".join(words)


def plain_name(name: str) -> str:
    """A file's name without folders, without signs that do something, and no longer than names are."""
    last = PurePath(name.replace("\\", "/")).name
    words = " ".join(_NOT_IN_A_NAME.sub(" ", last).split()).lstrip(". ")
    stem, dot, suffix = words.rpartition(".")
    if dot and len(suffix) <= 12:
        return f"{stem[: MOST_NAME - len(suffix) - 1]}.{suffix}" if stem else suffix
    return words[:MOST_NAME] or "file"
