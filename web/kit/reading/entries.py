"""From the paragraphs of a section to its entries: who begins one, and which of its words is what. The third step."""

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from babel import Locale

from web.kit.printing.words import LANGUAGES, words_of
from web.kit.reading.blocks import A_PAUSE, SEPARATORS, Columns, Paragraph, Section, paragraphs, pieces
from web.kit.reading.dates import Dates, Stay
from web.kit.reading.lines import Line, Sheet, Span, Style, joined
from web.kit.reading.paragraphs import is_wide

ADDRESS = re.compile(r"(?:https?://)?[^\s@/:,]+\.[^\W\d_]{2,}(?:[/?#:]\S*)?")
EDGES = f"{SEPARATORS}.:; "
A_COLOUR = 40  # of 255: how far red, green and blue are apart where one sees a colour
BODIES = re.compile(
    r"\b(universit|college|school|institut|academ|hochschule|inc|ltd|llc|gmbh|s\.?a|plc|company|co|group)\w{0,3}\b",
    re.I,
)
SCORE = re.compile(
    r"\d[.,]\d|\b\d{1,3} ?%|\bGPA\b|\bhono?urs?\b|\bclass\b|cum laude|distinction|merit|\bof \d|\bgrade\b|\d\s?/\s?\d",
    re.I,
)
STATES = frozenset({
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY", "LA",
    "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH", "OK",
    "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY", "DC", "ON", "QC", "BC",
    "AB", "NS", "MB", "SK", "NSW", "VIC", "QLD", "UK", "USA", "US", "UAE", "EU",
})  # fmt: skip


@dataclass
class Entry:
    """One post, course, project or line of a list, as it stands on the page."""

    title: str = ""
    org: str = ""
    place: str = ""
    note: str = ""
    stay: Stay | None = None
    until: str = ""  # what it is valid until
    authors: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    points: list[str] = field(default_factory=list)
    tools: list[str] = field(default_factory=list)
    courses: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Tongue:
    """What a document's language says for things that have a name on every sheet."""

    dates: Dates
    tools: frozenset[str]
    courses: frozenset[str]
    expires: tuple[str, ...]

    @classmethod
    def of(cls, language: str) -> "Tongue":
        tongues = (language, "en")
        return cls(
            Dates(tongues),
            frozenset(words_of(tag)["tools"] for tag in tongues) | {"Technologies", "Skills", "Stack"},
            frozenset(words_of(tag)["courses"] for tag in tongues) | {"Coursework", "Relevant coursework"},
            tuple(words_of(tag)["expires"] for tag in tongues),
        )

    def is_dated(self, before: Line, _: Line) -> bool:
        """Whether a line ends with a date that was drawn for itself, and so is a heading's last."""
        return len(before.spans) > 1 and self.dates.read(bare(before.spans[-1].text)) is not None

    def is_done(self, before: Line, _: Line) -> bool:
        """Whether a line of a list ends with a date, and so is a whole entry's last."""
        found = self.dates.find(before.text)
        return found is not None and found[2] == len(before.text)


# --- entries with room of their own ----------------------------------------------------------------------------------


