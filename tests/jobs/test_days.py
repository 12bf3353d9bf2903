"""Days as servers and people write them."""

from datetime import date

import pytest

from web.jobs.days import day_of, deadline_in, posted_in
from web.jobs.vocabulary import Lines

SEEN = date(2026, 11, 21)
SERVED = [
    ("2026-07-16T23:55:32-04:00", date(2026, 7, 16)), ("2026-08-05 09:41:37 UTC", date(2026, 8, 5)),
    ("2026-12-20T23:59", date(2026, 12, 20)), ("20260805", date(2026, 8, 5)), (1764205361939, date(2025, 11, 27)),
    ("1764205361939", date(2025, 11, 27)), (1785801600, date(2026, 8, 4)), (1785801600.5, date(2026, 8, 4)),
    ("Wed, 19 Aug 2026 23:10:38 GMT", date(2026, 8, 19)), ("Sun, 20 Sep 2026 04:59:00:0", date(2026, 9, 20)),
    ("31.12.2026", date(2026, 12, 31)), ("12/31/2026", date(2026, 12, 31)), ("31/12/2026", date(2026, 12, 31)),
    ("2024-02-29", date(2024, 2, 29)),
]  # fmt: skip
NO_DAY = [
    "2026-13-45", "2026-02-29", "03/04/2026", "Posted Yesterday", "", "29 February", None, True, 3, 10**400, float("nan"), float("inf"),
    "0001-01-01", [], {}, "9" * 10_000,
]  # fmt: skip
DEADLINES = [
    ("Applications close on Friday, 4th December at 17:00", date(2026, 12, 4), False), ("closes 29 November", date(2026, 11, 29), False),
    ("closes 3 March", date(2027, 3, 3), False), ("apply by 2 Dec 2026", date(2026, 12, 2), True), ("Deadline: December 5th, 2026", date(2026, 12, 5), True),
    ("Bewerbungsfrist: 15. Januar 2027", date(2027, 1, 15), True), ("Bewerben Sie sich bitte bis zum 03.12.2026", date(2026, 12, 3), True),
    ("Date limite de candidature : 5 décembre 2026", date(2026, 12, 5), True), ("Plazo hasta el 12 de enero de 2027", date(2027, 1, 12), True),
    ("Closing date 23-Jun-2027 23:59", date(2027, 6, 23), True), ("Closing dates: 11/16/2026 to 11/30/2026", date(2026, 11, 30), True),
    ("deadline 2026-12-01", date(2026, 12, 1), True),
]  # fmt: skip


@pytest.mark.parametrize(("said", "day"), SERVED)
def test_the_day_of_a_moment_is_that_of_its_own_zone(said: object, day: date) -> None:
    assert day_of(said) == day


@pytest.mark.parametrize("said", NO_DAY, ids=lambda said: repr(said)[:30])
def test_what_is_no_day_is_none(said: object) -> None:
    assert day_of(said) is None


@pytest.mark.parametrize(("line", "day", "is_whole"), DEADLINES)
def test_deadlines_in_words(line: str, day: date, is_whole: bool) -> None:
    found = deadline_in(Lines([line]), SEEN)
    assert found and (found.day, found.is_whole) == (day, is_whole)
    assert found.words in line


def test_a_day_without_a_year_is_none_when_nobody_knows_from_when() -> None:
    assert deadline_in(Lines(["closes 29 November"]), None) is None
    assert deadline_in(Lines(["we work to deadlines", "the deadline pressure of 2026"]), SEEN) is None
    leap = deadline_in(Lines(["closes 29 February"]), SEEN)
    assert leap and leap.day == date(2028, 2, 29)


def test_the_other_days_show_which_is_the_month() -> None:
    closes = "Closing date: 06/12/2026"
    days = {order: deadline_in(Lines([closes, order]), SEEN) for order in ("Interviews 17/12/2026", "Opens 11/17/2026")}
    assert [found and found.day for found in days.values()] == [date(2026, 12, 6), date(2026, 6, 12)]
    assert deadline_in(Lines([closes]), SEEN) is None
    assert deadline_in(Lines([closes, "17/12/2026", "12/17/2026"]), SEEN) is None


def test_days_of_posting() -> None:
    found = posted_in(Lines(["Posted on 3 November 2026", "Published 1 May 2020"]))
    assert found and found.day == date(2026, 11, 3)
    assert posted_in(Lines(["Posted 3 days ago"])) is None
