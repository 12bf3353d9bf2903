"""Every value stands in its document, and its trace says where."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit.reading.sheets import CAREER, laid_out, page
from web.kit.reading.anybody import career_of
from web.kit.reading.lines import Line, Sheet, Span, Style
from web.kit.reading.sources import folded, grounded
from web.kit.reading.traces import Trace, pointer

DATES = ("startDate", "endDate", "date", "releaseDate")


def leaves(value: Any, *keys: str | int) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if keys or key != "meta":
                yield from leaves(inner, *keys, key)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, *keys, index)
    else:
        yield keys, value


@pytest.fixture(scope="module")
def read() -> tuple[dict[str, Any], dict[str, Trace], Sheet]:
    sheet = laid_out(page("h2 { font-size: 13pt }"))
    return *grounded(career_of(sheet), sheet), sheet


def test_every_value_has_its_source_and_its_words(read: tuple[dict[str, Any], dict[str, Trace], Sheet]) -> None:
    career, traces, _ = read
    assert {key: value for key, value in career.items() if key != "meta"} == CAREER
    for keys, value in leaves(career):
        trace = traces[pointer(*keys)]
        assert trace.page == 1
        assert 0 < trace.confidence < 1
        assert keys[-1] in DATES or folded(value) in folded(trace.words)


def test_boxes_are_where_the_words_stand(read: tuple[dict[str, Any], dict[str, Trace], Sheet]) -> None:
    _, traces, sheet = read
    line = next(line for line in sheet.lines if line.text.startswith("University"))
    (box,) = traces["/education/0/institution"].boxes
    assert box[0] == pytest.approx(line.left, abs=0.1)
    assert box[1] < line.base < box[3]
    assert box[2] < line.right  # the date at the end of the line is no part of it
    assert traces["/work/1/name"].boxes[0][1] > traces["/work/0/name"].boxes[0][1]
    assert len(traces["/work/0/highlights/1"].boxes) == 2


def test_on_a_page_from_the_right_boxes_are_where_one_sees_them() -> None:
    sheet = laid_out(page("html { direction: rtl } ul { list-style: '• ' inside } h2 { font-size: 13pt }"))
    assert sheet.is_mirrored
    _, traces = grounded(career_of(sheet), sheet)
    (box,) = traces["/basics/name"].boxes
    assert box[2] == pytest.approx(sheet.widths[0] - 42.5, abs=1)


def test_what_stands_nowhere_is_taken_out() -> None:
    sheet = Sheet([Line(0, 50.0, (Span("Baker at Old Mill", 0, 90, Style(10.0)),))], 1, Style(10.0))
    invented = {"work": [{"position": "Baker", "name": "Old Mill", "startDate": "2019"}, {"name": "Nowhere"}]}
    career, traces = grounded(invented, sheet)
    assert career == {"work": [{"position": "Baker", "name": "Old Mill"}]}
    assert set(traces) == {"/work/0/position", "/work/0/name"}
    assert traces["/work/0/name"].page == 0


WORDS = st.sampled_from([
    "Experience", "Education", "Skills", "Languages", "Baker", "Old Mill", "Leeds, UK", "2019 – 2021", "since 2020", "English (fluent)",
    "BSc Physics", "University of Leeds", "•", "ines@example.org", "+44 7700 900318", "a, b, c", "Ran it.", "www.x.example", "–", "מרץ", "北京",
])  # fmt: skip
LINES = st.lists(
    st.tuples(st.lists(WORDS, min_size=1, max_size=4), st.sampled_from([9.0, 10.0, 14.0]), st.booleans()), max_size=14
)


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_whatever_a_sheet_says_nothing_is_invented(lines: list[tuple[list[str], float, bool]]) -> None:
    made = []
    for number, (words, size, bold) in enumerate(lines):
        spans = tuple(Span(word, 50.0 + 120 * at, 150.0 + 120 * at, Style(size, bold)) for at, word in enumerate(words))
        made.append(Line(0, 50.0 + 14 * number, spans, 14.0 if number else 0.0))
    sheet = Sheet(made, 1, Style(10.0))
    said = folded("".join(line.text for line in made))
    career, traces = grounded(career_of(sheet), sheet)
    for keys, value in leaves(career):
        assert pointer(*keys) in traces or keys[-1] == "network"
        if keys[-1] not in DATES:
            assert set(folded(value)) <= set(said)
        elif value != "present":
            assert value[:4] in said or value[2:4] in said
