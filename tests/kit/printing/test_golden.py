"""Every design looks as it did when somebody last looked."""

import pytest

from tests.kit.printing.golden import FOLDER, MOST_CHANGED, changed, drawn
from web.kit.printing import designs

AGAIN = "if that is meant, run `python -m tests.kit.printing.golden` and look at the page"


@pytest.mark.parametrize("design", designs())
def test_a_design_looks_as_it_did(design: str) -> None:
    share = changed(design)
    assert share <= MOST_CHANGED, f"{share:.1%} of the golden page is different: {AGAIN}"


def test_there_is_a_golden_page_for_every_design_and_no_other() -> None:
    assert {file.stem for file in FOLDER.iterdir()} == set(designs()), AGAIN


def test_a_page_of_another_design_is_told_apart() -> None:
    one, other = drawn("classic"), drawn("modern")
    assert one.size == other.size
    assert sum(a != b for a, b in zip(one.tobytes(), other.tobytes(), strict=True)) > MOST_CHANGED * len(one.tobytes())
