"""The head of a pasted posting: its title, and the few lines below it that say who, where and how."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from web.jobs import terms
from web.jobs.days import first_day
from web.jobs.employers import employer_in_piece, firm, is_name
from web.jobs.places import TOWN, is_where
from web.jobs.postings import How, Posting
from web.jobs.salary import pay_in, pay_in_field
from web.jobs.sections import is_heading, labelled, sentence_at
from web.jobs.vocabulary import vocabulary
from web.kit.content import SHORT
from web.kit.reading.roles import is_body, is_place, is_post

LINES, SENTENCES = 8, 20  # that may hold it
TITLE, PIECE = 130, 60  # letters
MOST_WORDS = 16
PARTS = re.compile(r"\s*[|•]\s*|\s+·\s+")
PIECES = re.compile(r"\s*[|•]\s*|\s+[·–—-]\s+")
NOTE = re.compile(r"\s*\([^)]*\)")
EITHER = re.compile(r" (?:or|oder|ou|o) ")
ARTICLE = re.compile(r"(?:an?|eine[nr]?|ein|une?|una)\s+(?=\S)", re.IGNORECASE)
AT = re.compile(r"(?P<title>.{3,80}?) (?:at|@|bei|chez) (?P<firm>[A-ZÀ-Þ0-9][^,()]{1,60})")
NO_TITLE = re.compile(r"https?:|@\w|\d[\d ()/-]{6,}\d")  # addresses and telephone numbers


@cache
def _sought() -> re.Pattern[str]:
    before, behind = ("|".join(vocabulary("job")[name]) for name in ("sought", "until"))
    return re.compile(
        rf"\b(?:{before})\s+(?P<title>[^.,;:!?()]{{3,80}}?)(?=\s*(?:[.,;:!?(]|$)|\s+(?:{behind})\b)"
        r"|^(?P<wanted>[\w -]{3,60}?) (?:wanted|needed|gesucht)\b",
        re.IGNORECASE,
    )


@cache
def _lines_like(name: str, regex: str) -> re.Pattern[str]:
    return re.compile(regex.replace("{}", "|".join(vocabulary("job")[name])), re.IGNORECASE)


def _is_for_the_next(line: str) -> bool:
    """Whether a line only says that somebody is sought: "Acme recrute", "we are looking for"."""
    found = _lines_like("seeks", r"\b(?:{})\b(?P<rest>[^.!?]{0,50})$").search(line)
    return found is not None and not is_post(found["rest"])


def read_head(posting: Posting, lines: list[str]) -> None:
    above = [line for line in lines[:SENTENCES] if not (line.startswith("- ") or any(labelled([line])))]
    title, about = _title(posting, above[:LINES])
    posting.tell(title=title)
    _read_pieces(posting, about)
    found = next((found for line in lines[:SENTENCES] if (found := _sought().search(line))), None)
    if found and (is_post(found[0]) or not found[0].lower().startswith("suchen wir")):  # "Verstärkung" is no title
        _read_sought(posting, found)


def _read_sought(posting: Posting, found: re.Match[str]) -> None:
    """A sentence that says who is looked for, and what it says of them up to its end."""
    sought = found["title"] or found["wanted"]
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


def _title(posting: Posting, head: list[str]) -> tuple[str, list[str]]:
    """The first line that could be one, and what stands about it. Some boards name the company first."""
    could = list(_could_be_titles(posting, head))
    if not could:
        return "", []
    number, title, rest = could[0]
    if len(could) > 1 and could[1][0] == number + 1 and _is_company_first(posting, title, could[1][1]):
        rest = [title, *could[1][2]]
        number, title, _ = could[1]
    if (found := AT.fullmatch(title)) and not is_place(found["firm"]):
        posting.tell(words=title, company=found["firm"])
        title = found["title"]
    return title, [*rest, *_short(head[number + 1 :])]


def _could_be_titles(posting: Posting, head: list[str]) -> Iterator[tuple[int, str, list[str]]]:
    """In which line each stands, the words, and what else is in that line."""
    is_sought = False
    for number, line in enumerate(head[:4]):
        if _is_for_the_next(line) or (line.endswith(":") and not is_heading(line)):
            is_sought = True
            continue
        words = line.rstrip("!") if is_post(line) else line
        is_sentence = words.endswith((".", "!", ";", ":")) or len(PARTS.split(words)[0].split()) > MOST_WORDS
        if len(PARTS.split(words)[0]) > TITLE or is_sentence or _sought().search(line):
            return
        first, *rest = _in_order(posting, PARTS.split(words.strip("#* ")))
        is_known = first.lower() in vocabulary("job")["no_title"]
        if is_heading(first) and not is_known:
            return
        first = _lines_like("opens", r"^(?:{})\b[\s:–-]+(?=[A-ZÀ-Þ])").sub("", first)
        first = ARTICLE.sub("", first, count=1) if is_sought and ARTICLE.match(first) else first
        if not (is_known or NO_TITLE.search(first) or firm().search(first) or is_where(first)):
            yield number, first, rest


def _in_order(posting: Posting, parts: list[str]) -> list[str]:
    """The title first; where a line has it all, the company stands before it: "Acme | Cook | Leeds | Full-time"."""
    post = next((part for part in parts[1:] if is_post(part)), None) if len(parts) > 2 else None
    if post is None or is_post(parts[0]):
        return parts
    company = NOTE.sub("", parts[0])
    posting.tell(How.INFERRED, parts[0], company=company if is_name(company) else "")
    return [post, *(part for part in parts if part != post)]


def _is_company_first(posting: Posting, first: str, second: str) -> bool:
    is_spoken_of = is_body(first) or posting.text.count(first) > 1
    return is_post(second) and not is_post(first) and is_spoken_of and is_name(first)


def _short(lines: list[str]) -> Iterator[str]:
    """The few lines under a title that are no sentences yet."""
    for line in lines[:5]:
        if len(line) > TITLE or (line.endswith((".", "!", ":")) and not firm().search(line[-8:])):
            return
        yield line


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
    if not (where or kind or is_where(bare) or pay_in_field(piece) or first_day(piece)) and bare != posting.title:
        posting.tell(How.INFERRED, line, company=employer_in_piece(bare, posting.text))
