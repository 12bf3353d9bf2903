"""JSON Resume to plain lists in printing order: all that the templates of the designs get to see.

Every value a reader may want is in them, as clean text and once. `basics.image`, `$schema` and `meta` other than
`meta.metier` are not printed; addresses of entries become links on the entry's title.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from web.kit.printing.dates import USUAL, month, narrow_span, span
from web.kit.printing.names import named
from web.kit.printing.text import bare, clean, href, paragraphs

Data = dict[str, Any]
Words = dict[str, str]
ORDER = (
    "work", "projects", "education", "skills", "languages", "certificates", "awards", "grants", "publications",
    "achievements", "volunteer", "interests", "references",
)  # fmt: skip
OWN = "own:"  # before the name of a section that is the person's own, where its place is told
# By which keys `meta.metier` names the entry that a remark of it is about.
NAMED_BY = {
    "work": ("position", "name"), "education": ("studyType", "area", "institution"), "awards": ("title",),
    "certificates": ("name", "issuer"), "projects": ("name", "entity"),
}  # fmt: skip
LONGEST_NAME = 40  # letters, at the foot of a page
SHORT_COURSE = 60  # letters; longer courses are points of a list
KEEP, NEW_PAGE = "keep", "page"  # what `break` may say in an entry
WHOLE = 5  # lines; an entry of about so many is never split over two pages


class Career:
    """One résumé in one language. `date_room` is how many em a design has for dates, where that is little; `dates` is
    how they are written."""

    def __init__(self, data: Data, language: str, words: Words, date_room: float = 0, dates: str = USUAL) -> None:
        self.language, self.words, self.date_room, self.dates = language, words, date_room, dates
        self.data = data
        self.metier: Data = _object(_object(data.get("meta")).get("metier"))

    def when(self, entry: Data) -> str:
        start, end = clean(entry.get("startDate")), clean(entry.get("endDate"))
        if self.date_room:
            return narrow_span(start, end, self.language, self.date_room, self.dates)
        return span(start, end, self.language, self.dates)

    def day(self, value: Any) -> str:
        return month(clean(value), self.language, self.dates)

    def rows(self, section: str) -> Iterator[Data]:
        """The entries of a section, each with what `meta.metier` adds to it."""
        remarks = [_object(remark) for remark in _list(self.metier.get(section))]
        for row in map(_object, _list(self.data.get(section))):
            label = ", ".join(str(row[key]) for key in NAMED_BY.get(section, ()) if row.get(key))
            found = next((remark for remark in remarks if label and remark.get("of") == label), {})
            if found:
                remarks.remove(found)
            yield {**found, **row}


def view(
    data: Data, language: str, words: Words, order: Iterable[str] = ORDER, date_room: float = 0, *,
    dates: str = USUAL, names: str = "written",
) -> Data:  # fmt: skip
    """The head and the sections of a sheet, empty ones left out."""
    career = Career(data, language, words, date_room, dates)
    basics = _object(data.get("basics"))
    made = {name: _section(name, words.get(name, name), *SECTIONS[name](career)) for name in SECTIONS}
    own = [_section("own", clean(section.get("name")), *_own(career, section)) for section in _own_sections(career)]
    named_sections = [*made.items(), *((OWN + section["name"], section) for section in own)]
    wanted = list(dict.fromkeys((*order, *ORDER, *(name for name, _ in named_sections))))
    in_order = sorted(named_sections, key=lambda each: wanted.index(each[0]))
    return {
        "name": clean(basics.get("name")),
        "shown": named(clean(basics.get("name")), names, language),
        "running": _shortened(clean(basics.get("name"))),
        "cite": clean(basics.get("cite")) or clean(basics.get("name")),
        "label": clean(basics.get("label")),
        "town": clean(_object(basics.get("location")).get("city")),
        "summary": paragraphs(basics.get("summary")),
        "contacts": list(_contacts(basics, career)),
        "sections": [section for _, section in in_order if section["entries"]],
    }


# --- the head --------------------------------------------------------------------------------------------------------


def _contacts(basics: Data, career: Career) -> Iterator[Data]:
    if place := _place(basics.get("location")):
        yield {"kind": "place", "text": place, "href": ""}
    if phone := clean(basics.get("phone")):
        dialled = "".join(letter for letter in phone if letter in "+0123456789")
        yield {"kind": "phone", "text": phone, "href": f"tel:{dialled}" if dialled else ""}
    if email := clean(basics.get("email")):
        yield {"kind": "email", "text": email, "href": href(f"mailto:{email}") if "@" in email else ""}
    if url := clean(basics.get("url")):
        yield {"kind": "url", "text": bare(url), "href": href(url)}
    for profile in map(_object, _list(basics.get("profiles"))):
        if text := _handle(clean(profile.get("network")), clean(profile.get("username")), clean(profile.get("url"))):
            yield {"kind": "profile", "text": text, "href": href(clean(profile.get("url")))}
    for detail in map(_object, _list(career.metier.get("details"))):
        if text := ": ".join(filter(None, (clean(detail.get("label")), clean(detail.get("value"))))):
            yield {"kind": "detail", "text": text, "href": ""}


def _place(location: Any) -> str:
    if not isinstance(location, dict):
        return clean(location)
    part = {key: clean(value) for key, value in location.items()}
    town = " ".join(filter(None, (part.get("postalCode"), part.get("city"))))
    written = (part.get("address"), town, part.get("region"), part.get("countryCode"), part.get("countryName"))
    return part.get("text") or ", ".join(filter(None, written))


def _shortened(name: str) -> str:
    """The name as the foot of a page has room for it."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def _handle(network: str, username: str, url: str) -> str:
    name = username or bare(url)
    return f"{network} {name}".strip() if network.lower() not in name.lower() else name


