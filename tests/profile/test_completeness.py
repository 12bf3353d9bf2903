"""The rule of completeness, as a table of cases."""

import pytest

from web.profile.completeness import Counts, completeness


@pytest.mark.parametrize(
    ("counts", "score"),
    [
        (Counts(), 0),
        (Counts(has_headline=True), 10),
        (Counts(summary_letters=100), 0),
        (Counts(summary_letters=101), 20),
        (Counts(experiences=2), 20),
        (Counts(experiences=7), 30),
        (Counts(projects=1), 5),
        (Counts(projects=9), 15),
        (Counts(skills=4), 12),
        (Counts(skills=50), 15),
        (Counts(educations=3), 10),
        (Counts(True, 500, 3, 3, 5, 1), 100),
    ],
)
def test_score(counts: Counts, score: int) -> None:
    assert completeness(counts).score == score


@pytest.mark.parametrize(
    ("counts", "worth", "step"),
    [
        (Counts(), 20, "about"),
        (Counts(summary_letters=200), 10, "experience"),
        (Counts(True, 200, 3), 10, "education"),
        (Counts(True, 200, 3, 0, 0, 1), 5, "more"),
        (Counts(True, 200, 3, 3, 4, 1), 3, "skills"),
        (Counts(True, 200, 3, 3, 5, 1), 0, ""),
    ],
)
def test_it_names_what_would_raise_it_most(counts: Counts, worth: int, step: str) -> None:
    found = completeness(counts)
    assert (found.worth, found.step) == (worth, step)


def test_the_promised_gain_is_the_real_one() -> None:
    before = Counts(True, 200, 2, 3, 5, 1)
    after = Counts(True, 200, 3, 3, 5, 1)
    assert completeness(after).score - completeness(before).score == completeness(before).worth
