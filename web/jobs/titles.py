"""The title of a pasted posting: which of its first lines it is, and what that line says besides."""

import re
from collections.abc import Iterator
from functools import cache

from web.jobs import terms
from web.jobs.employers import THE, firm, is_name
from web.jobs.places import is_where
from web.jobs.postings import How, Posting
from web.jobs.sections import LABEL, PARTED, is_heading
from web.jobs.vocabulary import vocabulary
from web.kit.reading.roles import is_place, is_post

LONGEST, MOST_WORDS = 130, 16  # letters and words of a title
PARTS = re.compile(r"\s*[|•]\s*|\s+·\s+")
NOTE = re.compile(r"\s*\(([^()]*)\)")
ARTICLE = re.compile(r"^(?:an?|eine[nr]?|ein|une?|un\(e\)|un[·.-]e|una|un/a)\s+(?=\S)", re.IGNORECASE)
AT = re.compile(r"(?P<title>.{3,80}?) (?:at|@|bei|chez) (?P<firm>[A-ZÀ-Þ0-9][^,()]{1,60})")
NO_TITLE = re.compile(r"https?:|@\w|\d[\d ()/-]{6,}\d|\d:\d\d")  # addresses, telephone numbers and times
CRUMBS = re.compile(r"[^.:>›»/]{2,40}(?: ?[>›»] ?[^.:>›»/]{2,60}| / [^.:>›»/]{2,60}){2,}")
PICTURED = re.compile("^[\U0001f300-\U0001faff\u2600-\u27bf]|[\U0001f300-\U0001faff]$")
NUMBERED = re.compile(r"\d{1,2}[.)] |#\w")
OPENINGS = re.compile(r"\s*\(\d+ (?:openings?|positions?|posts?|vacanc\w+|stellen|postes?|plazas?)\)$", re.IGNORECASE)
BEGINNING = re.compile(r"\s(?:ab|zum|dès|à partir d[eu]|a partir de)\s+(?:sofort|\d|\w+ \d{4}|le ).*$")
WANTED = re.compile(r"\s+(?:wanted|required|needed|gesucht)(?=[,!]|\s+[–—|-]\s|$)!?", re.IGNORECASE)
TAIL = re.compile(
    r"(?P<title>.{3,}?)(?:(?:\s+[–—|-]\s+|,\s+)(?P<last>(?:(?!\s[–—|-]\s)[^()]){2,60})|\s*\((?P<inside>[^()]{2,60})\))"
)
STARTS = re.compile(r"\bimmediate starts?\b|\bstarts? immediately\b|\bab sofort\b", re.IGNORECASE)
STREET = re.compile(r"\b(?:road|street|lane|avenue|square|quay|rue|calle|platz)\b|straße\b", re.IGNORECASE)


def title_in(posting: Posting, head: list[str]) -> tuple[str, list[str]]:
    """The first line that could be one, and what stands about it. Some boards name the company first."""
    could = list(_could_be_titles(posting, head))
    if not could:
        return "", []
    number, title, rest = could[0]
    post = next((each for each in could if is_post(each[1])), could[0])
    if post is not could[0] and (_is_company(posting, title) or re.search(r"[,\d]", title)):
        rest = [title, *post[2]]
        number, title, _ = post
    if (found := AT.fullmatch(title)) and not is_place(found["firm"]):
        posting.tell(words=title, company=found["firm"])
        title = found["title"]
    above = [line for line in head[:number] if firm().search(line)]
    title, where = _without_its_place(bare_title(title))
    return title, [*where, *rest, *above, *short_lines(head[number + 1 :])]


def short_lines(lines: list[str]) -> Iterator[str]:
    """The few lines under a title that are no sentences yet."""
    for line in lines[:5]:
        if len(line) > LONGEST or (line.endswith((".", "!", ":")) and not firm().search(line[-8:])):
            return
        yield line


def _could_be_titles(posting: Posting, head: list[str]) -> Iterator[tuple[int, str, list[str]]]:
    """In which line each stands, the words, and what else is in that line.

    Behind a sentence only a post is one, or what that sentence announces.
    """
    is_sought = is_told = False
    for number, line in enumerate(head):
        if CRUMBS.fullmatch(line) or NUMBERED.match(line) or _is_call(line) or _is_field(line):
            continue
        if _is_for_the_next(line) or (line.endswith(":") and not is_heading(line)):
            is_sought = True
            continue
        words = line.rstrip("!") if is_post(line) else line
        is_sentence = words.endswith((".", "!", ";", ":", ",")) or len(PARTS.split(words)[0].split()) > MOST_WORDS
        if len(PARTS.split(words)[0]) > LONGEST or is_sentence or who_is_sought().search(line):
            is_told = True
            continue
        first, *rest = _in_order(posting, PARTS.split(words.strip("#*_ ")))
        is_known = first.lower() in vocabulary("job")["no_title"]
        if is_heading(first) and not is_known:
            return
        first = _lines_like("opens", r"^(?:{})[\s:!–-]+(?=[A-ZÀ-Þ])").sub("", first)
        first = ARTICLE.sub("", first, count=1) if is_sought else first
        is_other = NO_TITLE.search(first) or _is_firm(first) or is_where(first)
        if not (is_known or is_other or (is_told and not (is_sought or is_post(first)))):
            yield number, first, rest


