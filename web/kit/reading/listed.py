"""Entries of one line: certificates, awards, grants and the like, and the longer ones of publications."""

import re
from collections.abc import Iterable

from web.kit.reading.blocks import Columns, Paragraph, Section, paragraphs, pieces
from web.kit.reading.dates import Stay
from web.kit.reading.entries import Entry, Tongue, bare, with_text
from web.kit.reading.lines import Span


def lines_of(section: Section, columns: Columns, tongue: Tongue) -> list[Entry]:
    """Certificates, awards and the like: what, from whom, what else, when. A date may stand before it in the margin."""
    made: list[Entry] = []
    led: Stay | None = None
    led_until = ""
    for part in paragraphs(section.lines, columns, tongue.is_done):
        stay, until = _stay_and_expiry(part.text, tongue)
        if stay or until:
            led, led_until = stay, until
            continue
        entry = _line(part, tongue)
        entry.stay, entry.until = entry.stay or led, entry.until or led_until
        led, led_until = None, ""
        made.append(entry)
    return made


def _line(part: Paragraph, tongue: Tongue) -> Entry:
    made = Entry()
    said: list[str] = []
    found = pieces(part.spans)
    if found and found[0].text.rstrip().endswith(":") and len(found) > 1:
        made.authors = [bare(name) for name in found.pop(0).text.split(", ")]
    for number, piece in enumerate(found):
        text = bare(piece.text)
        stay, until = _stay_and_expiry(text, tongue)
        if not text:
            continue
        if stay or until:
            made.stay, made.until = stay or made.stay, until or made.until
        elif number and piece.text.lstrip().startswith(". "):
            made.texts.append(piece.text.lstrip(". "))
        else:
            said.append(text)
    if len(said) == 1 and made.stay is None:
        _take_from_the_end(made, said, tongue)
    made.title = said.pop(0) if said else ""
    made.org = said.pop(0) if said else ""
    made.extra = said
    return made


def _take_from_the_end(made: Entry, said: list[str], tongue: Tongue) -> None:
    """Words drawn in one go: a date at their end, and an organisation before it."""
    seen = tongue.dates.find(said[0])
    if seen and not bare(said[0][seen[2] :]):
        made.stay = seen[0]
        said[:] = [bare(said[0][: seen[1]])]


def _stay_and_expiry(text: str, tongue: Tongue) -> tuple[Stay | None, str]:
    for word in tongue.expires:
        before, found, after = text.partition(word)
        issued, end = tongue.dates.read(bare(before)), tongue.dates.read(after.strip())
        if found and end and (issued or not before.strip()):
            return issued, end.end
    return tongue.dates.read(text), ""


# --- publications ----------------------------------------------------------------------------------------------------

BRACKETED = re.compile(r"(?P<authors>.+?) \((?P<when>[^()]*\d{4})\)\. ")
NAMED = re.compile(r"(?P<authors>.+?)(?<!\b\w)\. ")
PARTICLES = frozenset({
    "van", "von", "de", "der", "den", "du", "da", "di", "la", "le", "del", "dos", "ten", "ter", "bin", "ibn", "al",
    "el", "y", "und", "and", "et",
})  # fmt: skip


def works_of(section: Section, columns: Columns, tongue: Tongue) -> list[Entry]:
    """Authors. Title. Where, when. Or with the year in brackets behind the authors; or a date in the margin."""
    made: list[Entry] = []
    led: Stay | None = None
    for part in paragraphs(section.lines, columns, tongue.is_done):
        if stay := tongue.dates.read(part.text):
            led = stay
        else:
            made.append(_work(part, tongue, led))
            led = None
    return made


def _work(part: Paragraph, tongue: Tongue, led: Stay | None) -> Entry:
    made = Entry(stay=led)
    start = 0
    bracketed, named = BRACKETED.match(part.text), NAMED.match(part.text)
    if bracketed and (stay := tongue.dates.read(bracketed["when"])):
        made.stay, made.authors, start = stay, bracketed["authors"].split(", "), bracketed.end()
    elif named and _are_names(named["authors"]):
        made.authors, start = named["authors"].split(", "), named.end()
    said: list[str] = []
    for piece in pieces(_without_start(part.spans, part.text[:start])):
        _read_piece_of_work(made, piece.text, said, tongue)
    made.title = said.pop(0) if said else ""
    made.org = said.pop(0) if said else ""
    made.extra = [item for one in said for item in one.split(", ")]
    return made


def _are_names(text: str) -> bool:
    """ "I. Castellanos, B. Olsen": several of them, or initials."""
    names = text.split(", ")
    words = [word for name in names for word in name.split()]
    are_proper = all(word[0].isupper() or word in PARTICLES or not word[0].isascii() for word in words)
    return are_proper and max(len(name.split()) for name in names) <= 5 and (len(names) > 1 or len(words) in (2, 3))


def _without_start(spans: Iterable[Span], start: str) -> list[Span]:
    """The spans behind so many letters."""
    letters = len(start.replace(" ", ""))
    kept = []
    for span in spans:
        text = span.text
        while letters and text:
            letters -= text[0] != " "
            text = text[1:]
        if text.strip():
            kept.append(with_text(span, text))
    return kept


def _read_piece_of_work(made: Entry, piece: str, said: list[str], tongue: Tongue) -> None:
    text = bare(piece)
    if made.stay is None and (stay := tongue.dates.read(text.rstrip("."))):
        made.stay = stay
    elif said and len(text) > 1 and (piece.lstrip().startswith(". ") or _is_sentence(text, said)):
        made.texts.append(text)
    elif text.strip("."):
        said.append(text if said else text.removesuffix("."))


def _is_sentence(text: str, said: list[str]) -> bool:
    """Whether what follows a publication's place is a remark on it."""
    return len(said) > 1 and text.endswith(".") and len(text.split()) > 2
