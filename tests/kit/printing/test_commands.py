"""`metier print` and `metier designs`, as a shell sees them."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from web.kit.printing import designs
from web.kit.printing.designs import ROOT

NURSE = ROOT / "tests" / "people" / "nurse.json"


def metier(*words: str | Path, asked: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "web", *map(str, words)]
    return subprocess.run(command, input=asked, capture_output=True, cwd=ROOT, check=False, timeout=120)


def one_line(done: subprocess.CompletedProcess[bytes]) -> str:
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1
    assert b"Traceback" not in done.stderr
    return done.stderr.decode()


def test_designs_are_named_a_line_each_slug_first() -> None:
    lines = metier("designs").stdout.decode().splitlines()
    assert [line.split()[0] for line in lines] == list(designs())
    assert all(len(line.split()) > 3 for line in lines)


def test_a_file_is_printed_and_read_back(tmp_path: Path) -> None:
    out = tmp_path / "nurse.pdf"
    done = metier("print", NURSE, "--design", "classic", "--size", "letter", "--language", "de", "-o", out)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert [path.name for path in tmp_path.iterdir()] == ["nurse.pdf"]
    with pdfium.PdfDocument(out) as document:
        assert document[0].get_size() == (612, 792)
        assert "Ausbildung" in document[0].get_textpage().get_text_range()
    assert json.loads(metier("read", out).stdout) == json.loads(NURSE.read_bytes())


def test_a_dash_is_stdin_and_stdout() -> None:
    done = metier("print", "-", "-o", "-", asked=NURSE.read_bytes())
    assert done.returncode == 0
    assert pdfium.PdfDocument(io.BytesIO(done.stdout)).count_attachments() == 1


def test_an_unknown_design_names_those_there_are(tmp_path: Path) -> None:
    words = one_line(metier("print", NURSE, "--design", "baroque", "-o", tmp_path / "x.pdf"))
    assert all(slug in words for slug in designs())


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b"{", "not JSON"),
        (b"[]", "not a résumé"),
        (b'{"work": [{"startDate": "soon"}]}', "work[0].startDate"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_one_line(body: bytes, words: str, tmp_path: Path) -> None:
    file = tmp_path / "resume.json"
    file.write_bytes(body)
    assert words in one_line(metier("print", file, "-o", tmp_path / "x.pdf"))
    assert not (tmp_path / "x.pdf").exists()


def test_a_missing_file_and_a_missing_folder_are_named(tmp_path: Path) -> None:
    assert "No such file" in one_line(metier("print", tmp_path / "none.json", "-o", tmp_path / "x.pdf"))
    assert "No such file" in one_line(metier("print", NURSE, "-o", tmp_path / "none" / "x.pdf"))


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
def test_a_full_disk_is_one_line() -> None:
    assert "No space left" in one_line(metier("print", NURSE, "-o", "/dev/full"))
