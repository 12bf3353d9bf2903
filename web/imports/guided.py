"""What the rules of reading left open, asked of a guide (`web.kit.guide`), where the house has one.

An answer counts only where its words stand in the document one after the other. It is written down as the document has
it, with a trace of its own, and never surer than what a person is asked to look at.
"""

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from web.imports.drafts import SURE
from web.imports.pictures import places_of
from web.kit.guide import Guide, Passage, Question, Silent
from web.kit.reading import Reading
from web.kit.reading.sources import folded
from web.kit.reading.traces import Trace, pointer

ASKED = {
    "work": {"name": "Which of these words are the employer?", "position": "Which of these words are the job title?"},
    "education": {"institution": "Which of these words are the school?"},
    "volunteer": {"organization": "Which of these words are the organisation?"},
}
MOST_QUESTIONS = 20  # of one document
MOST_WORDS = 15  # of one answer
EDGES = " ,;:.|·•–—-()[]"


@dataclass(frozen=True)
class Word:
    text: str
    page: int


def guided(guide: Guide | None, body: bytes, reading: Reading) -> Reading:
    """The same reading with what a guide could point at; just as it is where there is no guide or no page."""
    lines = [
        Passage(number, text) for number, drawn in enumerate(reading.drawn, 1) for text in drawn.split("\n") if text
    ]
    if guide is None or not lines:
        return reading
    career, traces = copy.deepcopy(reading.career), dict(reading.traces)
    document = [Word(text, line.page) for line in lines for text in line.text.split()]
    try:
        for section, index, key, words in list(_open_questions(career))[:MOST_QUESTIONS]:
            entry = career[section][index]
            answer = guide.point(lines, Question(words, entry))
            found = _stretch(document, answer, _where(document, traces, section, index))
            value = " ".join(word.text for word in found).strip(EDGES)
            if folded(value) and folded(value) not in map(folded, _said(entry)):
                entry[key] = value
                traces[pointer(section, index, key)] = _trace(body, found, value)
    except Silent:
        pass  # what it has answered so far holds
    return replace(reading, career=career, traces=traces)


def _open_questions(career: dict[str, Any]) -> Iterator[tuple[str, int, str, str]]:
    for section, keys in ASKED.items():
        for index, entry in enumerate(career.get(section, [])):
            yield from ((section, index, key, words) for key, words in keys.items() if not entry.get(key))


def _where(document: Sequence[Word], traces: dict[str, Trace], section: str, index: int) -> int:
    """The word at which an entry begins, as far as it was read."""
    begin = pointer(section, index) + "/"
    starts = [_first(document, trace.words) for place, trace in traces.items() if place.startswith(begin)]
    return min((start for start in starts if start is not None), default=0)


def _first(document: Sequence[Word], words: str) -> int | None:
    return next(_places(document, words), None)


def _stretch(document: Sequence[Word], answer: str, near: int) -> Sequence[Word]:
    """The words of an answer where they stand on one page, nearest to an entry; none of an answer that was made up."""
    size = len(_letters(answer))
    places = [at for at in _places(document, answer) if document[at].page == document[at + size - 1].page]
    if not places or size > MOST_WORDS:
        return ()
    at = min(places, key=lambda place: abs(place - near))
    return document[at : at + size]


def _places(document: Sequence[Word], words: str) -> Iterator[int]:
    wanted = _letters(words)
    said = [folded(word.text) for word in document]
    return (at for at in range(len(said) - len(wanted) + 1) if wanted and said[at : at + len(wanted)] == wanted)


def _letters(words: str) -> list[str]:
    return [folded(word) for word in words.split()]


def _said(entry: dict[str, Any]) -> Iterator[str]:
    return (value for value in entry.values() if isinstance(value, str))


def _trace(body: bytes, found: Sequence[Word], value: str) -> Trace:
    page, words = found[0].page, " ".join(word.text for word in found)
    return Trace(SURE, value, page, places_of(body, page, words))
