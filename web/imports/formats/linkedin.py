"""The archive that LinkedIn hands out under "Get a copy of your data": a ZIP of tables, one for each part of a profile.

Tables are known by the letters of their names, whatever folder, number or underscore is added to them. Those that are
not on the list, messages, connections, advertisements and everything about the account among them, are never opened.
"""

import csv
import html
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from io import StringIO

from web.imports.files.archives import MARK, Archive
from web.imports.files.found import Found, Words
from web.imports.files.points import parted
from web.kit.decoding import decoded
from web.kit.jsonresume import PRESENT, Unreadable, is_before
from web.kit.reading import Reading

NAME = "LinkedIn export"

DATES = (
    ("%b %Y", 7), ("%B %Y", 7), ("%Y", 4), ("%b %d, %Y", 10), ("%B %d, %Y", 10), ("%d %b %Y", 10), ("%Y-%m-%d", 10),
    ("%Y-%m", 7), ("%m/%Y", 7), ("%Y/%m/%d", 10), ("%m/%d/%Y", 10), ("%m/%d/%y", 10),
)  # fmt: skip
LABELLED = re.compile(r"\[?\s*(?:(?P<label>[A-Z][A-Z_ ]+):)?(?P<value>[^\[\],\s]+)\s*\]?")
PLAIN_LABELS = ("", "PERSONAL", "PORTFOLIO", "BLOG", "OTHER")


@dataclass(frozen=True)
class Row:
    """One row of a table by the names of its columns; a column that is not there says nothing."""

    cells: Mapping[str, str]
    whence: str
    as_written: Mapping[str, str]  # the same by the columns' full names

    def __call__(self, *columns: str) -> str:
        return next((self.cells[key] for column in columns if self.cells.get(key := letters(column))), "")


def letters(name: str) -> str:
    """A name by its letters alone: "Email Addresses_2.csv" and "email addresses" are one."""
    return re.sub(r"[^a-z]", "", name.lower().removesuffix(".csv"))


def recognises(body: bytes, filename: str) -> bool:
    if not body.startswith(MARK):
        return False
    with suppress(Unreadable):
        return any(table in TABLES for table, _ in _tables(Archive(body)))
    return False


def read(body: bytes) -> Reading:
    """Raises Unreadable for an archive that is damaged, locked or has nothing of a career in it."""
    archive, found = Archive(body), Found()
    tables = list(_tables(archive))
    for key, table in TABLES.items():
        for name in (name for its_key, name in tables if its_key == key):
            for row in _rows(archive.read(name), name.rpartition("/")[2], table.columns, found):
                table.take(found, row)
    if not found.career:
        raise Unreadable("This LinkedIn export holds nothing of a career: every table in it is empty.")
    _tell_what_was_left(found, [name for key, name in tables if key not in TABLES])
    return found.reading()


def _tables(archive: Archive) -> Iterator[tuple[str, str]]:
    """The key of each table, and its name in the archive, those first that LinkedIn lists first."""
    for name in archive.names:
        folder, _, file = name.rpartition("/")
        if file.lower().endswith(".csv") and not file.startswith("._") and not folder.startswith("__MACOSX"):
            yield letters(file), name


def _tell_what_was_left(found: Found, names: list[str]) -> None:
    if names:
        known = ", ".join(sorted(name.rpartition("/")[2].removesuffix(".csv") for name in names)[:40])
        found.leave(f"These tables are no part of a career and were not opened: {known}.")


# --- tables to rows --------------------------------------------------------------------------------------------------


def _rows(body: bytes, name: str, columns: tuple[str, ...], found: Found) -> Iterator[Row]:
    """The rows below the header, wherever it stands: LinkedIn puts remarks above some of them."""
    every = _parsed(decoded(body))
    wanted = {letters(column) for column in columns}
    least = min(2, len(wanted))
    at = next((i for i, row in enumerate(every) if len(wanted & set(map(letters, row))) >= least), None)
    if at is None:
        if any(any(row) for row in every):
            found.leave(f"{name} has no header that is known here, so nothing of it was taken.")
        return
    for number, row in enumerate(every[at + 1 :], start=1):
        as_written = {column: cell for column, cell in zip(every[at], map(_cell, row), strict=False) if column and cell}
        if as_written:
            yield Row({letters(key): cell for key, cell in as_written.items()}, f"{name}, row {number}", as_written)


def _parsed(text: str) -> list[list[str]]:
    csv.field_size_limit(1_000_000)
    try:
        return list(csv.reader(StringIO(text)))
    except csv.Error:
        raise Unreadable("A table of this export is damaged. Please ask LinkedIn for it once more.") from None


def _cell(text: str) -> str:
    return "\n".join(line.rstrip() for line in html.unescape(text).replace("\u00a0", " ").strip().split("\n"))


