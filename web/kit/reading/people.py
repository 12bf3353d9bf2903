"""Who it is: name, what they call themselves, how to reach them, where they live, and what they say of themselves."""

import re
import tomllib
from pathlib import Path
from typing import Any

import phonenumbers

from web.kit.reading import moments, roles
from web.kit.reading.headings import plain
from web.kit.reading.lines import Line, segments
from web.kit.reading.paragraphs import Room, bare, joined_lines
from web.kit.reading.roles import ADDRESSES, AROUND, MAILS
from web.kit.reading.sections import hand

Data = dict[str, Any]
NUMBER = re.compile(r"(?<![\w/.@])(?:\+|00)?\(?\d[\d\s().‐‑–/-]{5,20}\d(?![\w@/])")
WORDS = tomllib.loads((Path(__file__).parent / "people.toml").read_text("utf-8"))
NETWORKS: dict[str, str] = WORDS["network"]
LABELS = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, WORDS['label']))})\s*[.:：]\s*", re.IGNORECASE)
ONLY_LABEL = re.compile(
    r"(?:e-?mail|phone|telephone|tel|telefon|téléphone|mobile|mobil|address|adresse|website|web|url|location|links?|contact|profiles?|social)\W*",
    re.I,
)
NAMES_OF_NETWORKS = frozenset(map(plain, (*NETWORKS.values(), "Google Plus", "Skype", "WhatsApp", "WeChat")))
DIVIDER = re.compile(r"\s*[|•·⋅●◦,;，]\s*|\s{2,}|\s+[–—-]\s+")
PERSON = re.compile(r"[^\W\d_][\w.’'ʼ-]*(?:\s+[^\W\d_][\w.’'ʼ-]*){0,5}")
HANDLE = re.compile(r"@?[a-z0-9][a-z0-9_.-]{1,29}")
TITLED = re.compile(  # "CV – Alex Chen", "Alice Chen’s résumé"
    r"^(?:cv|curriculum vitae|r[ée]sum[ée]|lebenslauf)\s*[–—|:-]\s*"
    r"|\s*(?:[–—|:-]\s*|[’']s\s+)(?:cv|curriculum vitae|r[ée]sum[ée]|lebenslauf)$",
    re.IGNORECASE,
)


def basics_of(head: list[Line], contact: list[Line], summary: list[Line], room: Room, body_size: float) -> Data:
    named, rest = _name_and_rest(head or contact[:3], body_size)
    if named:  # what stands with the name says more of the person than what stands beside it
        rest = sorted(rest, key=lambda line: line.column != named[0].column)
    name, label = _split_name(" ".join(bare(line.text) for line in named))
    made: Data = {"name": name, "label": label}
    profiles: list[Data] = []
    places: list[str] = []
    said: list[Line] = []
    is_label_due = not label
    before: Line | None = None
    for line in rest:
        if said and before is said[-1] and _follows(before, line, room):
            said.append(line)
            before = line
            continue
        before = line
        if _reaches(line.text) or not _is_prose(line):
            spare = _without_handles(line, _take_contacts(made, profiles, line, places))
            if is_label_due and spare and _is_label(spare[0]) and line.page == rest[0].page:
                made["label"], is_label_due = _label_of(line, spare), False
            elif not is_label_due and made["label"] and _goes_on(made["label"], line, spare):
                made["label"] += f" {bare(line.text)}"
        else:
            said.append(line)
    for line in (*contact, *(line for line in summary if not _is_prose(line))):
        _take_contacts(made, profiles, line, places)
    summary = [line for line in summary if not (_reaches(line.text) or _is_address(line.text)) or _is_prose(line)]
    texts = joined_lines(summary, room) or joined_lines(said, room)
    made["summary"] = "\n".join(text for text in texts if len(text.split()) > 3)
    if not made.get("url") and (shown := next((one["url"] for one in profiles if one.get("url")), "")):
        made["url"] = shown
    place = _best_place(places)
    found = {**made, "location": {"text": place} if place else {}, "profiles": _each_once(profiles)}
    return {key: value for key, value in found.items() if value}


