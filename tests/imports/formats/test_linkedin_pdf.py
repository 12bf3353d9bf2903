"""LinkedIn's "Save to PDF": posts under their company, nothing but what was said, whatever is missing from it."""

import re

import pytest

from tests.imports.formats.linkedin_sheet import (
    BAR,
    EDUCATION,
    HEAD,
    MAIN,
    SUMMARY,
    company,
    head,
    listed,
    post,
    sample,
    saved,
    school,
)  # fmt: skip
from web.imports import format_of, read_here
from web.imports.formats import linkedin_pdf, pdf
from web.kit.reading import Reading

NOTHING = "<p></p>"


@pytest.fixture(scope="module")
def reading() -> Reading:
    return linkedin_pdf.read(sample())


def work(*companies: str, style: str = "") -> list[dict[str, object]]:
    found = linkedin_pdf.read(saved(BAR, HEAD, f"<h2>Experience</h2>{''.join(companies)}", style=style))
    return found.career["work"]  # type: ignore[no-any-return]


def test_who_it_is(reading: Reading) -> None:
    basics = reading.career["basics"]
    assert basics["name"] == "Odile Marchetti"
    assert basics["label"] == "Structural engineer | Bridges, mostly old ones"
    assert basics["location"] == {"text": "Bristol, England, United Kingdom"}
    assert (basics["phone"], basics["email"]) == ("020 7946 0812", "odile.marchetti@example.org")
    assert basics["url"] == "odile.example"
    assert basics["profiles"] == [
        {
            "network": "LinkedIn",
            "username": "odile-marchetti-41b7a2",
            "url": "www.linkedin.com/in/odile-marchetti-41b7a2",
        }
    ]
    assert basics["summary"] == SUMMARY


def test_promotions_are_posts_of_one_company(reading: Reading) -> None:
    found = [
        (one["name"], one["position"], one["startDate"], one["endDate"], one.get("location"))
        for one in reading.career["work"]
    ]
    ours, theirs = "Marlow & Quay Engineers", "Département des Ponts"
    long = "Inspector of Bridges and of Anything Else that Crosses Water in the Basin of the Upper Rhône"
    assert found == [
        (ours, "Head of Structures", "2020-01", "present", "Bristol, England, United Kingdom"),
        (ours, "Senior Engineer", "2016-03", "2019-12", "Greater Bristol Area"),
        (ours, "Engineer", "2014", "2016-03", None),
        (theirs, long, "2010-06", "2010-08", "Lyon"),
    ]


def test_a_text_goes_on_over_the_page(reading: Reading) -> None:
    first, second, *_ = reading.career["work"]
    assert first["summary"] == "Lead a team of twelve."
    assert first["highlights"] == ["Opened 3 offices in 2021", "Cut the cost of a survey by a third"]
    assert len(second["highlights"]) == 14 and "summary" not in second
    assert all(re.fullmatch(r"Inspected \d+ spans .* from each\.", point) for point in second["highlights"])


def test_schools_with_and_without_what_was_studied(reading: Reading) -> None:
    assert reading.career["education"] == [
        {
            "institution": "Université de Lyon",
            "studyType": "Master of Science - MS",
            "area": "Civil Engineering",
            "startDate": "2008",
            "endDate": "2010",
        },
        {
            "institution": "Lycée du Parc",
            "studyType": "Baccalauréat",
            "startDate": "2004-09",
            "endDate": "2007-06",
        },
        {"institution": "Evening School of Drawing"},
    ]


def test_the_lists_of_the_bar(reading: Reading) -> None:
    career = reading.career
    assert [one["name"] for one in career["skills"]] == [
        "Bridge Inspection", "Finite Element Analysis", "Site Supervision of Works in Rivers and Ports",
    ]  # fmt: skip
    assert career["languages"] == [
        {"language": "French", "fluency": "Native or Bilingual"},
        {"language": "English", "fluency": "Full Professional"},
        {"language": "Maltese"},
    ]
    assert [one["name"] for one in career["certificates"]] == [
        "Chartered Engineer",
        "Confined Spaces: Rescue and Emergency Entry",
    ]
    assert career["awards"] == [{"title": "Young Engineer of the Year"}]


def test_each_value_has_its_place_and_nothing_else_is_said(reading: Reading) -> None:
    """How long a post was, and which page of how many this is, are nobody's words."""
    traces = reading.traces
    assert traces["/work/3/position"].page == 2 and len(traces["/work/3/position"].boxes) == 2
    assert traces["/basics/email"].boxes[0][0] < 30 < 200 < traces["/basics/name"].boxes[0][0]
    said = str(reading.career)
    assert not re.search(r"\d (?:years|months)|Page \d|\(Mobile\)|\(Portfolio\)", said)