def _when(found: Found, row: Row, *columns: str) -> Words | None:
    text = row(*columns)
    for form, length in DATES:
        with suppress(ValueError):
            return Words(datetime.strptime(text, form).date().isoformat()[:length], text)  # noqa: DTZ007
    if text:
        found.leave(f"{row.whence}: {columns[0]} “{text[:80]}” is no date that is known here.")
    return None


def _stay(found: Found, row: Row) -> dict[str, Words | None]:
    """From when to when; what has begun and has no end goes on, as LinkedIn writes it."""
    start = _when(found, row, "Started On", "Start Date")
    end = _when(found, row, "Finished On", "End Date")
    if start and not row("Finished On", "End Date"):
        end = Words(PRESENT, "")
    if start and end and end != PRESENT and is_before(end, start):
        found.leave(f"{row.whence}: it ends ({end.source}) before it begins ({start.source}); the end was left out.")
        end = None
    return {"startDate": start, "endDate": end}


def _done(text: str, prose: str = "summary") -> dict[str, object]:
    said, points = parted(text)
    return {prose: said, "highlights": points}


# --- who it is -------------------------------------------------------------------------------------------------------


def _profile(found: Found, row: Row) -> None:
    at = row.whence
    found.basics(at, name=" ".join(filter(None, (row("First Name"), row("Last Name")))), label=row("Headline"))
    found.basics(at, summary=row("Summary"))
    place = {"city": row("Geo Location"), "address": row("Address"), "postalCode": row("Zip Code")}
    found.basics(at, location={key: value for key, value in place.items() if value})
    found.detail(at, "Maiden name", row("Maiden Name"))
    found.detail(at, "Industry", row("Industry"))
    found.detail(at, "Date of birth", _when(found, row, "Birth Date") or "")
    for label, value in _labelled(row("Websites")):
        found.site(at, value, label.replace("_", " ").capitalize() or "Website", label in PLAIN_LABELS)
    for _, name in _labelled(row("Twitter Handles")):
        found.profile(at, "Twitter", name.lstrip("@"))
    for label, name in _labelled(row("Instant Messengers")):
        found.profile(at, label.capitalize(), name)


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    """ "[PORTFOLIO:https://a.example,COMPANY:https://b.example]", or the bare values, a line or a comma apart."""
    for part in re.split(r"[,\n]+\s*", text):
        if match := LABELLED.fullmatch(part.strip()):
            yield (match["label"] or "").strip(), match["value"]


def _summary(found: Found, row: Row) -> None:
    found.basics(row.whence, summary=row("Profile Summary", "Summary"))


def _email(found: Found, row: Row) -> None:
    """The first address stands; LinkedIn says of one of them that it is the one to use."""
    address = row("Email Address")
    if row("Primary").lower() == "yes" and (before := found.career.get("basics", {}).pop("email", None)):
        found.leave(f"{row.whence} is the address to use; {before} was left out.")
    found.basics(row.whence, email=address)


def _phone(found: Found, row: Row) -> None:
    found.basics(
        row.whence, phone=" ".join(filter(None, (row("Number"), row("Extension") and f"ext. {row('Extension')}")))
    )


# --- what they did ---------------------------------------------------------------------------------------------------


def _position(found: Found, row: Row) -> None:
    who = {"name": row("Company Name"), "position": row("Title"), "location": row("Location")}
    found.add("work", row.whence, {**who, **_stay(found, row), **_done(row("Description"))})


def _education(found: Found, row: Row) -> None:
    stay = _stay(found, row)
    if stay["endDate"] == PRESENT:  # who does not say when it ended need not study still
        stay["endDate"] = None
    summary = "\n".join(filter(None, (row("Notes"), row("Activities"))))
    what = {"studyType": row("Degree Name"), "area": row("Field of Study"), "score": row("Grade")}
    found.add("education", row.whence, {"institution": row("School Name"), **what, **stay, "summary": summary})


def _volunteering(found: Found, row: Row) -> None:
    who = {"organization": row("Company Name", "Organization"), "position": row("Role"), "location": row("Location")}
    found.add("volunteer", row.whence, {**who, **_stay(found, row), **_done(row("Description"))})
    if cause := row("Cause"):
        found.leave(f"{row.whence}: the cause “{cause}” has no place in a profile.")


def _project(found: Found, row: Row) -> None:
    done = _done(row("Description"), "description")
    found.add("projects", row.whence, {"name": row("Title"), **done, **_stay(found, row), "url": row("Url")})


# --- what they can and have ------------------------------------------------------------------------------------------


def _skill(found: Found, row: Row) -> None:
    found.add("skills", row.whence, {"name": row("Name")})


def _language(found: Found, row: Row) -> None:
    """Proficiency comes as a sentence or as the name of a constant."""
    level = row("Proficiency")
    if re.fullmatch(r"[A-Z_]+", level):
        level = Words(f"{level.replace('_', ' ').capitalize()} proficiency", level)
    found.add("languages", row.whence, {"language": row("Name"), "fluency": level})


