"""Two versions side by side: what was taken out and put in, and where."""

import time

import pytest

from web.kit.marks import Run
from web.kit.outline import Kind
from web.resumes.comparing import Row, compared, looks_compared
from web.resumes.outline import Block

HEAD = [(Kind.NAME, "Kwame Asante-Reid"), (Kind.SECTION, "Work"), (Kind.ENTRY, "Groundworker, Oyelaran Civil")]
KERBING, PLANT = (Kind.POINT, "Kerbing and ducting on housing sites."), (Kind.POINT, "Kept the plant book.")
AT = "Work, Groundworker, Oyelaran Civil"


def blocks(*lines: tuple[Kind, str]) -> list[Block]:
    return [Block(kind, (Run(text),)) for kind, text in lines]


def spelt(rows: list[Row]) -> list[tuple[str, str, str]]:
    """Words that only one side has in brackets."""

    def side(pieces: tuple[object, ...]) -> str:
        return "".join(f"[{each.text}]" if each.is_only_here else each.text for each in pieces)  # type: ignore[attr-defined]

    return [(row.place, side(row.left), side(row.right)) for row in rows]


@pytest.mark.parametrize(
    ("left", "right", "rows"),
    [
        ([KERBING], [KERBING], []),
        ([KERBING], [KERBING, PLANT], [(AT, "", "[Kept the plant book.]")]),
        ([KERBING, PLANT], [PLANT], [(AT, "[Kerbing and ducting on housing sites.]", "")]),
        (
            [KERBING],
            [(Kind.POINT, "Kerbing and ducting on sixty housing sites.")],
            [(AT, "Kerbing and ducting on housing sites.", "Kerbing and ducting on [sixty ]housing sites.")],
        ),
        (
            [KERBING],
            [PLANT],
            [(AT, "[Kerbing and ducting on housing sites.]", ""), (AT, "", "[Kept the plant book.]")],
        ),
        (
            [KERBING],
            [PLANT, (Kind.POINT, "Kerbing and ducting on sites.")],
            [(AT, "", "[Kept the plant book.]"), (AT, "Kerbing and ducting on [housing ]sites.", "Kerbing and ducting on sites.")],
        ),
    ],
    ids=["the same", "one more", "one fewer", "a word", "another line", "a line ahead of a changed one"],
)  # fmt: skip
def test_lines(left: list[tuple[Kind, str]], right: list[tuple[Kind, str]], rows: list[tuple[str, str, str]]) -> None:
    assert spelt(compared(blocks(*HEAD, *left), blocks(*HEAD, *right))) == rows


def test_a_place_is_named_by_its_section_and_entry() -> None:
    found = compared(blocks(*HEAD), blocks((Kind.NAME, "Kwame Reid"), *HEAD[1:], (Kind.SECTION, "Also")))
    assert spelt(found) == [("", "Kwame [Asante-Reid]", "Kwame [Reid]"), ("Also", "", "[Also]")]


def test_sixty_pages_of_other_words_take_no_time() -> None:
    one = blocks(*((Kind.POINT, f"{n} {'of the many ' * 100}") for n in range(2_000)))
    other = blocks(*((Kind.POINT, f"{n} {'of the few ' * 100}") for n in range(2_000)))
    began = time.process_time()
    assert len(compared(one, other)) == 4_000
    assert time.process_time() - began < 2


def test_looks_are_in_words() -> None:
    left = {"design": "margin", "paper": "a4", "has_photo": False, "controls": {"Size": "usual"}}
    right = {"design": "classic", "paper": "a4", "has_photo": True, "controls": {"Size": "usual"}, "language": "cy"}
    assert spelt(looks_compared(left, right)) == [("Photo", "[no]", "[yes]"), ("Design", "[Margin]", "[Classic]")]
