"""Documents of running text: their passages are set as lines and read as a person's eye would read the page."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import takewhile

from web.kit.jsonresume import Unreadable
from web.kit.reading import Reading, moments
from web.kit.reading.anybody import career_of
from web.kit.reading.flow import Passage, sheet_of
from web.kit.reading.sections import guess
from web.kit.reading.sources import grounded, without_page

MOST_BYTES = 1_000_000  # of a text, before anything is made of it
MOST_LETTERS, MOST_PASSAGES = 400_000, 8_000  # of one document; a long academic career has a tenth of it
TOO_LONG = "There is far more text in this document than any résumé has, so it was not read."
NOTHING = "There is no text in this document."
MOST_IN_ENTRY = 60  # passages in which points of an entry are looked for
MOST_NAMED = 20  # addresses in one sentence
PAGE_NUMBER = re.compile(r"\D{0,12}\d{1,3}(?:\D{1,8}\d{1,3})?\W*")
REACHES = re.compile(r"@|https?://|www\.|\+?\d[\d\s()./-]{7,}")
# Words that stand for an address rather than say something.
LABELS = frozenset({
    "linkedin", "github", "gitlab", "twitter", "x", "xing", "facebook", "instagram", "mastodon", "bluesky", "youtube",
    "medium", "behance", "dribbble", "orcid", "website", "web", "homepage", "portfolio", "blog", "site", "link", "here",
    "email", "e-mail", "mail", "phone", "profile", "my website", "personal website",
})  # fmt: skip


def read_passages(passages: Iterable[Passage], links: Iterable[str] = ()) -> Reading:
    """What the passages of a document say; raises Unreadable where there are none, or far too many.

    `links` are addresses behind words, which may be found only while the passages are gone through.
    """
    sheet = sheet_of(entries_opened(once(_within_reason(passages))))
    if not sheet.lines:
        raise Unreadable(NOTHING)
    career, traces = grounded(career_of(sheet), sheet)
    named = list(dict.fromkeys(links))[:MOST_NAMED]
    left = [f"Addresses behind words were not taken: {', '.join(named)}."] if named else []
    return Reading(career=career, traces=without_page(traces), left=left)


def _within_reason(passages: Iterable[Passage]) -> Iterator[Passage]:
    letters = 0
    for number, passage in enumerate(passages):
        letters += len(passage.text)
        if letters > MOST_LETTERS or number > MOST_PASSAGES:
            raise Unreadable(TOO_LONG)
        yield passage


# --- what the programs of a page left behind --------------------------------------------------------------------------


def once(passages: Iterable[Passage]) -> Iterator[Passage]:
    """A heading that is there twice, for narrow and for wide screens, is said once, as it is set the second time."""
    held: Passage | None = None
    for passage in passages:
        is_again = held is not None and not passage.mark and passage.text.strip() == held.text.strip() != ""
        if held is not None and not is_again:
            yield held
        held = passage
    if held is not None:
        yield held


def entries_opened(passages: Iterable[Passage]) -> Iterator[Passage]:
    """Items of a list that hold a whole entry are its titles: on the web, posts are often items themselves."""
    every = list(passages)
    listed = _entries_of_a_line(every)
    for number, passage in enumerate(every):
        rest = [one for one in every[number + 1 : number + 1 + MOST_IN_ENTRY] if one.text.strip() or one.cells]
        if passage.mark and rest and not rest[0].mark and _holds_entry(passage, rest):
            yield replace(passage, mark="", indent=rest[0].indent)
        elif passage.mark and number in listed:
            yield replace(passage, mark="", indent=0.0)
        else:
            yield passage


def _entries_of_a_line(every: list[Passage]) -> set[int]:
    """Items right below the heading of a section that all end in a date: "MSc Physics, Kiel (2018)"."""
    found: set[int] = set()
    for number, passage in enumerate(every):
        if not passage.mark and guess(passage.text) in ("work", "education", "volunteer"):
            items = list(takewhile(lambda one: bool(one[1].mark), enumerate(every[number + 1 :], number + 1)))
            if all(_ends_in_date(one.text) for _, one in items):
                found.update(at for at, _ in items)
    return found


def _ends_in_date(text: str) -> bool:
    found = moments.find_all(text)
    return bool(found) and not text[found[-1].end :].strip(" )].")


def _holds_entry(item: Passage, rest: list[Passage]) -> bool:
    """Whether points set further in follow before the next item, or a bold title has its date or text below it."""
    inside = list(takewhile(lambda one: not (one.mark and one.indent <= item.indent), rest))
    spoken = [run for run in item.runs if run.text.strip()]
    is_title = spoken[0].style.is_bold and (len(spoken) == 1 or moments.read(rest[0].text) is not None)
    return is_title or any(one.mark for one in inside)


# --- links and margins -----------------------------------------------------------------------------------------------


def words_of_link(text: str, address: str, links: list[str]) -> str:
    """What a link says: its address where its words only stand for one, otherwise its words."""
    bare = re.sub(r"^(?:mailto|tel):", "", address.strip()).split("?")[0]
    is_contact = bare != address.strip()
    if not bare or bare.startswith("#") or not text.strip() or (is_contact and not REACHES.search(bare)):
        return text
    is_shown = _squeezed(bare) in _squeezed(text) or ("." in text and _squeezed(text) in _squeezed(bare))
    if is_shown:
        return text
    if is_contact or text.strip(" :").casefold() in LABELS:
        return bare
    links.append(address.strip())
    return text


def _squeezed(text: str) -> str:
    return re.sub(r"^https?|[\W_]+", "", text.casefold())


def with_margins(body: Iterable[Passage], headers: Iterable[Passage], footers: Iterable[Passage]) -> Iterator[Passage]:
    """The text of a document with what its margins add to it: a name or contacts, and nothing that is said twice."""
    passages = list(_within_reason(body))
    seen = {_squeezed(passage.text) for passage in passages[:30] if "@" not in passage.text}
    for is_footer, margin in ((False, headers), (True, footers)):
        for passage in margin:
            text = _squeezed(passage.text)
            is_new = (
                text
                and not PAGE_NUMBER.fullmatch(passage.text.strip())
                and not any(said.startswith(text) for said in seen)
            )
            if is_new and (not is_footer or REACHES.search(passage.text)):
                seen.add(text)
                yield passage
    yield from passages
