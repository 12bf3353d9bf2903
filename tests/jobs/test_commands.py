"""`metier posting`: what the app reads of a posting, from a shell."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from web.jobs.commands import posting
from web.jobs.fetching import LARGEST_PAGE

WORDS = """Lighting Technician
Oak Street Theatre, Leeds

Salary: £28,000 to £31,000 a year
We are looking for somebody with at least 2 years of experience.
"""


def test_it_prints_each_fact_and_how_it_was_come_by(tmp_path: Path) -> None:
    (tmp_path / "job.txt").write_text(WORDS)
    answer = CliRunner().invoke(posting, [str(tmp_path / "job.txt")])
    assert (answer.exit_code, answer.stderr) == (0, "")
    (found,) = json.loads(answer.stdout)
    assert found["title"]["value"] == "Lighting Technician"
    assert found["salary"]["value"] == {
        "salary_low": "28000",
        "salary_high": "31000",
        "currency": "GBP",
        "period": "year",
    }
    assert (found["years"]["value"], found["years"]["how"]) == (2, "stated")
    assert "at least 2 years" in found["years"]["words"]
    assert found["text"] == WORDS.strip()
    assert "visa" not in found


def test_a_page_tells_of_all_its_postings(tmp_path: Path) -> None:
    jobs = [
        {"@type": "JobPosting", "title": title, "url": f"https://example.org/{title}"} for title in ("Gaffer", "Grip")
    ]
    page = f'<html><script type="application/ld+json">{json.dumps(jobs)}</script></html>'
    (tmp_path / "page.html").write_text(page)
    found = json.loads(CliRunner().invoke(posting, [str(tmp_path / "page.html")]).stdout)
    assert [(each["title"]["value"], each["url"]) for each in found] == [
        ("Gaffer", "https://example.org/Gaffer"),
        ("Grip", "https://example.org/Grip"),
    ]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "There is no posting in it that can be read."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "There is no posting in it that can be read."),
        (b"<html><body></body></html>", "There is no posting in it that can be read."),
        (b"a" * (LARGEST_PAGE + 1), "This is larger than 4 MB."),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(tmp_path: Path, body: bytes, words: str) -> None:
    (tmp_path / "page").write_bytes(body)
    answer = CliRunner().invoke(posting, [str(tmp_path / "page")])
    assert (answer.exit_code, answer.stdout, answer.stderr) == (1, "", f"Error: {tmp_path / 'page'}: {words}\n")


def test_it_says_that_there_is_no_such_file(tmp_path: Path) -> None:
    answer = CliRunner().invoke(posting, [str(tmp_path / "none")])
    assert (answer.exit_code, answer.stderr) == (1, f"Error: {tmp_path / 'none'}: No such file or directory\n")