def _each_once(profiles: list[Data]) -> list[Data]:
    """An address in the head that stands under "Contact" as well is one."""
    return list({tuple(value.casefold() for value in one.values()): one for one in profiles}.values())


def _follows(before: Line, line: Line, room: Room) -> bool:
    """The last line of a text may be short."""
    is_next = (
        line.size == before.size and line.column == before.column and room.is_close(line) and not _reaches(line.text)
    )
    return is_next and (line.text[:1].islower() or room.is_full(before, line, room.edges.get(line.column, 0.0)))


# --- the name --------------------------------------------------------------------------------------------------------


def _name_and_rest(head: list[Line], body_size: float) -> tuple[list[Line], list[Line]]:
    """The largest words above the first heading; where all are alike, the first that could be a name."""
    parts = [part for line in head for part in segments(line)]
    page = min((part.page for part in parts), default=0)  # not the first where a letter stands before it
    able = [part for part in parts if part.page == page and _could_be_name(part.text)]
    largest = max((hand(part).size for part in able), default=0.0)
    if largest > body_size * 1.1:
        named = [part for part in able if hand(part).size >= largest - 0.2]
        first = named[0]
        named = [part for part in named if part.page == first.page and abs(part.base - first.base) < 2.6 * largest][:3]
    else:
        named = able[:1]
    return named, list(_without(head, named))


def _without(head: list[Line], named: list[Line]) -> list[Line]:
    taken = {(part.page, part.base, part.left) for part in named}
    kept = []
    for line in head:
        rest = [
            span for part in segments(line) if (part.page, part.base, part.left) not in taken for span in part.spans
        ]
        if rest:
            kept.append(Line(line.page, line.base, tuple(rest), line.above, line.column))
    return kept


def _could_be_name(text: str) -> bool:
    text = bare(text)
    words = text.split(",")[0]
    return (
        bool(words)
        and not re.search(r"[@\d]|https?:", words)
        and len(words) < 60
        and bool(PERSON.match(words))
        and not ONLY_LABEL.fullmatch(words)
    )


def _split_name(text: str) -> tuple[str, str]:
    """ "Alex Chen, Senior Software Engineer", "Jane Eyre – Teacher": the name and what they call themselves."""
    text = TITLED.sub("", text.strip())
    for divider in (r",\s+", r"\s+[–—|-]\s+"):
        parts = re.split(divider, text, maxsplit=1)
        if len(parts) == 2 and roles.is_post(parts[1]) and not roles.is_post(parts[0]):
            return parts[0].strip(), parts[1].strip()
    return text.strip(" ,"), ""


# --- contacts --------------------------------------------------------------------------------------------------------


def _reaches(text: str) -> bool:
    return bool(MAILS.search(text) or _phone(text) or (ADDRESSES.search(text) and len(text.split()) < 12))


def _phone(text: str) -> re.Match[str] | None:
    for found in NUMBER.finditer(text):
        if found[0].count("(") == found[0].count(")") and not moments.find_all(found[0]) and _rings(found[0]):
            return found
    return None


def _rings(number: str) -> bool:
    """Whether it is as long as numbers of its country are; of one without a country's code only the length tells."""
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return not number.startswith("+") and 7 <= sum(map(str.isdigit, number)) <= 15


