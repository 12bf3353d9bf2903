"""Every date that a sheet prints is read back, in every language and every way of writing it."""

import pytest

from web.kit.printing import LANGUAGES
from web.kit.printing.dates import STYLES, month, span
from web.kit.reading.dates import Dates, Stay

STAYS = [("2019-03", "present"), ("2016-12", "2021-01"), ("2016", "2019"), ("2020-05", "2020-12"), ("2014", "present")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_reads_what_the_sheets_print(language: str) -> None:
    dates = Dates([language])
    for style in STYLES:
        for start, end in STAYS:
            cut = 4 if style == "year" else 7
            wanted = Stay(start[:cut], end if end == "present" else end[:cut])
            printed = span(start, end, language, style)
            found = dates.read(printed)
            same = found == wanted or (style == "year" and start[:4] == end[:4] and found == Stay(start[:4], end[:4]))
            assert same, f"{printed!r} of {start} – {end} as {style} is read as {found}"
        for number in range(1, 13):
            value = f"2019-{number:02}"
            assert dates.read(month(value, language, style)) in (Stay(value, value), Stay("2019", "2019"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2019-03 - 2020-11", Stay("2019-03", "2020-11")),
        ("03/2019 – now", Stay("2019-03", "present")),
        ("September 2012 to June 2013", Stay("2012-09", "2013-06")),
        ("May – Aug 2022", Stay("2022-05", "2022-08")),
        ("Summer of love", None),
        ("room 2001b", None),
        ("12345", None),
        ("", None),
    ],
)
def test_reads_what_others_write(text: str, found: Stay | None) -> None:
    assert Dates(["en"]).read(text) == found


def test_finds_the_last_date_in_a_text() -> None:
    found = Dates(["en"]).find("Alder Road School, Leeds, Sep 2021 – present")
    assert found is not None
    assert found[0] == Stay("2021-09", "present")
    assert Dates(["en"]).find("no date at all") is None