def test_each_of_what_may_be_missing() -> None:
    bare = linkedin_pdf.read(saved(NOTHING, head("Kofi Mensah", "", ""), f"<h2>Education</h2>{EDUCATION}"))
    assert bare.career["basics"] == {"name": "Kofi Mensah"} and len(bare.career["education"]) == 3
    alone = linkedin_pdf.read(saved(NOTHING, head("Kofi Mensah", "Ghana", ""), f"<h2>Education</h2>{EDUCATION}"))
    assert alone.career["basics"] == {"name": "Kofi Mensah", "location": {"text": "Ghana"}}
    [post_] = work(company("Tidewell", post("Diver", "2019 - 2021 (less than a year)")))
    assert post_ == {"name": "Tidewell", "position": "Diver", "startDate": "2019", "endDate": "2021"}


def test_a_place_is_none_of_the_text() -> None:
    """By its colour; where all is of one colour, by its words or by standing apart."""
    mixed = company("Tidewell", post("Diver", "2019 - 2021 (2 years)", "Nether Wallop", "Dived."), post("Cook", "2018 - 2019 (1 year)", "", "Cooked for the divers."))  # fmt: skip
    for style in ("", ".grey { color: inherit }"):
        diver, cook = work(mixed, style=style)
        assert (diver["location"], diver["summary"]) == ("Nether Wallop", "Dived.")
        assert "location" not in cook and cook["summary"] == "Cooked for the divers."


def test_schools_of_two_lines_and_two_schools() -> None:
    long = "The Royal and Ancient Institute for the Study of Tides, Harbours and Everything Between the Two"
    made = saved(
        BAR, HEAD, f"<h2>Education</h2>{school(long)}{school('Havnskolen', 'Physics')}{school('Tidewell College')}"
    )
    assert linkedin_pdf.read(made).career["education"] == [
        {"institution": long},
        {"institution": "Havnskolen", "area": "Physics"},
        {"institution": "Tidewell College"},
    ]


def test_in_another_language() -> None:
    bar = listed("Kontakt", "lena@example.org") + listed("Sprachen", "Deutsch <small>(Native or Bilingual)</small>")
    posts = company("Deichbau Nord", post("Leiterin", "März 2020 - Present (4 Jahre 3 Monate)", "Husum, Deutschland"))
    made = saved(bar, head("Lena Petersen", "Deiche", "Husum, Deutschland"), f"<h2>Berufserfahrung</h2>{posts}")
    career = linkedin_pdf.read(made).career
    assert career["basics"]["email"] == "lena@example.org" and career["languages"][0]["language"] == "Deutsch"
    [entry] = career["work"]
    assert (entry["position"], entry["startDate"], entry["location"]) == ("Leiterin", "2020-03", "Husum, Deutschland")


def test_it_is_known_by_its_marks() -> None:
    anew = saved(BAR, HEAD, MAIN, marks="")
    assert format_of(anew, "x.pdf") is linkedin_pdf
    assert read_here(anew, "x.pdf")["career"] == read_here(sample(), "x.pdf")["career"]
    elsewhere = BAR.replace("linkedin.com/in/", "example.org/in/")
    assert format_of(saved(elsewhere, HEAD, MAIN, marks=""), "x.pdf") is pdf


def test_one_that_is_set_otherwise_is_read_as_anybodys() -> None:
    one_size = "main h2 + h3 ~ *, h3 { font-size: 10.5pt }"
    for made in (saved(BAR, "<p>Odile Marchetti</p>", "<p>Bridges</p>"), saved(BAR, HEAD, MAIN, style=one_size)):
        assert linkedin_pdf.read(made).career == pdf.read(made).career


def test_items_are_apart_however_close_their_lines_are() -> None:
    close = "<div style='line-height: 9pt'>" + listed("Top Skills", "Bridges", "Rivers", "Ports") + "</div>"
    made = saved(listed("Contact", "020 7946 0812", "odile@example.org") + close, HEAD, MAIN)
    assert [one["name"] for one in linkedin_pdf.read(made).career["skills"]] == ["Bridges", "Rivers", "Ports"]


def test_a_name_elsewhere_is_no_address() -> None:
    bar = listed("Contact", "@odile <small>(Twitter)</small>", "odile@example.org <small>(E-mail)</small>")
    career = linkedin_pdf.read(saved(bar, HEAD, MAIN)).career
    assert career["basics"]["email"] == "odile@example.org"
    assert career["meta"]["metier"]["details"] == [{"label": "Twitter", "value": "@odile"}]