def _certificate(found: Found, row: Row) -> None:
    issued, expires = _when(found, row, "Started On"), _when(found, row, "Finished On")
    if issued and expires and is_before(expires, issued):
        found.leave(f"{row.whence}: it expires ({expires.source}) before it was issued; that date was left out.")
        expires = None
    entry = {"name": row("Name"), "issuer": row("Authority"), "date": issued, "url": row("Url")}
    found.add("certificates", row.whence, entry, credentialId=row("License Number"), expiryDate=expires)


def _award(found: Found, row: Row) -> None:
    issuer = row("Issuer", "Authority")
    entry = {
        "title": row("Title"),
        "awarder": issuer,
        "date": _when(found, row, "Issued On"),
        "summary": row("Description"),
    }
    found.add("awards", row.whence, entry)


def _publication(found: Found, row: Row) -> None:
    when = {"publisher": row("Publisher"), "releaseDate": _when(found, row, "Published On", "Date")}
    found.add(
        "publications", row.whence, {"name": row("Name"), **when, "url": row("Url"), "summary": row("Description")}
    )


def _recommendation(found: Found, row: Row) -> None:
    name = " ".join(filter(None, (row("First Name"), row("Last Name"))))
    who = ", ".join(filter(None, (name, row("Job Title"), row("Company"))))
    if row("Status").upper() in ("", "VISIBLE"):
        found.add("references", row.whence, {"name": who, "reference": row("Text")})
    else:
        found.leave(f"{row.whence}: a recommendation from {name} that is not shown on LinkedIn was left out.")


# --- sections of their own -------------------------------------------------------------------------------------------


def _course(found: Found, row: Row) -> None:
    found.add_own("Courses", row.whence, {"title": row("Name"), "summary": row("Number")})


def _patent(found: Found, row: Row) -> None:
    number = " ".join(filter(None, (row("Issuer"), row("Patent Number", "Application Number"))))
    when = _when(found, row, "Issued On") or _when(found, row, "Filing Date", "Filed On")
    what = {"title": row("Title"), "organisation": number, "url": row("Url"), "endDate": when}
    found.add_own("Patents", row.whence, {**what, "summary": row("Description")})


def _organisation(found: Found, row: Row) -> None:
    who = {"title": row("Position"), "organisation": row("Name")} if row("Position") else {"title": row("Name")}
    found.add_own("Organisations", row.whence, {**who, **_stay(found, row), **_done(row("Description"))})


def _test_score(found: Found, row: Row) -> None:
    what = {"title": ": ".join(filter(None, (row("Name"), row("Score")))), "summary": row("Description")}
    found.add_own("Test scores", row.whence, {**what, "endDate": _when(found, row, "Taken On", "Date")})


# --- set aside -------------------------------------------------------------------------------------------------------


def _application(found: Found, row: Row) -> None:
    found.aside.setdefault("applications", []).append(dict(row.as_written))


@dataclass(frozen=True)
class Table:
    """What becomes of a row, and columns by which the header is known."""

    take: Callable[[Found, Row], None]
    columns: tuple[str, ...]


STAY = ("Started On", "Finished On")
TABLES = {
    "profile": Table(
        _profile, ("First Name", "Last Name", "Headline", "Summary", "Industry", "Geo Location", "Websites")
    ),
    "profilesummary": Table(_summary, ("Profile Summary",)),
    "emailaddresses": Table(_email, ("Email Address", "Confirmed", "Primary", "Updated On")),
    "phonenumbers": Table(_phone, ("Extension", "Number", "Type")),
    "positions": Table(_position, ("Company Name", "Title", "Description", "Location", *STAY)),
    "education": Table(
        _education, ("School Name", "Start Date", "End Date", *STAY, "Notes", "Degree Name", "Activities")
    ),
    "volunteering": Table(_volunteering, ("Company Name", "Role", "Cause", *STAY, "Description")),
    "projects": Table(_project, ("Title", "Description", "Url", *STAY)),
    "skills": Table(_skill, ("Name",)),
    "languages": Table(_language, ("Name", "Proficiency")),
    "certifications": Table(_certificate, ("Name", "Url", "Authority", *STAY, "License Number")),
    "honors": Table(_award, ("Title", "Description", "Issued On")),
    "publications": Table(_publication, ("Name", "Published On", "Description", "Publisher", "Url")),
    "recommendationsreceived": Table(
        _recommendation, ("First Name", "Last Name", "Company", "Job Title", "Text", "Status")
    ),
    "courses": Table(_course, ("Name", "Number")),
    "patents": Table(_patent, ("Title", "Description", "Patent Number", "Issuer", "Issued On", "Url")),
    "organizations": Table(_organisation, ("Name", "Position", "Description", *STAY)),
    "testscores": Table(_test_score, ("Name", "Description", "Score", "Taken On")),
    "jobapplications": Table(
        _application, ("Application Date", "Contact Email", "Company Name", "Job Title", "Job Url", "Resume Name")
    ),
}