# --- sections: each gives the way it is set, and its entries ---------------------------------------------------------

Setting = tuple[str, list[Data]]


def _section(kind: str, name: str, form: str, entries: list[Data]) -> Data:
    entries = [entry for entry in entries if any(entry.get(key) for key in ("title", "org", "text", "points", "items"))]
    for entry in entries:
        entry["whole"] = entry.get("break") == KEEP or _lines_of(entry) <= WHOLE
    brief = form == "full" and not any(entry["points"] or entry["text"] or entry["tail"] for entry in entries)
    is_new_page = bool(entries) and entries[0].pop("break", None) == NEW_PAGE  # its heading goes with the first entry
    return {
        "kind": kind, "name": name, "form": form, "brief": brief, "new_page": is_new_page, "entries": entries
    }  # fmt: skip


def _lines_of(entry: Data) -> int:
    return sum(len(text) // 90 + 1 for text in (*entry.get("points", ()), *entry.get("text", ())))


def _entry(career: Career, row: Data, title: str, org: str, **more: Any) -> Data:
    """An entry with room of its own: title, organisation, place, dates, paragraphs, points, and a quiet last line."""
    return {
        "title": title,
        "org": org,
        "place": clean(row.get("location") or row.get("place")),
        "note": "",
        "when": career.when(row),
        "link": href(clean(row.get("url"))),
        "text": [*paragraphs(row.get("description")), *paragraphs(row.get("summary"))],
        "points": _texts(row.get("highlights")),
        "tail": _tools(career, row),
        "break": row.get("break"),
        **more,
    }


def _tools(career: Career, row: Data) -> list[Data]:
    listed = list(dict.fromkeys((*_texts(row.get("keywords")), *_texts(row.get("technologies")))))
    return [{"label": career.words["tools"], "items": listed}] if listed else []


def _work(career: Career) -> Setting:
    return "full", [
        _entry(career, row, clean(row.get("position")), clean(row.get("name"))) for row in career.rows("work")
    ]


def _volunteer(career: Career) -> Setting:
    return "full", [
        _entry(career, row, clean(row.get("position")), clean(row.get("organization")))
        for row in career.rows("volunteer")
    ]


def _projects(career: Career) -> Setting:
    return "full", [_project(career, row) for row in career.rows("projects")]


def _project(career: Career, row: Data) -> Data:
    place = ", ".join([*_texts(row.get("roles")), *filter(None, (clean(row.get("type")), clean(row.get("location"))))])
    links = [clean(row.get(key)) for key in ("demoUrl", "codeUrl", "documentationUrl") if row.get(key)]
    made = _entry(career, row, clean(row.get("name")), clean(row.get("entity")), place=place)
    made["tail"] += [
        {"label": "", "items": [], "links": [{"text": bare(url), "href": href(url)} for url in links]}
    ] * bool(links)
    return made


def _education(career: Career) -> Setting:
    return "full", [_school(career, row) for row in career.rows("education")]


def _school(career: Career, row: Data) -> Data:
    title = ", ".join(filter(None, (clean(row.get("studyType")), clean(row.get("area")))))
    note = ", ".join(filter(None, (clean(row.get("score")), clean(row.get("honours")))))
    made = _entry(career, row, title, clean(row.get("institution")), note=note)
    courses = _texts(row.get("courses"))
    if any(len(course) > SHORT_COURSE for course in courses):
        made["points"] = [*made["points"], *courses]
    elif courses:
        made["tail"] = [{"label": career.words["courses"], "items": courses}, *made["tail"]]
    return made


def _skills(career: Career) -> Setting:
    return "groups", _run_together(
        {"title": clean(row.get("name")), "level": clean(row.get("level")), "items": _texts(row.get("keywords"))}
        for row in map(_object, _list(career.data.get("skills")))
    )


def _interests(career: Career) -> Setting:
    return "groups", _run_together(
        {"title": clean(row.get("name")), "level": "", "items": _texts(row.get("keywords"))}
        for row in map(_object, _list(career.data.get("interests")))
    )


def _run_together(groups: Iterable[Data]) -> list[Data]:
    """What stands under no heading shares a line with its neighbours: a bold line for each would shout."""
    lines: list[Data] = []
    is_open = False
    for group in groups:
        is_loose = bool(group["title"]) and not group["items"]
        words = f"{group['title']} ({group['level']})" if group["level"] else group["title"]
        if is_loose and is_open:
            lines[-1]["items"].append(words)
        else:
            lines.append({"title": "", "level": "", "items": [words]} if is_loose else group)
        is_open = is_loose
    return lines


def _languages(career: Career) -> Setting:
    return "run", [
        {"title": clean(row.get("language")), "level": clean(row.get("fluency")), "items": []}
        for row in map(_object, _list(career.data.get("languages")))
    ]


def _line(career: Career, row: Data, title: str, org: str, when: str, extra: Iterable[Any] = ()) -> Data:
    """An entry of one line: what, from whom, what else, when."""
    return {
        "title": title,
        "org": org,
        "when": when,
        "link": href(clean(row.get("url"))),
        "text": paragraphs(row.get("summary")),
        "extra": [text for text in map(clean, extra) if text],
        "authors": _texts(row.get("authors")),
        "break": row.get("break"),
    }


def _certificates(career: Career) -> Setting:
    return "lines", [
        _line(
            career, row, clean(row.get("name")), clean(row.get("issuer")), _dates_of_certificate(career, row),
            [row.get("credentialId")],
        )
        for row in career.rows("certificates")
    ]  # fmt: skip


def _dates_of_certificate(career: Career, row: Data) -> str:
    expiry = career.day(row.get("expiryDate"))
    until = f"{career.words['expires']} {expiry}" if expiry else ""
    return ", ".join(filter(None, (career.day(row.get("date")), until)))


def _awards(career: Career) -> Setting:
    return "lines", [
        _line(career, row, clean(row.get("title")), clean(row.get("awarder")), career.day(row.get("date")))
        for row in career.rows("awards")
    ]


def _achievements(career: Career) -> Setting:
    return "lines", [
        _line(career, row, clean(row.get("title")), clean(row.get("issuer")), career.day(row.get("date")))
        for row in map(_object, _list(career.metier.get("achievements")))
    ]


def _grants(career: Career) -> Setting:
    return "lines", [
        _line(
            career, row, clean(row.get("title")), clean(row.get("awarder")), career.when(row),
            [row.get("role"), row.get("amount")],
        )
        for row in career.rows("grants")
    ]  # fmt: skip


def _publications(career: Career) -> Setting:
    return "works", [
        _line(
            career, row, clean(row.get("name")), clean(row.get("publisher")), career.day(row.get("releaseDate")),
            [row.get("type")],
        )
        | {"year": clean(row.get("releaseDate"))[:4]}
        for row in career.rows("publications")
    ]  # fmt: skip


def _references(career: Career) -> Setting:
    return "full", [
        _entry(career, {}, clean(row.get("name")), "", text=paragraphs(row.get("reference")))
        for row in career.rows("references")
    ]


SECTIONS: dict[str, Callable[[Career], Setting]] = {
    "work": _work, "projects": _projects, "education": _education, "skills": _skills, "languages": _languages,
    "certificates": _certificates, "awards": _awards, "grants": _grants, "publications": _publications,
    "achievements": _achievements, "volunteer": _volunteer, "interests": _interests, "references": _references,
}  # fmt: skip


def _own_sections(career: Career) -> list[Data]:
    """The person's own: `{"name": …, "entries": [{"title": …}]}`."""
    return [_object(section) for section in _list(career.metier.get("sections")) or _list(career.data.get("sections"))]


def _own(career: Career, section: Data) -> Setting:
    rows = [_object(row) for row in _list(section.get("entries"))]
    if any(row.get("highlights") or row.get("summary") for row in rows):
        return "full", [_entry(career, row, clean(row.get("title")), _org(row)) for row in rows]
    return "lines", [
        _line(
            career, row, clean(row.get("title")), _org(row), career.when(row), [row.get("location") or row.get("place")]
        )
        for row in rows
    ]


def _org(row: Data) -> str:
    return clean(row.get("organisation") or row.get("org"))


# --- what a file may hold in a place ---------------------------------------------------------------------------------


def _object(value: Any) -> Data:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _texts(value: Any) -> list[str]:
    return [text for text in map(clean, _list(value)) if text]
