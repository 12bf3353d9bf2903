"""`metier read`: one word for every format, and one line for what goes wrong."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.imports.test_formats import FORMATS, RESUME, SAMPLES, sample_of
from web.imports.commands import read


@pytest.mark.parametrize("name", ["jsonresume", "metier_pdf"])
def test_read_prints_the_resume(name: str) -> None:
    (module,) = (module for module in FORMATS if module.__name__.endswith(f".{name}"))
    answer = CliRunner().invoke(read, [str(sample_of(module))])
    assert answer.exit_code == 0
    assert answer.stderr == ""
    assert json.loads(answer.stdout) == RESUME
    assert "Français 漢字" in answer.stdout
    assert answer.stdout.startswith('{\n  "')


def test_read_explains_on_stderr_how_sure_it_is_and_where_things_stand() -> None:
    plain = CliRunner().invoke(read, [str(SAMPLES / "imports/linkedin.zip")])
    answer = CliRunner().invoke(read, ["--explain", str(SAMPLES / "imports/linkedin.zip")])
    assert answer.stdout == plain.stdout and plain.stderr == ""
    head, *rows, left = answer.stderr.splitlines()
    assert head.split("\t") == ["confidence", "value", "where", "words"]
    assert ["1.00", "/work/1/startDate", "Positions.csv, row 2", "Sep 2013"] in [row.split("\t") for row in rows]
    assert left == "These tables are no part of a career and were not opened: Connections, messages."


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("a.json", b'{"work": [{"name": 1, "endDate": "x"}]}',
         "work[0].name: the number 1 stands where text belongs; put it in quotes (and 1 more)"),
        ("a.png", b"\x89PNG\r\n", "This is a picture. Please bring the document it was made from, or a PDF with text in it."),
        ("empty", b"", "This file is empty."),
    ],
)  # fmt: skip
def test_read_says_in_one_line_what_it_cannot_read(tmp_path: Path, name: str, body: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(body)
    answer = CliRunner().invoke(read, [str(tmp_path / name)])
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert answer.stderr == f"Error: {tmp_path / name}: {words}\n"


def test_read_says_that_there_is_no_such_file(tmp_path: Path) -> None:
    for missing, words in ((tmp_path / "nothing.json", "No such file or directory"), (tmp_path, "Is a directory")):
        answer = CliRunner().invoke(read, [str(missing)])
        assert (answer.exit_code, answer.stderr) == (1, f"Error: {missing}: {words}\n")
