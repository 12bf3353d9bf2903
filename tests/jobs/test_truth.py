"""Whatever the samples say is found, and nothing is invented."""

import csv
import re
from datetime import date
from decimal import Decimal

import pytest

from tests.jobs.truth import SAMPLES, THEIRS, TRUTH, facts_of, read, score
from web.jobs.postings import How, Period
from web.jobs.reading import read_text

LEAST = 0.9


def test_our_samples_say_what_a_person_reads(capsys: pytest.CaptureFixture[str]) -> None:
    result = score(SAMPLES, TRUTH["own"])
    with capsys.disabled():
        print(f"\nour own postings: {result}")
    assert result.found >= LEAST, result.missed
    assert result.invented == []


@pytest.mark.skipif(not THEIRS.exists(), reason="no ../shared/data/jobs beside this checkout")
def test_the_samples_of_others_say_what_a_person_reads(capsys: pytest.CaptureFixture[str]) -> None:
    result = score(THEIRS, TRUTH["shared"])
    with capsys.disabled():
        print(f"\npostings of others: {result}")
    assert result.found >= LEAST, result.missed
    assert result.invented == []


@pytest.mark.skipif(not THEIRS.exists(), reason="no ../shared/data/jobs beside this checkout")
def test_a_citys_vacancies_as_their_page_prints_them(capsys: pytest.CaptureFixture[str]) -> None:
    """Every fourth of two thousand: their columns are what a person reads."""
    with (THEIRS / "text/nyc-jobs.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            row for row in csv.DictReader(file) if DAY.match(row["Posting Date"]) and float(row["Salary Range From"])
        ][::4]
    missed = [f"{row['Job ID']} {name}" for row in rows for name in missed_in_vacancy(row)]
    found = 1 - len(missed) / (len(rows) * len(COLUMNS))
    with capsys.disabled():
        print(f"\na city's vacancies: {found:.1%} of {len(rows) * len(COLUMNS)} stated facts found")
    assert found >= LEAST, missed


DAY = re.compile(r"\d{4}-\d\d-\d\d")
COLUMNS = ("title", "company", "place", "salary_low", "salary_high", "period", "posted_on")
PERIODS = {"Annual": Period.YEAR, "Hourly": Period.HOUR, "Daily": Period.DAY}


def missed_in_vacancy(row: dict[str, str]) -> list[str]:
    low, high = (Decimal(row[f"Salary Range {end}"]).quantize(Decimal("0.01")) for end in ("From", "To"))
    head = f"Agency: {row['Agency']}\nWork Location: {row['Work Location']}\nSalary Range: ${low:,} - ${high:,} {row['Salary Frequency']}"
    parts = [f"{name}\n\n{row[name]}" for name in ("Job Description", "Minimum Qual Requirements", "Preferred Skills")]
    posting = read_text(
        "\n\n".join([row["Business Title"], f"{head}\nPosting Date: {row['Posting Date'][:10]}", *parts])
    )
    said = ("Business Title", "Agency", "Work Location")
    true = (
        *(" ".join(row[name].split()) for name in said),
        low,
        high,
        PERIODS[row["Salary Frequency"]],
        date.fromisoformat(row["Posting Date"][:10]),
    )
    return [name for name, value in zip(COLUMNS, true, strict=True) if getattr(posting, name) != value]


def test_every_sample_has_its_truth() -> None:
    assert {path.name for path in SAMPLES.iterdir()} == set(TRUTH["own"])
    if THEIRS.exists():
        ats = {f"ats/{path.name}" for path in (THEIRS / "ats").iterdir() if path.suffix != ".md"}
        assert ats == {name for name in TRUTH["shared"] if name.startswith("ats/")}


@pytest.mark.parametrize("name", sorted(TRUTH["own"]))
def test_every_value_tells_how_it_was_come_by(name: str) -> None:
    """And what is not told of is not there."""
    for posting in read(SAMPLES / name):
        facts = facts_of(posting)
        marked = {
            "salary" if field in ("salary_low", "salary_high", "currency", "period") else field for field in facts
        }
        assert set(posting.said) == marked - {"external_id", "url", "apply_url"}
        for said in posting.said.values():
            assert said.words
            assert said.how in (How.STATED, How.INFERRED)
