"""The list of planted faults stays true to the code: what it would change stands there, and its tests exist."""

import re

import pytest

from tests.planted import ROOT, Fault, faults


@pytest.mark.parametrize("fault", faults(), ids=range(1, len(faults()) + 1))
def test_a_fault_can_be_planted(fault: Fault) -> None:
    place, stands, wrong, test = fault
    assert stands in (ROOT / place).read_text() and stands != wrong
    file, _, name = test.partition("::")
    assert re.search(rf"^def {name.partition('[')[0]}\(", (ROOT / file).read_text(), re.MULTILINE)
