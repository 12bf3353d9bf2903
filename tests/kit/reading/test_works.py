"""Publications whose titles stand out from who wrote them and where they are."""

from typing import Any

import pytest

from web.kit.reading.lines import Line, Span, Style
from web.kit.reading.works import works

PLAIN, BOLD = Style(10.0), Style(10.0, True)
RIGHT = 500.0


def lines(*said: tuple[str, Style] | tuple[str, Style, str]) -> list[Line]:
    """One below the other; a third word stands at the right edge."""
    made = []
    for number, (text, style, *beside) in enumerate(said):
        spans = [Span(text, 50.0, 50.0 + 5 * len(text), style)]
        spans += [Span(word, RIGHT, RIGHT + 5 * len(word), PLAIN) for word in beside]
        made.append(Line(0, 100.0 + 14 * number, tuple(spans), 14.0 if number else 0.0))
    return made


def test_a_title_with_its_date_people_and_place() -> None:
    found = works(
        lines(
            ("Bridges that Breathe", BOLD, "July 2023"),
            ("Ines Castellanos, Bo van Olsen and T. Okafor", PLAIN),
            ("10.1234/bridge.77 (Structures 2023, Best Paper)", PLAIN),
            ("Salt in Old Stone", BOLD, "Dec 2019"),
            ("Ines Castellanos", PLAIN),
            ("Journal of Masonry", PLAIN),
        )
    )
    assert found == [
        {
            "name": "Bridges that Breathe", "publisher": "Structures 2023, Best Paper", "releaseDate": "2023-07",
            "authors": ["Ines Castellanos", "Bo van Olsen", "T. Okafor"], "url": "https://doi.org/10.1234/bridge.77",
        },
        {
            "name": "Salt in Old Stone", "publisher": "Journal of Masonry", "releaseDate": "2019-12",
            "authors": ["Ines Castellanos"],
        },
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (
            [
                ("A Long Title that Goes on over the Edge of its Mea\u00ad", BOLD, "2021"),
                ("sure", BOLD),
                ("Stone", PLAIN),
            ],
            {
                "name": "A Long Title that Goes on over the Edge of its Measure",
                "publisher": "Stone",
                "releaseDate": "2021",
            },
        ),
        (
            [("Tides 2020", BOLD), ("Water, volume 3, 2021", PLAIN)],
            {"name": "Tides", "publisher": "Water, volume 3, 2021", "releaseDate": "2020"},
        ),
        (
            [("Tides", BOLD), ("Water, 2021", PLAIN), ("Won a medal.", PLAIN)],
            {"name": "Tides", "publisher": "Water, 2021", "releaseDate": "2021", "summary": "Won a medal"},
        ),
        ([("Tides", BOLD), ("Nature", PLAIN)], {"name": "Tides", "publisher": "Nature"}),
    ],
    ids=["broken title", "year behind it", "remark", "place alone"],
)
def test_what_stands_below_a_title(said: Any, found: dict[str, Any]) -> None:
    made = works(lines(*said))
    assert [
        {key: value.rstrip(".") if isinstance(value, str) else value for key, value in one.items()} for one in made
    ] == [found]


def test_where_titles_do_not_stand_out_none_is_guessed() -> None:
    assert works(lines(("Tides, Water, 2021", PLAIN), ("Salt, Stone, 2019", PLAIN))) == []
    assert works(lines(("Tides", BOLD), ("Salt", BOLD))) == []
    assert works([]) == []
