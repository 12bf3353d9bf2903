"""What stands on the sheet at all, and under which headings."""

import re
from collections.abc import Iterator

from web.kit.reading.headings import kind_of
from web.resumes.advice import ENGLISH, Facts, Found, Rule
from web.resumes.years import years_worked

PLACE = 2
SENIOR_YEARS = 10
PERSONAL = re.compile(r"\b(?:birth|born|age|marital|married|single|religion|gender|sex|nationality|children)\b", re.I)


def _headline(facts: Facts) -> Iterator[Found]:
    if facts.is_in_use and not facts.basics.get("label"):
        yield Found("basics", 0, "Say under your name what you do, in the words of the posting.")


def _summary(facts: Facts) -> Iterator[Found]:
    years = years_worked(facts.career, facts.today)
    if years >= SENIOR_YEARS and not facts.basics.get("summary"):
        yield Found(
            "summary", 0, f"With {years} years of work, begin with three sentences that say what they add up to."
        )


def _headings(facts: Facts) -> Iterator[Found]:
    for section, title in facts.titles.items():
        if title and kind_of(title) != section:
            yield Found("headings", 0, f"Software may not know what “{title}” holds. Use the usual heading.", title)


def _photo(facts: Facts) -> Iterator[Found]:
    if facts.has_photo:
        yield Found("design", 0, "Leave the photo out where applications are in English.")


def _personal(facts: Facts) -> Iterator[Found]:
    metier = (facts.career.get("meta") or {}).get("metier") or {}
    for index, detail in enumerate(metier.get("details") or []):
        label = str(detail.get("label") or "")
        if PERSONAL.search(label):
            yield Found("details", index, f"Leave out “{label}”: an employer may not choose by it.", label)


def _on_request(facts: Facts) -> Iterator[Found]:
    for index, entry in enumerate(facts.entries("references")):
        text = f"{entry.get('name') or ''} {entry.get('reference') or ''}"
        if re.search(r"(?:up)?on request|available if|furnished", text, re.IGNORECASE):
            yield Found("references", index, "Leave this line out; employers ask when they want references.")


def _no_posts(facts: Facts) -> Iterator[Found]:
    if facts.entries("education") and not any(facts.entries(name) for name in ("work", "projects", "volunteer")):
        yield Found("basics", 0, "Add something you have done: a placement, a project or voluntary work counts.")


def _file_name(facts: Facts) -> Iterator[Found]:
    if facts.file_name.lower() in ("resume", "resume.pdf", ""):
        yield Found("basics", 0, "Give your name, so that the file bears it.")
    elif len(facts.file_name) > 80:
        yield Found("settings", 0, "Shorten what this résumé is for: its file name is longer than many forms take.")


RULES = [
    Rule(
        "file-name",
        "Your file lies among hundreds of others called “resume.pdf”.",
        _file_name,
    ),
    Rule(
        "headline-missing",
        "The line under the name is what a search by job title finds, and what is read first.",
        _headline,
    ),
    Rule(
        "summary-missing",
        "After many posts a reader looks for the thread; three sentences at the top give it.",
        _summary,
    ),
    Rule(
        "posts-missing",
        "Employers take placements, projects and voluntary work for experience, if they are told of them.",
        _no_posts,
    ),
    Rule(
        "heading-unusual",
        "Software sorts by headings it knows; what it does not know it may leave out.",
        _headings,
    ),
    Rule(
        "photo",
        "The US EEOC tells employers not to ask for photographs, and many in English-speaking countries "
        "put such résumés aside to be safe.",
        _photo,
        ENGLISH,
    ),
    Rule(
        "personal-details",
        "The UK’s Equality Act and US law forbid choosing by them; many employers would rather not know.",
        _personal,
        ENGLISH,
    ),
    Rule(
        "references-on-request",
        "Harvard’s career office lists references among what to leave out: everybody can be asked for them.",
        _on_request,
        ENGLISH,
    ),
]