def _take_contacts(made: Data, profiles: list[Data], line: Line, places: list[str]) -> list[str]:
    """Takes what reaches the person out of a line; returns the stretches that are left."""
    left: list[str] = []
    for part in segments(line):
        text = bare(part.text)
        for pattern, take in ((MAILS, _take_mail), (ADDRESSES, _take_address)):
            for found in list(pattern.finditer(text)):
                take(made, profiles, found[0].rstrip(".,"))
            text = pattern.sub(" | ", text)
        while number := _phone(text):
            made.setdefault("phone", number[0].strip())
            text = f"{text[: number.start()]} | {text[number.end() :]}"
        text = LABELS.sub(" | ", text)
        stretches = [stretch.strip(AROUND) for stretch in re.split(r"\s*\|\s*|\s*[•·⋅●◦]\s*", text)]
        left += [stretch for stretch in stretches if len(stretch) > 1 and not ONLY_LABEL.fullmatch(stretch)]
    for stretch in left:
        if _is_address(stretch):
            places.append(stretch.strip(AROUND))
    names = [stretch for stretch in left if plain(stretch) in NAMES_OF_NETWORKS]
    profiles += [{"network": name} for name in names]
    for stretch in left:
        waiting = next((one for one in profiles if not one.get("username") and not one.get("url")), None)
        if waiting and stretch not in names and re.fullmatch(r"@?[\w.+-]{2,30}", stretch):
            waiting["username"] = stretch.lstrip("@")
    return [stretch for stretch in left if stretch not in places and stretch not in names]


def _take_mail(made: Data, _: list[Data], text: str) -> None:
    made.setdefault("email", text)


def _take_address(made: Data, profiles: list[Data], text: str) -> None:
    host = re.sub(r"^(?:https?://)?(?:www\.)?", "", text.casefold()).split("/")[0].split(".")
    network = next((NETWORKS[part] for part in host[-3:-1] if part in NETWORKS and len(host) < 4), "")
    path = re.sub(r"^(?:https?://)?[^/]+/?", "", text).strip("/")
    if (
        network
        and (path or network == "itch.io")
        and not (len(host) > 2 and host[0] not in ("www", "m", "de", "uk", "scholar") and not path)
    ):
        profiles.append({"network": network, "username": path.split("/")[-1], "url": text})
    elif "url" not in made:
        made["url"] = text
    else:
        profiles.append({"url": text})


def _is_address(text: str) -> bool:
    return roles.is_place(text) or bool(
        re.search(r"\d", text)
        and len(text) < 80
        and ("," in text or roles.POSTCODE.search(text) or STREET.search(text))
        and not moments.find_all(text)
    )


STREET = re.compile(
    r"\b(?:street|st|road|rd|avenue|ave|lane|drive|way|boulevard|blvd|broadway|\w*stra(?:ß|ss)e|str|rue|calle|via|piazza|platz|weg|plein|straat|ulica|ul|gade|gata|vej|катe|улица|ул)\b\.?",
    re.I,
)


def _best_place(places: list[str]) -> str:
    """Several lines of one address belong together; of several places the first is theirs."""
    if len(places) > 1 and any(map(str.isdigit, places[0])) and not roles.is_place(places[0]):
        return ", ".join(places[:3])
    return places[0] if places else ""


# --- label and summary -----------------------------------------------------------------------------------------------


def _is_prose(line: Line) -> bool:
    words = line.text.split()
    return len(words) > 8 or (len(words) > 4 and line.text.rstrip()[-1:] in ".!") or len(line.text) > 80


def _is_label(text: str) -> bool:
    return 2 < len(text) < 100 and not moments.find_all(text) and len(text.split()) < 13 and any(map(str.isalpha, text))


def _without_handles(line: Line, spare: list[str]) -> list[str]:
    """A word in small letters beside an address is what somebody is called at a network whose picture stands there."""
    return [word for word in spare if not (HANDLE.fullmatch(word) and _reaches(line.text))]


def _label_of(line: Line, spare: list[str]) -> str:
    """All of a line that reaches nobody, its dividers kept."""
    return (
        bare(line.text)
        if not _reaches(line.text) and len(spare) <= 4 and not any(map(_is_address, spare))
        else spare[0]
    )


def _goes_on(label: str, line: Line, spare: list[str]) -> bool:
    return label.rstrip()[-1:] in "|,&·-–/" and bool(spare) and not _reaches(line.text)
