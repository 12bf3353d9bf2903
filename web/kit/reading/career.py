"""A PDF read as JSON Resume, from positions, sizes and text alone: no tags, no attachment, no knowledge of our designs.

The steps are those of any such reader: pages to lines (`lines`), lines to paragraphs, a head and sections (`blocks`,
`headings`), sections to entries (`entries`, `listed`, `dates`), entries to the keys of JSON Resume (here). What JSON
Resume has no key for stands under `meta.metier`, as everywhere in this house.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pypdfium2 as pdfium

from web.kit.jsonresume import Unreadable
from web.kit.reading.anybody import career_of, is_beside
from web.kit.reading.blocks import A_PAUSE, Columns, Paragraph, Section, divided, paragraphs
from web.kit.reading.dates import Stay
from web.kit.reading.entries import ADDRESS, Entry, Full, Tongue
from web.kit.reading.headings import language_of
from web.kit.reading.layout import read_layout
from web.kit.reading.lines import Line, Sheet, lines_in
from web.kit.reading.listed import lines_of, works_of
from web.kit.reading.sections import is_heading

Data = dict[str, Any]
EMAIL = re.compile(r"[^\s@,;|]+@[^\s@,;|]+\.[^\s@,;|]+")
PHONE = re.compile(r"(?:(?:tel|phone|mobile|mob|t|m|p)\b[.:]?\s*)?(?P<number>[+(]?\d[\d\s()./–-]{5,}\d)", re.IGNORECASE)
NETWORKS = (
    "LinkedIn", "GitHub", "GitLab", "Mastodon", "Twitter", "X", "Bluesky", "Facebook", "Instagram", "YouTube", "Xing",
    "ORCID", "Google Scholar", "ResearchGate", "Stack Overflow", "StackOverflow", "Medium", "Dribbble", "Behance",
    "Kaggle", "Codeberg", "Bitbucket", "Telegram", "Discord", "Skype", "SoundCloud", "Steam", "NPM", "PyPI",
)  # fmt: skip
PROFILE = re.compile(rf"(?:{'|'.join(NETWORKS)}) \S+", re.IGNORECASE)
LABELLED = re.compile(r"[^:.]{2,30}: [^:]{1,60}(?<!\.)")
DIVIDERS = re.compile(r"\s*[·|•]\s*")
FULL = ("work", "projects", "education", "volunteer", "references")
LINES = ("certificates", "awards", "grants", "achievements", "talks")


def read(body: bytes) -> tuple[Data, list[str], list[str]]:
    """The career in a PDF, the text of its pages, and their lines in the order of drawing; raises Unreadable."""
    try:
        with pdfium.PdfDocument(body) as document:
            sheet, career = read_ours(document)
    except pdfium.PdfiumError:
        raise Unreadable("This PDF is damaged or locked.") from None
    drawn = ["\n".join(line.text for line in sheet.lines if line.page == page) for page in range(sheet.pages)]
    return career, sheet.texts, drawn


def read_ours(document: pdfium.PdfDocument) -> tuple[Sheet, Data]:
    """A sheet of our own and its career. Its order of drawing is that of speech, but where it runs from the right."""
    sheet = lines_in(document)
    if not sheet.is_mirrored:
        return sheet, career_in(sheet)
    sheet = read_layout(document, is_heading, is_beside)
    return sheet, career_of(sheet)


def career_in(sheet: Sheet) -> Data:
    """What the lines of a document say, as JSON Resume."""
    return career_under(*divided(sheet), sheet, Columns(sheet))


def career_under(head: list[Line], sections: list[Section], sheet: Sheet, columns: Columns) -> Data:
    """The same where it is known what stands above the first heading and what under each."""
    language = language_of(section.title for section in sections)
    tongue = Tongue.of(language)
    said: Data = {"basics": _basics(head, sections, sheet, columns), "meta": {"metier": {"language": language}}}
    places = set(re.findall(r"\w+", said["basics"].get("location", {}).get("text", "")))
    for section in sections:
        _read_section(said, section, sheet, columns, tongue, places)
    return said


# --- the head --------------------------------------------------------------------------------------------------------


def _basics(head: list[Line], sections: list[Section], sheet: Sheet, columns: Columns) -> Data:
    name, label, contacts, rest = _parts_of_head(paragraphs(_labelled(head), columns, _parts_contacts), sheet, columns)
    contacts += [
        part.text for section in sections if section.kind == "contact" for part in _paragraphs(section, columns)
    ]
    rest += [part.text for section in sections if section.kind == "summary" for part in _paragraphs(section, columns)]
    basics = {"name": name, "label": label, "summary": "\n".join(rest), **_contacts(contacts)}
    return {key: value for key, value in basics.items() if value}


def _paragraphs(section: Section, columns: Columns) -> list[Paragraph]:
    return paragraphs(section.lines, columns)


def _parts_of_head(parts: list[Paragraph], sheet: Sheet, columns: Columns) -> tuple[str, str, list[str], list[str]]:
    """Name, label, the lines of contacts, and the paragraphs of a summary."""
    largest = max((part.style.size for part in parts), default=0.0)
    names = [part for part in parts if part.style.size == largest and largest > sheet.body.size]
    others = [part for part in parts if part not in names]
    contacts = _contacts_among(others, columns)
    said = [part for part in others if part not in contacts]
    is_above = bool(contacts) and bool(said) and others.index(said[0]) < others.index(contacts[0])
    labels = [
        part for part in said[:1] if len(part.text) < 200 and (is_above or (not contacts and part.style != sheet.body))
    ]
    reached = [part for part in said[1:2] if labels and not contacts and len(said) > 2 and _is_brief(part)]
    rest = [part.text for part in said if part not in (*labels, *reached)]
    return (
        " ".join(part.text for part in names),
        " ".join(part.text for part in labels),
        [part.text for part in (*contacts, *reached)],
        rest,
    )


def _contacts_among(parts: list[Paragraph], columns: Columns) -> list[Paragraph]:
    """Those that hold an address or a number, and remarks beside them such as a town or a licence."""
    sure = [part for part in parts if is_contact(part.text)]
    hands = {part.style for part in sure}
    are_lines = not any(DIVIDERS.search(part.text) for part in sure)
    found: list[Paragraph] = []
    for index, part in enumerate(parts):
        follows = _is_near(part, columns) and bool(found) and parts[index - 1] is found[-1]
        leads = are_lines and any(_is_near(after, columns) and after in sure for after in parts[index + 1 : index + 2])
        is_labelled = bool(LABELLED.fullmatch(part.text)) and bool(found)
        if part in sure or is_labelled or (part.style in hands and _is_brief(part) and (follows or leads)):
            found.append(part)
    return found


def _labelled(head: list[Line]) -> list[Line]:
    """What stands beside a label that ends in a colon goes with it."""
    made: list[Line] = []
    for line in head:
        before = made[-1] if made else None
        if before and before.text.endswith(":") and before.page == line.page and abs(before.base - line.base) <= 1:
            made[-1] = replace(before, spans=(*before.spans, *line.spans))
        else:
            made.append(line)
    return made


def _parts_contacts(before: Line, line: Line) -> bool:
    return is_contact(before.text) or is_contact(line.text)


def is_contact(text: str) -> bool:
    found = (one for one in _divided(text) if len(one) < 80)
    return any(
        EMAIL.search(one) or PHONE.fullmatch(one) or ADDRESS.fullmatch(one) or PROFILE.fullmatch(one) for one in found
    )


def _is_near(part: Paragraph, columns: Columns) -> bool:
    return 0 < part.lines[0].above <= columns.leading + A_PAUSE


def _is_brief(part: Paragraph) -> bool:
    """A remark rather than running text."""
    return len(part.lines) <= 2 and len(part.text) < 80 and not part.text.endswith(".")


def _divided(text: str) -> list[str]:
    return [one.strip() for one in DIVIDERS.split(text) if one.strip()]


def _contacts(lines: Iterable[str]) -> Data:
    basics: Data = {}
    profiles: list[Data] = []
    details: list[Data] = []
    place = ""
    for one in _divided(" · ".join(lines)):
        network = next((name for name in NETWORKS if one.casefold().startswith(f"{name.casefold()} ")), "")
        if network:
            profiles.append({"network": network, "username": one[len(network) :].strip(" :")})
        elif "email" not in basics and EMAIL.fullmatch(one):
            basics["email"] = one
        elif "phone" not in basics and (found := PHONE.fullmatch(one)):
            basics["phone"] = found["number"]
        elif ADDRESS.fullmatch(one) and (host := _network_of(one)):
            profiles.append({"network": host, "url": one})
        elif ADDRESS.fullmatch(one) and "url" not in basics:
            basics["url"] = one
        elif ADDRESS.fullmatch(one) or EMAIL.fullmatch(one):
            profiles.append({"url": one})
        elif ": " in one:
            label, _, value = one.partition(": ")
            details.append({"label": label, "value": value})
        elif not place:
            place = one
        else:
            profiles.append({"username": one})
    found_all = {"location": {"text": place} if place else {}, "profiles": profiles, "details": details}
    return basics | {key: value for key, value in found_all.items() if value}


def _network_of(address: str) -> str:
    host = re.sub(r"^(https?://)?(www\.)?", "", address.casefold()).split("/")[0]
    names = (name for name in NETWORKS if len(name) > 1)
    return next((name for name in names if host.split(".")[-2:][0] == name.casefold().replace(" ", "")), "")


# --- sections --------------------------------------------------------------------------------------------------------


def _read_section(
    said: Data, section: Section, sheet: Sheet, columns: Columns, tongue: Tongue, places: set[str]
) -> None:
    kind = section.kind
    if kind in ("contact", "summary"):
        return
    if kind in ("skills", "interests"):
        said.setdefault(kind, []).extend(_groups(section, columns))
    elif kind == "languages":
        said.setdefault(kind, []).extend(_languages(section, columns))
    elif kind == "publications":
        said.setdefault(kind, []).extend(_kept(_publication(one)) for one in works_of(section, columns, tongue))
    elif kind in LINES:
        said.setdefault(kind, []).extend(_kept(ONE_LINE[kind](one)) for one in lines_of(section, columns, tongue))
    elif kind in FULL:
        entries = Full(section, sheet, columns, tongue, places).entries()
        places.update(entry.place for entry in entries if entry.place)
        said.setdefault(kind, []).extend(_kept(WITH_ROOM[kind](one)) for one in entries)
    else:
        said["meta"]["metier"].setdefault("sections", []).append(_own(section, sheet, columns, tongue, places))


def _kept(entry: Data) -> Data:
    return {key: value for key, value in entry.items() if value not in ("", [], None)}


def _dates(stay: Stay | None) -> Data:
    return {"startDate": stay.start, "endDate": stay.end} if stay else {}


def _done(entry: Entry) -> Data:
    said = {"summary": "\n".join(entry.texts), "highlights": entry.points, "keywords": entry.tools}
    return {**_dates(entry.stay), **said, "courses": entry.courses, "links": entry.links}


def _work(entry: Entry) -> Data:
    return {"name": entry.org, "position": entry.title, "location": entry.place, "note": entry.note, **_done(entry)}


def _volunteer(entry: Entry) -> Data:
    return {"organization": entry.org, "position": entry.title, "location": entry.place, **_done(entry)}


def _education(entry: Entry) -> Data:
    kind, _, area = entry.title.partition(", ")
    who = {"institution": entry.org, "studyType": kind, "area": area, "location": entry.place, "score": entry.note}
    return {**who, **_done(entry)}


def _project(entry: Entry) -> Data:
    roles = [role for role in entry.place.split(", ") if role]
    made = {"name": entry.title, "entity": entry.org, "roles": roles, **_done(entry)}
    return made | {"description": made.pop("summary")}


def _reference(entry: Entry) -> Data:
    return {"name": entry.title or entry.org, "reference": "\n".join(entry.texts)}


def _date(entry: Entry) -> str:
    return entry.stay.end if entry.stay else ""


def _certificate(entry: Entry) -> Data:
    made = {"name": entry.title, "issuer": entry.org, "date": _date(entry), "expiryDate": entry.until}
    return {**made, "credentialId": ", ".join(entry.extra), "summary": " ".join(entry.texts)}


def _award(entry: Entry) -> Data:
    made = {"title": entry.title, "awarder": entry.org, "date": _date(entry), "authors": entry.authors}
    return {**made, "extra": entry.extra, "summary": " ".join(entry.texts)}


def _grant(entry: Entry) -> Data:
    extra = [item for one in entry.extra for item in one.split(", ")]
    return {"title": entry.title, "awarder": entry.org, "extra": extra, **_dates(entry.stay)}


def _achievement(entry: Entry) -> Data:
    made = {"title": entry.title, "issuer": entry.org, "date": _date(entry), "authors": entry.authors}
    return {**made, "extra": entry.extra, "summary": " ".join(entry.texts)}


def _publication(entry: Entry) -> Data:
    made = {"name": entry.title, "publisher": entry.org, "releaseDate": _date(entry), "authors": entry.authors}
    return {**made, "type": ", ".join(entry.extra), "summary": " ".join(entry.texts)}


ONE_LINE = {
    "certificates": _certificate, "awards": _award, "grants": _grant, "achievements": _achievement,
    "talks": _achievement,
}  # fmt: skip
WITH_ROOM = {
    "work": _work, "projects": _project, "education": _education, "volunteer": _volunteer, "references": _reference,
}  # fmt: skip


def _own(section: Section, sheet: Sheet, columns: Columns, tongue: Tongue, places: set[str]) -> Data:
    """A section of the person's own: with room where it has titles or points, otherwise a line an entry."""
    parts = _paragraphs(section, columns)
    is_full = any(part.is_point or part.style.is_bold for part in parts)
    found = Full(section, sheet, columns, tongue, places).entries() if is_full else lines_of(section, columns, tongue)
    return {"name": section.title, "entries": [_kept(_own_entry(entry)) for entry in found]}