def _is_firm(words: str) -> bool:
    """A company, and not "Assistant Corporation Counsel"."""
    ends = firm().search(words)
    return ends is not None and (ends.end() == len(words) or not is_post(words))


def _is_for_the_next(line: str) -> bool:
    """Whether a line only says that somebody is sought: "Acme recrute", "we are looking for"."""
    found = _lines_like("seeks", r"\b(?:{})\b(?P<rest>(?:[^.!?]|\d\.){0,60})$").search(line)
    return found is not None and not is_post(found["rest"])


def _is_call(line: str) -> bool:
    """Whether a line calls out to readers, and names no post: "Could you spare a morning?"."""
    is_loud = line.endswith(("?", "!")) or PICTURED.search(line) is not None
    return is_loud and len(line) <= LONGEST and not is_post(line)


def _is_field(line: str) -> bool:
    """Whether a line says something of the post under a name of its own: "Job family: Cyber operations"."""
    is_opening = _lines_like("opens", r"^(?:{})\b").match(line)
    return not (PARTED.search(line) or is_opening) and LABEL.fullmatch(line) is not None


def _in_order(posting: Posting, parts: list[str]) -> list[str]:
    """The title first; where a line has it all, the company stands before it: "Acme | Cook | Leeds | Full-time"."""
    post = next((part for part in parts[1:] if is_post(part)), None)
    if post is None or is_post(parts[0]):
        return parts
    company = NOTE.sub("", parts[0])
    posting.tell(How.INFERRED, parts[0], company=company if is_name(company) else "")
    return [post, *(part for part in parts if part != post)]


def _is_company(posting: Posting, first: str) -> bool:
    """Whether what stands above a post is who offers it."""
    if not is_name(THE.sub("", first, count=1)) or is_heading(first):
        return False
    posting.tell(How.INFERRED, first, company=first)
    return True


def bare_title(title: str) -> str:
    """Without how many are sought, that they are, and from when."""
    return WANTED.sub("", OPENINGS.sub("", BEGINNING.sub("", title))).strip()


def _without_its_place(title: str) -> tuple[str, list[str]]:
    """A title without the town or the kind of contract that stands behind it, and that."""
    told: list[str] = []
    while found := TAIL.fullmatch(title):
        last = found["inside"] or found["last"]
        parts = re.split(r", ", last) if found["inside"] else [last]
        if not all(_is_apart(part, found["inside"] is not None) for part in parts):
            break
        title, told = found["title"], [*told, last]
    return title, told


def _is_apart(words: str, is_inside: bool) -> bool:
    """Whether words behind a title say only where, for how long or from when: "Leeds", "CDI 39 H", "ab sofort"."""
    is_remote = terms.remote_in(words) is not None
    is_wide = words.lower() in vocabulary("job")["wide"]
    if is_inside:
        return (is_where(words) and len(words) > 2) or is_wide or (is_remote and len(words.split()) <= 2)
    is_kind = len(words.split()) <= 3 and terms.employment_in_title(f"x – {words}") is not None
    is_town = is_where(words) and not (is_remote or is_wide)
    return is_town or is_kind or STREET.search(words) is not None or STARTS.search(words) is not None


@cache
def who_is_sought() -> re.Pattern[str]:
    before, behind = ("|".join(vocabulary("job")[name]) for name in ("sought", "until"))
    return re.compile(
        rf"\b(?:{before}|(?:looking for|seeking|recruiting|hiring)(?= (?-i:[A-Z][a-z]+ )))\s+"
        rf"(?P<title>[^.,;:!?()]{{3,80}}?)(?=\s*(?:[.,;:!?(]|$)|\s+(?:{behind})\b)"
        r"|^(?P<wanted>[\w -]{3,60}?) (?:wanted|needed|gesucht)\b",
        re.IGNORECASE,
    )


@cache
def _lines_like(name: str, regex: str) -> re.Pattern[str]:
    return re.compile(regex.replace("{}", "|".join(vocabulary("job")[name])), re.IGNORECASE)
