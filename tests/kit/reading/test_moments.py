"""Dates as anybody writes them."""

import pytest
from babel import Locale

from web.kit.printing.words import LANGUAGES, words_of
from web.kit.reading.dates import Stay
from web.kit.reading.moments import find_all, read

STAYS = {
    "03/2020": ("2020-03", "2020-03"),
    "3.2020 – heute": ("2020-03", "present"),
    "Summer 2019": ("2019", "2019"),
    "2019 – 20": ("2019", "2020"),
    "2015/16": ("2015", "2016"),
    "since 2020": ("2020", "present"),
    "seit 03/2018": ("2018-03", "present"),
    "1847 ff.": ("1847", "present"),
    "Sept. ’19 - Dec '20": ("2019-09", "2020-12"),
    "2020年3月 - 至今": ("2020-03", "present"),
    "May – Aug 2022": ("2022-05", "2022-08"),
    "June 15, 2016": ("2016-06-15", "2016-06-15"),
    "15 Jan 2020 to present": ("2020-01-15", "present"),
    "2021-03-01 — Present": ("2021-03-01", "present"),
    "(2008.02 - 2024.06)": ("2008-02", "2024-06"),
    "20/01/2018": ("2018-01-20", "2018-01-20"),
    "03/04/2018": ("2018", "2018"),
    "03/20 – 05/21": ("2020-03", "2021-05"),
    "février 2020 – aujourd’hui": ("2020-02", "present"),
    "janvier 2018 à mars 2019": ("2018-01", "2019-03"),
    "enero de 2019 – actualidad": ("2019-01", "present"),
    "Jan. 2020 – н.в.": ("2020-01", "present"),
    "2018. március – 2020. május": ("2018-03", "2020-05"),
    "2020 - 2021 (1 yr 2 mos)": ("2020", "2021"),
    "1888-1905": ("1888", "1905"),
}


@pytest.mark.parametrize("text", STAYS)
def test_reads_what_is_nothing_but_a_date(text: str) -> None:
    assert read(text) == Stay(*STAYS[text])


@pytest.mark.parametrize("text", ["room 2001b", "99.9%", "5/10", "2 years 10 months", "12345", "may", "", "100 000"])
def test_other_numbers_are_none(text: str) -> None:
    assert find_all(text) == ()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_knows_the_months_and_the_word_for_now_of_every_language(tag: str) -> None:
    months = Locale.parse(tag.replace("-", "_")).months["format"]["wide"]
    now = words_of(tag)["present"]
    for number, name in months.items():
        said = f"2019年{number}月 – {now}" if name[0].isdigit() or tag in ("zh", "ja", "ko") else f"{name} 2019 – {now}"
        assert read(said) == Stay(f"2019-{number:02}", "present"), said


def test_finds_every_date_among_other_words() -> None:
    found = find_all("Octo University, 2008 – 2012, and again since May 2016")
    assert [one.stay for one in found] == [Stay("2008", "2012"), Stay("2016-05", "present")]
    assert find_all("Built in 2019 for 12,500 people.")[0].stay == Stay("2019", "2019")
