"""The head of a pasted posting: its title, and the few lines below it that say who, where and how."""

import re
from itertools import pairwise

from web.jobs import terms
from web.jobs.days import first_day
from web.jobs.employers import employer_in_piece, firm
from web.jobs.places import TOWN, is_where
from web.jobs.postings import How, Posting
from web.jobs.salary import pay_in, pay_in_field
from web.jobs.sections import labelled, sentence_at
from web.jobs.titles import NOTE, PARTS, short_lines, title_in, who_is_sought
from web.kit.content import SHORT
from web.kit.reading.roles import is_place, is_post

LINES, SENTENCES = 8, 20  # that may hold it
PIECE = 60  # letters
PIECES = re.compile(r"\s*[|•]\s*|\s+[·–—-]\s+")
EITHER = re.compile(r" (?:or|oder|ou|o) ")


def read_head(posting: Posting, lines: list[str]) -> None:
    above = [line for line in lines[:SENTENCES] if not (line.startswith("- ") or any(labelled([line])))]
    if posting.title:
        _read_pieces(posting, list(short_lines(above)))
    else:
        title, about = title_in(posting, above[:LINES])
        posting.tell(title=title)
        _read_pieces(posting, about)
    found = next((found for line in lines[:SENTENCES] if (found := who_is_sought().search(line))), None)
    if found and (is_post(found[0]) or not found[0].lower().startswith("suchen wir")):  # "Verstärkung" is no title
        _read_sought(posting, found)


def _read_sought(posting: Posting, found: re.Match[str]) -> None:
    """A sentence that says who is looked for, and what it says of them up to its end."""
    sought = found["title"] or found["wanted"]
    if "title" in posting.said and not _words_in(posting.title) & _words_in(sought):
        return  # another job of theirs
    sentence = sentence_at(found.string, found.start(), found.end())
    posting.tell(words=sentence, employment=terms.employment_in_title(sought))
    bare = re.sub(r"^(?:(?:full|part)[- ]time|permanent|temporary|freelance)\s+", "", sought.strip())
    bare = re.sub(r"^(?:[^\W\d_A-ZÀ-Þ]+ )+(?=[A-ZÀ-Þ])", "", bare)  # "an experienced Fitter"
    posting.tell(How.INFERRED, sentence, title=bare[:SHORT])
    for piece in sentence.rpartition(sought)[2].split(","):
        words = piece.strip()
        kind = terms.employment_of(words) if len(words.split()) <= 2 else None
        posting.tell(words=sentence, employment=kind)
        where = re.search(rf"\b(?:in|à|en|bei) ({TOWN})", words)
        if where and is_where(where[1]):
            posting.tell(How.INFERRED, sentence, place=where[1])


def _words_in(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{3,}", text.lower()))


def _read_pieces(posting: Posting, lines: list[str]) -> None:
    for line in lines:
        for pay in filter(None, (pay_in([part]) for part in PARTS.split(line))):
            pay.tell(posting)
        for piece in PIECES.split(line):
            if 1 < len(piece.strip()) <= PIECE:
                _read_piece(posting, piece.strip(), line)
    for above, line in pairwise(lines):
        if above == posting.company and re.fullmatch(TOWN, line) and not (is_post(line) or terms.employment_of(line)):
            posting.tell(How.INFERRED, f"{above}, {line}", place=line)


def _read_piece(posting: Posting, piece: str, line: str) -> None:
    either = EITHER.split(terms.without_remote(piece))
    if len(either) > 1 and "(" not in piece and all(map(is_where, either)):
        posting.tell(words=line, place=terms.without_remote(piece))
    elif len(parts := EITHER.split(piece)) > 1 and terms.remote_in(piece):
        for part in parts:
            _read_piece(posting, part, line)
        return
    bare = piece if is_where(piece) else NOTE.sub("", piece).strip(" ,")
    inside = re.search(r"\(([^)]*)\)", piece)
    if (ends := firm().search(bare)) and not is_place(piece):
        beside = re.fullmatch(rf", ({TOWN})", bare[ends.end() :])
        posting.tell(words=line, company=bare[: ends.end()] if beside else bare, place=beside[1] if beside else "")
        posting.tell(words=line, remote=terms.remote_in(piece))
        return
    where, kind = terms.remote_in(piece), terms.employment_of(piece)
    if is_where(bare) and not terms.remote_in(bare):
        posting.tell(words=line, place=bare)
    if where and inside and is_where(inside[1]):
        posting.tell(words=line, place=inside[1])
    posting.tell(words=line, remote=where, employment=kind)
    is_told = where or kind or is_where(bare) or pay_in_field(piece) or first_day(piece) or bare == posting.title
    if not is_told and (found := employer_in_piece(bare, posting.text)):
        posting.tell(How.INFERRED, line, company=found.name, place=found.place)
