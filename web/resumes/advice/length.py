"""How much there is: pages, points and their length."""

import re
from collections.abc import Iterator

from web.kit.printing.words import words_of
from web.resumes.advice import Facts, Found, Rule
from web.resumes.years import years_worked

PLACE = 6
ONE_PAGE_YEARS = 5
MOST_PAGES = 2
LONG_POINT = 240  # letters: about three lines
MOST_POINTS = 8
FEW_WORDS = 60  # on a last page that looks forgotten
LONG_SUMMARY = 600  # letters
SHORT_SHEET = 120  # words
IDEOGRAPHS = re.compile("[\u2e80-\u9fff\uac00-\ud7af]")


def _pages(facts: Facts) -> Iterator[Found]:
    """A researcher's list of works is as long as it is."""
    count, years = len(facts.pages), years_worked(facts.career, facts.today)
    if facts.entries("publications") or facts.entries("grants"):
        return
    if count > MOST_PAGES:
        yield Found("design", 0, f"Shorten it to two pages; it has {count}.")
    elif count == MOST_PAGES and years < ONE_PAGE_YEARS:
        yield Found("design", 0, "One page is enough for a career of less than five years.")


def _almost_empty(facts: Facts) -> Iterator[Found]:
    if len(facts.pages) > 1 and 0 < _words_on_last_page(facts) < FEW_WORDS:
        yield Found("design", 0, "The last page holds only a few lines. Fit the sheet to one page less, or say more.")


def _words_on_last_page(facts: Facts) -> int:
    """Without the running line: name, page and number."""
    if IDEOGRAPHS.search(facts.pages[-1]):
        return FEW_WORDS
    running = f"{facts.basics.get('name', '')} {words_of(facts.language)['page']} 1 of 2"
    return len(facts.pages[-1].split()) - len(running.split())


def _thin(facts: Facts) -> Iterator[Found]:
    words = sum(len(page.split()) for page in facts.pages)
    has_wide = any(IDEOGRAPHS.search(page) for page in facts.pages)
    if facts.is_in_use and facts.entries("work") and 0 < words < SHORT_SHEET and not has_wide:
        yield Found("work", 0, "There is room for more: say for each post what you did there.")


def _long_points(facts: Facts) -> Iterator[Found]:
    for point in facts.points():
        if len(point.text) > (LONG_POINT / 3 if IDEOGRAPHS.search(point.text) else LONG_POINT):
            yield Found(point.section, point.index, "Shorten this to two lines, or make two points of it.", point.text)


def _many_points(facts: Facts) -> Iterator[Found]:
    for index, entry in enumerate(facts.entries("work")):
        count = len(entry.get("highlights") or [])
        if count > MOST_POINTS:
            yield Found("work", index, f"Keep the five or six best of these {count} points.")


def _long_summary(facts: Facts) -> Iterator[Found]:
    if len(str(facts.basics.get("summary") or "")) > LONG_SUMMARY:
        yield Found("summary", 0, "Cut the paragraph at the top to three or four sentences.")


def _wall(facts: Facts) -> Iterator[Found]:
    """A post told in one long paragraph."""
    for index, entry in enumerate(facts.entries("work")):
        if len(str(entry.get("summary") or "")) > LONG_SUMMARY and not entry.get("highlights"):
            yield Found("work", index, "Break this paragraph into points.")


def _bare_posts(facts: Facts) -> Iterator[Found]:
    """The two latest posts are those that are read."""
    for index, entry in enumerate(facts.entries("work")[:2]):
        if entry.get("position") and not entry.get("highlights") and not entry.get("summary"):
            yield Found("work", index, "Say in two or three points what you did here.")


RULES = [
    Rule(
        "pages",
        "The UK’s National Careers Service asks for no more than two sides of A4; early in a career one is usual.",
        _pages,
    ),
    Rule(
        "last-page",
        "A page with a few lines looks like an accident, and is often not turned to.",
        _almost_empty,
    ),
    Rule(
        "thin",
        "Software searches for words, and can only find those that are there.",
        _thin,
    ),
    Rule(
        "post-bare",
        "The latest posts are what is read first and longest; eye-tracking by TheLadders (2018) found "
        "about seven seconds for the first look.",
        _bare_posts,
    ),
    Rule(
        "points-long",
        "Points are skimmed; past the second line few are read to their end.",
        _long_points,
    ),
    Rule(
        "points-many",
        "The best points are found sooner among six than among twelve.",
        _many_points,
    ),
    Rule(
        "summary-long",
        "The first look at a résumé takes seconds (TheLadders, 2018); a short beginning is read, a long one skipped.",
        _long_summary,
    ),
    Rule(
        "paragraph-long",
        "Harvard’s career office advises points over narrative, because readers skim.",
        _wall,
    ),
]