def _own_entry(entry: Entry) -> Data:
    place = entry.place or ", ".join(entry.extra)
    return {"title": entry.title, "organisation": entry.org, "location": place, **_done(entry)}


def _groups(section: Section, columns: Columns) -> Iterator[Data]:
    """Skills and interests: "Name (level): one, two", or a line of several without a name."""
    for part in paragraphs(section.lines, columns, _opens_group):
        name, colon, items = part.text.partition(": ")
        if not colon and not part.text.endswith(":"):
            yield from (_kept(_levelled(item)) for item in _listed(part.text))
        else:
            yield _kept({**_levelled(name.rstrip(":")), "keywords": _listed(items)})


def _opens_group(_: Line, line: Line) -> bool:
    """Whether a line begins with a name and a colon, drawn apart from what follows."""
    return len(line.spans) > 1 and line.spans[0].text.rstrip().endswith(":")


def _levelled(text: str) -> Data:
    found = re.fullmatch(r"(?P<name>.+?) \((?P<level>[^()]*)\)", text.strip())
    return {"name": found["name"], "level": found["level"]} if found else {"name": text.strip()}


def _listed(text: str) -> list[str]:
    """Items between commas, those in brackets left whole."""
    return [item.strip() for item in re.split(r"[,،、;·|•]\s+(?![^()]*\))", text) if item.strip()]


def _languages(section: Section, columns: Columns) -> Iterator[Data]:
    for part in paragraphs(section.lines, columns, lambda before, _: before.text.endswith(")")):
        for item in _listed(part.text):
            said = _levelled(item)
            yield _kept({"language": said["name"], "fluency": said.get("level", "")})
