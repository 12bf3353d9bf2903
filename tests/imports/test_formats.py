"""Every format on the shelf keeps the contract, and says in plain words what it cannot read."""

import json
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pypdfium2 as pdfium
import pytest
from click.testing import CliRunner

from web.imports import LARGEST_UPLOAD, format_of
from web.imports.commands import read
from web.imports.formats import jsonresume, metier_pdf
from web.kit.jsonresume import Unreadable, compact, tidied
from web.kit.shelf import modules_on

SAMPLES = Path(__file__).parents[1] / "samples"
HOSTILE = Path(__file__).parents[3] / "shared/data/hostile/pdf"
RESUME = json.loads((SAMPLES / "jsonresume.json").read_text(encoding="utf-8"))


def sample_of(module: ModuleType) -> Path:
    return next(SAMPLES.glob(f"{module.__name__.rpartition('.')[2]}.*"))


def pdf_with(**attachments: bytes) -> bytes:
    document = pdfium.PdfDocument.new()
    document.new_page(595, 842)
    for name, body in attachments.items():
        document.new_attachment(name.replace("_", ".")).set_data(body)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


# --- the contract --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", modules_on("web.imports.formats"), ids=lambda module: module.__name__)
def test_a_format_knows_and_reads_its_sample(module: ModuleType) -> None:
    sample = sample_of(module)
    body = sample.read_bytes()
    assert module.NAME
    assert format_of(body) is module
    assert format_of(body, sample.name) is module
    data = module.read(body)
    assert data == tidied(data) == RESUME


@pytest.mark.parametrize("module", modules_on("web.imports.formats"), ids=lambda module: module.__name__)
@pytest.mark.parametrize("share", [0, 0.01, 0.5, 0.9])
def test_a_format_says_what_is_wrong_with_half_a_file(module: ModuleType, share: float) -> None:
    body = sample_of(module).read_bytes()
    with pytest.raises(Unreadable) as refused:
        module.read(body[: int(len(body) * share)])
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("body", [b"", b"Dear Sir or Madam", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG"])
def test_what_nobody_knows_is_nobodys(body: bytes) -> None:
    assert format_of(body, "letter.txt") is None


def test_a_file_is_known_by_its_name_when_its_beginning_is_spoilt() -> None:
    assert format_of(b"", "me.JSON") is jsonresume
    assert format_of(b"\0\0", "me.pdf") is metier_pdf
    assert format_of('{"basics": {}}'.encode("utf-16")) is jsonresume


# --- PDF ------------------------------------------------------------------------------------------------------------


def test_a_foreign_pdf_is_told_so() -> None:
    for body in (pdf_with(), pdf_with(invoice_xml=b"<x/>")):
        with pytest.raises(Unreadable, match="^This PDF was not made by Métier: no resume.json is attached to it.$"):
            metier_pdf.read(body)


def test_the_attachment_is_checked_like_any_file() -> None:
    with pytest.raises(Unreadable, match="^This is not JSON"):
        metier_pdf.read(pdf_with(resume_json=b"{"))
    with pytest.raises(Unreadable, match="^basics.name: the number 3"):
        metier_pdf.read(pdf_with(resume_json=b'{"basics": {"name": 3}}'))
    assert metier_pdf.read(pdf_with(other_txt=b"x", resume_json=b'{"basics": {}}')) == {"basics": {}}


def test_a_huge_pdf_is_not_even_opened() -> None:
    with pytest.raises(Unreadable, match="^This PDF has more than 10,000,000 bytes"):
        metier_pdf.read(b"%PDF-1.7" + bytes(LARGEST_UPLOAD))


@pytest.mark.skipif(not HOSTILE.exists(), reason="no ../shared/data/hostile/pdf beside this checkout")
@pytest.mark.parametrize("file", sorted(HOSTILE.glob("*.pdf")), ids=lambda file: file.name)
def test_a_hostile_pdf_is_refused_in_words(file: Path) -> None:
    with pytest.raises(Unreadable, match=r"^This PDF .*\.$") as refused:
        metier_pdf.read(file.read_bytes())
    if "password" in file.name:
        assert str(refused.value) == "This PDF is locked with a password."
    if "truncated" in file.name:
        assert str(refused.value) == "This PDF is cut short or damaged."


# --- metier read ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", modules_on("web.imports.formats"), ids=lambda module: module.__name__)
def test_read_prints_the_resume(module: ModuleType) -> None:
    answer = CliRunner().invoke(read, [str(sample_of(module))])
    assert answer.exit_code == 0
    assert answer.stderr == ""
    assert json.loads(answer.stdout) == RESUME
    assert "Français 漢字" in answer.stdout
    assert answer.stdout.startswith('{\n  "')


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("a.json", b'{"work": [{"name": 1, "endDate": "x"}]}',
         "work[0].name: the number 1 stands where text belongs; put it in quotes (and 1 more)"),
        ("a.pdf", b"%PDF-1.7 oh", "This PDF is cut short or damaged."),
        ("a.txt", b"Hello", "This is neither JSON Resume nor a PDF made by Métier."),
        ("empty", b"", "This is neither JSON Resume nor a PDF made by Métier."),
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


def test_compact_of_the_sample_is_the_sample() -> None:
    assert compact(RESUME) == RESUME
