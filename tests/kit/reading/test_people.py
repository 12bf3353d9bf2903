"""How to reach a person, out of the lines at the head of a sheet."""

from typing import Any

import pytest

from web.kit.reading.anybody import career_of
from web.kit.reading.lines import Line, Sheet, Span, Style

BODY, LARGE, BOLD = Style(10.0), Style(20.0, True), Style(13.0, True)


def sheet(*lines: str) -> Sheet:
    """A name, some lines below it, and a heading with a post."""
    said = [
        ("Ines Castellanos", LARGE),
        *((line, BODY) for line in lines),
        ("Experience", BOLD),
        ("Baker, Old Mill", BODY),
    ]
    made = [
        Line(0, 100.0 + 20 * number, (Span(text, 50.0, 50.0 + 5 * len(text), style),), 20.0 if number else 0.0)
        for number, (text, style) in enumerate(said)
    ]
    return Sheet(made, 1, BODY)


def basics(*lines: str) -> dict[str, Any]:
    found: dict[str, Any] = career_of(sheet(*lines))["basics"]
    return {key: value for key, value in found.items() if key != "name"}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("ines@example.org", {"email": "ines@example.org"}),
        ("E-Mail: ines@example.org", {"email": "ines@example.org"}),
        ("Tel.: +49 30 901820", {"phone": "+49 30 901820"}),
        ("(555) 123-4567", {"phone": "(555) 123-4567"}),
        ("ines@example.org | inescast", {"email": "ines@example.org"}),
        ("Phone: 0113 496 0000 | Leeds, UK", {"phone": "0113 496 0000", "location": {"text": "Leeds, UK"}}),
        ("12 High Street, Leeds", {"location": {"text": "12 High Street, Leeds"}}),
        ("www.castellanos.example", {"url": "www.castellanos.example"}),
        ("Kitchen supervisor", {"label": "Kitchen supervisor"}),
        (
            "github.com/ines",
            {"url": "github.com/ines", "profiles": [{"network": "GitHub", "username": "ines", "url": "github.com/ines"}]},
        ),
    ],
)  # fmt: skip
def test_finds_each_way_to_reach_somebody(line: str, found: dict[str, Any]) -> None:
    assert basics(line) == found


def test_an_address_that_is_said_twice_is_one() -> None:
    assert len(basics("github.com/ines", "GitHub.com/ines", "linkedin.com/in/ines")["profiles"]) == 2


@pytest.mark.parametrize("line", ["2012 – 2015", "+49 30", "Order 12"])
def test_takes_no_other_number_for_a_telephone(line: str) -> None:
    assert "phone" not in basics(line)


def test_a_text_below_the_name_is_the_summary() -> None:
    text = "A baker with ten years of practice in small shops and large ones, fond of rye and of early mornings."
    assert basics("Baker", text) == {"label": "Baker", "summary": text}


def test_a_label_may_stand_beside_the_name() -> None:
    line = Line(0, 80.0, (Span("Ines Castellanos, Senior Software Engineer", 50.0, 400.0, LARGE),))
    found = career_of(Sheet([line, *sheet().lines[1:]], 1, BODY))["basics"]
    assert found == {"name": "Ines Castellanos", "label": "Senior Software Engineer"}
