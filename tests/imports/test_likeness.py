"""The same thing in other words, and other things in like words."""

from typing import Any

import pytest

from web.imports.likeness import ALIKE, near_name, overlap, same_address, same_name

SAME = [
    ("Pennine Timber Frame", "Pennine Timber Frame Ltd"), ("Siemens AG", "SIEMENS"), ("Müller GmbH & Co. KG", "Muller"),
    ("The Gap, Inc.", "Gap"), ("St Mary's Hospital", "Saint Marys Hospital"), ("Marks & Spencer", "Marks and Spencer"),
    ("Univ. of Leeds", "University of Leeds"), ("PTF Halifax", "Pennine Timber Frame"), ("Société Générale", "Societe Generale SA"),
    ("Turnverein e.V.", "Turnverein"), ("BBC", "B.B.C."), ("Acme  Corporation", "ACME corp."), ("日本電気株式会社", "日本電気株式会社"),
]  # fmt: skip
OTHER = [
    ("Pennine Timber Frame", "Pennine Steel Frame"), ("University of Leeds", "University of York"), ("", "Acme"),
    ("Ltd", "GmbH"), ("BBC", "BBC Scotland"), ("Co-op", "Coop Bank"), ("Go", "Google"), ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_another_spelling_of_one_name(one: str, other: str) -> None:
    assert same_name(one, other) and same_name(other, one)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_another_name(one: str, other: str) -> None:
    assert not same_name(one, other) and not same_name(other, one)


def test_a_name_that_says_more_is_near() -> None:
    assert near_name("BBC", "BBC Scotland") and not near_name("BBC Wales", "BBC Scotland")


TIMES = [
    (("2009", "2018"), ("2009-09", "2019-02"), True),
    (("2009", "2015"), ("2015", "2019"), False),  # one after the other, though they share a year
    (("2015-03", "2015-06"), ("2015-03", "2015-06"), True),
    (("2010", "present"), ("2010-06", "present"), True),
    (("2010", "present"), ("2016", "present"), False),
    (("2010", "2012"), ("2011-12", "2018"), False),  # a little of it
    (("", ""), ("2010", "2012"), None),
    (("2010", "2010"), ("2010", "2010"), True),
    (("", "2012"), ("2012", "2012"), True),
]


@pytest.mark.parametrize(("one", "other", "shared"), TIMES)
def test_times_that_overlap(one: tuple[str, str], other: tuple[str, str], shared: bool | None) -> None:
    first, second = ({"startDate": start, "endDate": end} for start, end in (one, other))
    assert overlap(first, second) is shared and overlap(second, first) is shared


def job(name: str, position: str, start: str = "", end: str = "") -> dict[str, Any]:
    return {"name": name, "position": position, "startDate": start, "endDate": end}


ENTRIES = [
    ("work", job("Acme Ltd", "Cook", "2010", "2015"), job("ACME", "Head cook", "2010-03", "2014"), True),
    ("work", job("Acme", "Cook", "2010", "2015"), job("Acme", "Head cook", "2015", "2020"), False),  # a promotion
    ("work", job("Acme", "Cook"), job("Acme GmbH", "Cook", "2015", "2020"), True),
    ("work", job("Acme", "Cook"), job("Acme", "Head cook", "2015", "2020"), False),
    ("work", job("", "Cook", "2010", "2015"), job("Acme", "Cook", "2010", "2015"), True),
    ("work", job("Acme", "Cook", "2010", "2015"), job("Zenith", "Cook", "2010", "2015"), False),
    ("work", job("Acme", "Cook", "2010", "2015"), job("Acme Leeds", "Cook", "2010", "2015"), True),
    ("education", {"institution": "Univ. of Leeds", "area": "Physics"}, {"institution": "University of Leeds", "studyType": "BSc"}, True),
    ("education", {"institution": "Leeds", "area": "Physics"}, {"institution": "Leeds", "area": "History"}, False),
    ("education", {"institution": "", "area": "Physics"}, {"institution": "Leeds", "area": "Physics"}, True),
    ("certificates", {"name": "SMSTS", "date": "2019"}, {"name": "smsts", "date": "2024", "issuer": "CITB"}, True),
    ("certificates", {"name": "First aid", "issuer": "Red Cross"}, {"name": "First aid", "issuer": "St John"}, False),
    ("languages", {"language": "German"}, {"language": "german", "fluency": "Native"}, True),
    ("languages", {"language": "German"}, {"language": "Germanic"}, False),
    ("profiles", {"url": "https://www.github.com/ada/"}, {"network": "GitHub", "url": "github.com/ada"}, True),
    ("profiles", {"network": "X", "username": "Ada"}, {"network": "x", "username": "ada"}, True),
    ("profiles", {"network": "X", "username": "ada"}, {"network": "GitHub", "username": "ada"}, False),
    ("entries", {"title": "Choir"}, {"title": "Choir", "organisation": "St Anne"}, True),
    ("entries", {"title": ""}, {"title": ""}, False),
]  # fmt: skip


@pytest.mark.parametrize(("section", "one", "other", "alike"), ENTRIES)
def test_entries_that_speak_of_the_same(section: str, one: dict[str, Any], other: dict[str, Any], alike: bool) -> None:
    assert ALIKE[section](one, other) is alike and ALIKE[section](other, one) is alike


def test_two_spellings_of_an_address() -> None:
    assert same_address("https://www.Example.org/a/", "example.org/A") and not same_address(
        "example.org/a", "example.org/b"
    )