class Full:
    """Work, projects, education and the like: a title, then who, where and when, then what was done."""

    def __init__(self, section: Section, sheet: Sheet, columns: Columns, tongue: Tongue, places: set[str]) -> None:
        self.kind, self.tongue, self.places, self.body = section.kind, tongue, places, sheet.body
        self.parts = paragraphs(section.lines, columns, tongue.is_dated)
        self.pause = columns.leading_in(section.lines) + A_PAUSE
        self.title = self._style_of_titles()
        self.dates_lead = self._do_dates_lead()
        drawn = [piece for part in self.parts if not part.is_point for piece in pieces(part.spans)]
        self.is_drawn_apart = any(piece.text and not bare(piece.text) for piece in drawn)

    def _style_of_titles(self) -> Style | None:
        """The hand of the first thing said that is no date, if it is another than the text's."""
        first = next((part for part in self.parts if not part.is_point and not self._is_date(part)), None)
        if first and self._stands_out(first.style) and (first.style.is_bold or len(first.text) < 120):
            return first.style
        return next((part.style for part in self.parts if part.style.is_bold and not part.is_point), None)

    def _stands_out(self, style: Style) -> bool:
        """By weight, slant, size or a true colour; what is merely paler than the text steps back."""
        shades = [style.colour >> shift & 255 for shift in (16, 8, 0)]
        is_coloured = max(shades) - min(shades) > A_COLOUR and style.colour != self.body.colour
        is_stressed = (style.is_bold and not self.body.is_bold) or (style.is_slanted and not self.body.is_slanted)
        return is_stressed or is_coloured or style.size > self.body.size

    def _do_dates_lead(self) -> bool:
        """Whether dates stand before their titles: at the very top, beside them, or between a point and a title."""
        if self.parts and self._is_date(self.parts[0]):
            return True
        threes = zip(self.parts, self.parts[1:], self.parts[2:], strict=False)
        return any(self._is_date(one) and _are_level(one, other) for one, other in pairwise(self.parts)) or any(
            one.is_point and self._is_date(date) and title.style == self.title for one, date, title in threes
        )

    def _is_date(self, part: Paragraph) -> bool:
        return not part.is_point and self.tongue.dates.read(part.text) is not None

    def entries(self) -> list[Entry]:
        groups: list[list[Paragraph]] = []
        led: list[Paragraph] = []  # dates that stand before their entry
        for part in self.parts:
            if self.dates_lead and self._is_date(part):
                led.append(part)
            elif not groups or led or self._begins(part, groups[-1]):
                groups.append([*led, part])
                led = []
            else:
                groups[-1].append(part)
        return [self._entry(group) for group in groups]

    def _begins(self, part: Paragraph, group: list[Paragraph]) -> bool:
        if part.is_point:
            return False
        if part.style == self.title:
            return True
        if self._is_dated(part) and any(map(self._is_dated, group)):
            return True
        return part.lines[0].above > self.pause and len(part.text) < 120 and not _are_links(part)

    def _is_dated(self, part: Paragraph) -> bool:
        stays = (self.tongue.dates.read(bare(piece.text)) for piece in pieces(part.spans))
        return not part.is_point and any(stays)

    def _entry(self, group: list[Paragraph]) -> Entry:
        made = Entry()
        rest = list(group)
        if self.dates_lead and self._is_date(rest[0]):
            made.stay = self.tongue.dates.read(rest.pop(0).text)
        has_meta = len(rest) > 1 and self._is_meta(rest[1])
        if rest and not rest[0].is_point:
            self._read_heading(made, rest.pop(0), has_meta)
        if has_meta:
            self._read_meta(made, rest.pop(0))
        for part in rest:
            self._read_body(made, part)
        return made

    def _read_heading(self, made: Entry, part: Paragraph, has_meta: bool) -> None:
        found = pieces(part.spans)
        spoken = [piece for piece in found if bare(piece.text) and not self.tongue.dates.read(bare(piece.text))]
        if self._is_title(found[0]) or (self.title and self.title != found[0].style and len(spoken) > 1):
            made.title = self._take_title(found)
        rest = self._without_dates(made, found)
        if has_meta and len(rest) == 1 and rest[0]:
            made.org = bare(rest[0].text)  # the place is in the line below
        else:
            self._place_pieces(made, rest)

    def _take_title(self, found: list[Span]) -> str:
        """All that is set like the first piece, where that differs from the text."""
        hand, taken = found[0].style, [found.pop(0)]
        while found and found[0].style == hand != self.body:
            taken.append(found.pop(0))
        return bare(joined(taken))

    def _is_title(self, piece: Span) -> bool:
        """An organisation that stands alone is not set like a title; where nothing is, words must tell."""
        if self.title is None:
            return self.kind != "education" or not BODIES.search(piece.text)
        return piece.style == self.title or self.kind in ("projects", "references", "") or is_wide(piece.text[:1])

    def _is_meta(self, part: Paragraph) -> bool:
        """The quiet line under a title; labelled lines and addresses are part of the body."""
        if part.is_point or part.style == self.title or self._label(part.text) or _are_links(part):
            return False
        if part.style != self.body or self._is_dated(part):
            return True
        return self.dates_lead and self._names_somebody(part)

    def _names_somebody(self, part: Paragraph) -> bool:
        """A line in the hand of the text between a title and what was done: drawn in parts, or too short for a text."""
        is_apart = any(not bare(piece.text) for piece in pieces(part.spans))
        is_short = (
            len(part.text) < 80 and part.text[-1:] not in ".!?:" and self.kind in ("work", "education", "volunteer")
        )
        return is_apart or is_short

    def _read_meta(self, made: Entry, part: Paragraph) -> None:
        self._place_pieces(made, self._without_dates(made, pieces(part.spans)))

    def _without_dates(self, made: Entry, found: Iterable[Span]) -> list[Span | None]:
        """The pieces that say something; nothing stands where the date stood."""
        kept: list[Span | None] = []
        for piece in found:
            text = bare(piece.text)
            if made.stay is None and (stay := self.tongue.dates.read(text)):
                made.stay = stay
                kept.append(None)
            elif text:
                kept.append(piece)
            elif kept and (last := kept[-1]):
                kept[-1] = with_text(last, f"{last.text}{piece.text}")
        return self._cut_out_date(made, kept) if made.stay is None else kept

    def _cut_out_date(self, made: Entry, found: list[Span | None]) -> list[Span | None]:
        """A date that shares its stretch with other words, at one end of it."""
        for index, piece in enumerate(found):
            seen = self.tongue.dates.find(piece.text) if piece else None
            if piece is None or seen is None:
                continue
            stay, start, end = seen
            before, after = piece.text[:start].rstrip(" ("), piece.text[end:].lstrip(" )")
            if (not before or before[-1] in EDGES) and (not after or after[0] in EDGES):
                made.stay = stay
                first = [with_text(piece, before)] if bare(before) else []
                last = [with_text(piece, after)] if bare(after) else []
                return [*found[:index], *first, None, *last, *found[index + 1 :]]
        return found

    def _place_pieces(self, made: Entry, found: list[Span | None]) -> None:
        """Organisation, place, date, remark: that is the order on nearly every résumé."""
        at = found.index(None) if None in found else len(found)
        before = [bare(piece.text) for piece in found[:at] if piece]
        after = [bare(piece.text) for piece in found[at:] if piece]
        is_alone = made.title and not made.org and not made.place and len(before) == 1
        if is_alone and self._is_known_place(before[0]):
            made.place = before.pop()
        if before and not made.org and not (made.stay and made.title and self._stands_with_dots(found[:at])):
            first = before.pop(0)
            if before or self.is_drawn_apart:
                made.org = first
            else:
                self._divide(made, first)
        if before and not made.place and not (len(before) == 1 and at == len(found) and self._is_remark(before[0])):
            made.place = before.pop(0)
        made.note = ", ".join(filter(None, (made.note, *before, *after)))

    def _is_known_place(self, text: str) -> bool:
        """Whether all its words are those of places read before, such as the person's own address."""
        return text in self.places or all(word in self.places for word in text.split())

    def _stands_with_dots(self, found: list[Span | None]) -> bool:
        """ "Leeds · 2012": what a dot divides from the date under a title is the place."""
        return len(found) == 1 and found[0] is not None and found[0].text.rstrip().endswith("·")

    def _is_remark(self, text: str) -> bool:
        return self.kind == "education" and bool(SCORE.search(text))

    def _divide(self, made: Entry, text: str) -> None:
        """ "Polder Water, Rotterdam": an organisation and a place, as far as words tell."""
        parts = text.split(", ")
        while len(parts) > 1 and self._is_remark(parts[-1]):
            made.note = ", ".join(filter(None, (parts.pop(), made.note)))
        size = 2 if len(parts) > 2 and _is_region(parts[-1]) else 1
        place = ", ".join(parts[-size:])
        is_of_the_name = BODIES.search(parts[-1]) or (self.kind == "education" and place not in self.places)
        if self.kind == "projects" or len(parts) == 1 or (is_of_the_name and not _is_region(parts[-1])):
            made.org = ", ".join(parts)
        else:
            made.org, made.place = ", ".join(parts[:-size]), place

    def _read_body(self, made: Entry, part: Paragraph) -> None:
        label = self._label(part.text)
        items = _items(part, label)
        if part.is_point:
            made.points.append(part.text)
        elif label in self.tongue.tools:
            made.tools += items
        elif label in self.tongue.courses:
            made.courses += items
        elif _are_links(part):
            made.links += items
        else:
            made.texts.append(part.text)

    def _label(self, text: str) -> str:
        label = re.split("[:：]", text, maxsplit=1)[0].strip() if re.search("[:：]", text) else ""
        return label if label in self.tongue.tools | self.tongue.courses else ""


def _are_level(one: Paragraph, other: Paragraph) -> bool:
    return one.lines[0].page == other.lines[0].page and abs(one.lines[0].base - other.lines[0].base) <= 1


def _are_links(part: Paragraph) -> bool:
    return all(ADDRESS.fullmatch(item) for item in part.text.split(", "))


def _items(part: Paragraph, label: str) -> list[str]:
    text = re.sub(r"^[^:：]*[:：]\s*", "", part.text) if label else part.text
    return [item for item in re.split(r",\s+", text) if item]


def with_text(piece: Span, text: str) -> Span:
    return Span(text, piece.left, piece.right, piece.style, piece.face, piece.first)


def bare(text: str) -> str:
    """Without what divides it from its neighbours; a full stop that belongs to an abbreviation stays."""
    text = text.strip().lstrip(EDGES)
    return text.rstrip(f"{SEPARATORS}:; ")


def _is_region(text: str) -> bool:
    return text in STATES or text.casefold() in countries()


@functools.cache
def countries() -> frozenset[str]:
    tags = [tag for tag in LANGUAGES if "-" not in tag]
    return frozenset(
        name.casefold() for tag in tags for code, name in Locale.parse(tag).territories.items() if code.isalpha()
    )
