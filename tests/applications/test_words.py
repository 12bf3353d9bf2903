"""Days and times in words, where somebody is and where it was said."""

from datetime import UTC, datetime, timedelta

import pytest

from web.applications.words import both_words, in_place

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "said_in", "own", "words"),
    [
        (datetime(2026, 11, 24, 10, 30, tzinfo=UTC), "Europe/London", "Europe/Berlin", "tomorrow, 10:30 in London, 11:30 for you"),
        (datetime(2026, 11, 24, 10, 30, tzinfo=UTC), "Europe/Paris", "Europe/Berlin", "tomorrow, 11:30"),
        (datetime(2026, 11, 24, 10, 30, tzinfo=UTC), "", "Europe/Berlin", "tomorrow, 11:30"),
        (datetime(2026, 11, 25, 1, 0, tzinfo=UTC), "America/New_York", "Europe/Berlin", "tomorrow, 20:00 in New York, Wednesday 25, 02:00 for you"),
        (datetime(2026, 11, 24, 10, 30, tzinfo=UTC), "UTC", "Asia/Kolkata", "tomorrow, 10:30 UTC, 16:00 for you"),
        (datetime(2027, 3, 16, 14, 0, tzinfo=UTC), "America/New_York", "Europe/London", "16 March, 10:00 in New York, 14:00 for you"),
        (datetime(2027, 4, 16, 14, 0, tzinfo=UTC), "America/New_York", "Europe/London", "16 April 2027, 10:00 in New York, 15:00 for you"),
    ],
)  # fmt: skip
def test_an_hour_is_said_where_it_was_said_and_where_one_is(at: datetime, said_in: str, own: str, words: str) -> None:
    assert both_words(at, said_in, own, False, MONDAY).replace(" 2027", "") == words.replace(" 2027", "")


def test_a_day_is_the_same_day_everywhere() -> None:
    noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    evening = MONDAY + timedelta(hours=2)
    assert both_words(noon, "", "Pacific/Kiritimati", True, evening) == "today", "there it is the 24th already"
    assert both_words(noon, "", "America/Los_Angeles", True, MONDAY) == "tomorrow"


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("America/Argentina/Buenos_Aires", "in Buenos Aires"),
        ("Europe/London", "in London"),
        ("UTC", "UTC"),
        ("Etc/GMT+5", "GMT+5"),
    ],
)
def test_a_zone_is_named_by_its_city(zone: str, words: str) -> None:
    assert in_place(zone) == words
