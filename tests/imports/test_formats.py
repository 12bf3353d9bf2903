"""Every format on the shelf keeps the contract, and says in plain words what it cannot read; whatever is brought, reading
it stays within limits and leaves nothing behind."""

import io
import json
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import web.imports
from tests.conftest import SHARED
from tests.imports.formats.pdfs import pdf_with
from web.imports import LARGEST_UPLOAD, MEMORY, SECONDS, format_of, read_document, read_here
from web.imports.files.found import NAMED_BY
from web.imports.formats import jsonresume, metier_pdf
from web.kit.jsonresume import Unreadable, compact, tidied
from web.kit.shelf import modules_on
from web.kit.workshop import Child, WorkFailed
from web.profile.jsonresume.keys import SECTIONS

SAMPLES = Path(__file__).parents[1] / "samples"
RESUME = json.loads((SAMPLES / "jsonresume.json").read_text(encoding="utf-8"))
SAMIRA = json.loads((SAMPLES / "imports/samira.json").read_text(encoding="utf-8"))
FORMATS = modules_on("web.imports.formats")
TEXTS = ("docx", "odt", "rtf", "html", "markdown", "text", "pdf")  # the same résumé in each


def sample_of(module: ModuleType) -> Path:
    name = module.__name__.rpartition(".")[2]
    return next(found for folder in (SAMPLES, SAMPLES / "imports") for found in folder.glob(f"{name}.*"))


# --- the contract --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", FORMATS, ids=lambda module: module.__name__)
def test_a_format_knows_and_reads_its_sample(module: ModuleType) -> None:
    sample = sample_of(module)
    body = sample.read_bytes()
    assert module.NAME
    assert format_of(body, sample.name) is module
    assert format_of(body, "brought without a name") is module
    reading = read_document(body, sample.name)
    assert reading.format == module.NAME
    assert reading.career == tidied(reading.career)
    assert reading.career["basics"]["name"]


def test_entries_are_named_as_the_profile_names_them() -> None:
    keys = {section.name: section.of for section in SECTIONS}
    assert {name: keys[name] for name in NAMED_BY} == NAMED_BY


@pytest.mark.parametrize("name", TEXTS)
def test_one_resume_reads_the_same_from_every_kind_of_text(name: str) -> None:
    (sample,) = (SAMPLES / "imports").glob(f"{name}.*")
    career = read_here(sample.read_bytes(), sample.name)["career"]
    assert {key: value for key, value in career.items() if key != "meta"} == SAMIRA


@pytest.mark.parametrize("module", [jsonresume, metier_pdf], ids=lambda module: module.__name__)
def test_our_own_formats_bring_back_every_value(module: ModuleType) -> None:
    reading = module.read(sample_of(module).read_bytes())
    assert reading.career == RESUME == compact(RESUME)
    assert reading.traces["/work/0/highlights/1"].confidence == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("name", ["me.json", "resume", "me.txt"])
def test_json_resume_in_every_encoding_and_under_every_name(encoding: str, name: str) -> None:
    said = read_here(json.dumps(RESUME, indent=2).encode(encoding), name)
    assert (said["format"], said["career"]) == ("JSON Resume", RESUME)


def test_json_resume_of_older_versions_is_brought_up_to_date() -> None:
    old = {"basics": {"name": "Ada", "website": "https://ada.example", "picture": "https://ada.example/p"},
           "work": [{"company": "Engines", "position": "Programmer", "website": "https://engines.example", "endDate": "now"}],
           "education": None}  # fmt: skip
    assert read_here(json.dumps(old).encode(), "")["career"] == {
        "basics": {"name": "Ada", "url": "https://ada.example", "image": "https://ada.example/p"},
        "work": [{"name": "Engines", "position": "Programmer", "url": "https://engines.example", "endDate": "present"}],
    }


@pytest.mark.parametrize("module", FORMATS, ids=lambda module: module.__name__)
@pytest.mark.parametrize("share", [0, 0.01, 0.3, 0.6, 0.9, 0.99])
def test_a_torn_file_is_read_as_far_as_it_goes_or_refused_in_words(module: ModuleType, share: float) -> None:
    body = sample_of(module).read_bytes()
    torn = body[: int(len(body) * share)]
    if format_of(torn, sample_of(module).name) is module:
        assert refusal_or_career(module, torn)


def refusal_or_career(module: ModuleType, body: bytes) -> Any:
    try:
        return module.read(body).career
    except Unreadable as refused:
        return str(refused).endswith(".")


def test_formats_that_hold_together_are_refused_when_they_are_torn() -> None:
    for name in ("docx", "odt", "linkedin", "europass", "jsonresume"):
        (module,) = (one for one in FORMATS if one.__name__.endswith(f".{name}"))
        body = sample_of(module).read_bytes()
        with pytest.raises(Unreadable):
            read_here(body[: int(len(body) * 0.9)], sample_of(module).name)


def test_a_file_is_known_by_what_is_in_it_rather_than_by_its_name() -> None:
    docx, html = (next((SAMPLES / "imports").glob(f"{name}.*")).read_bytes() for name in ("docx", "html"))
    assert "Word" in format_of(docx, "me.json").NAME  # type: ignore[union-attr]
    assert "Web page" in format_of(html, "me.txt").NAME  # type: ignore[union-attr]
    assert format_of(b"[]", "me.JSON") is jsonresume
    assert format_of('{"basics": {}}'.encode("utf-16")) is jsonresume


# --- what is no résumé ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("empty.pdf", b"", "This file is empty."),
        ("me.docx", b"\x89PNG\r\n\x1a\n" + bytes(50), "This is a picture."),
        ("me.pdf", b"\xff\xd8\xff\xe0\0\x10JFIF", "This is a picture."),
        ("me.heic", b"\0\0\0\x18ftypheic", "This is a picture."),
        ("me.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an older Word document, or one that is locked"),
        ("me.rar", b"Rar!\x1a\x07\x01\0", "This is an archive."),
        ("me.exe", b"MZ\x90\0\3\0\0\0", "This is a program"),
        ("me.dat", bytes(range(256)) * 4, "What kind of file this is could not be told."),
        ("letter.txt", b"Dear Sir or Madam,\n\nplease find enclosed what you wanted.\n", "does not read like a r\u00e9sum\u00e9"),
        ("blank.txt", b" \n\t\n", "What kind of file this is could not be told."),
        ("me.html", b"<html><body><script>Experience</script></body></html>", "There is no text in this document."),
        ("me.json", b"{", "This is not JSON: line 1, column 2"),
        ("large.txt", b"x" * (LARGEST_UPLOAD + 1), "more than 10,000,000 bytes"),
    ],
)  # fmt: skip
def test_what_is_no_resume_is_told_what_it_is(name: str, body: bytes, words: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_document(body, name)
    assert words in str(refused.value)
    assert str(refused.value).endswith(".")


def test_the_attachment_of_our_pdf_is_checked_like_any_file() -> None:
    with pytest.raises(Unreadable, match="^This is not JSON"):
        metier_pdf.read(pdf_with(**{"resume.json": b"{"}))
    with pytest.raises(Unreadable, match="^basics.name: the number 3"):
        metier_pdf.read(pdf_with(**{"resume.json": b'{"basics": {"name": 3}}'}))
    body = pdf_with(**{"other.txt": b"x", "resume.json": b'{"basics": {}}'})
    assert metier_pdf.recognises(body, "") and metier_pdf.read(body).career == {"basics": {}}
    assert not metier_pdf.recognises(pdf_with(**{"invoice.xml": b"<x/>"}), "me.pdf")


def test_what_a_profile_cannot_hold_is_taken_out_and_named() -> None:
    text = f"Samira Haddad\nsamira@example.org\n\nEXPERIENCE\n{'Mid' * 200}wife    2019 - 2020\n- Led\n"
    reading = read_document(text.encode(), "me.txt")
    assert reading.career == tidied(reading.career)
    assert any("letters are too many" in sentence for sentence in reading.left)


# --- hostile files -------------------------------------------------------------------------------------------------


def zipped(files: dict[str, bytes], **how: Any) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body, **how)
    return made.getvalue()


def deflated_zeros(size: int) -> bytes:
    """So many nothings, deflated, made without ever holding them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = bytes(1 << 20)
    return b"".join(packer.compress(block) for _ in range(size >> 20)) + packer.flush()


def lying_zip(name: str, packed: bytes, claimed: int) -> bytes:
    """A ZIP of one file that says it has `claimed` bytes."""
    encoded = name.encode()
    sizes = struct.pack("<LLL", 0, len(packed), claimed)
    local = (
        b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 0) + sizes + struct.pack("<HH", len(encoded), 0) + encoded
    )
    central = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0) + sizes
    central += struct.pack("<HHHHHLL", len(encoded), 0, 0, 0, 0, 0, 0) + encoded
    end = b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 1, 1, len(central), len(local) + len(packed), 0)
    return local + packed + central + end


def symlink(name: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
        archive.writestr("Skills.csv", "Name\nGrids\n")
    return made.getvalue()


def encrypted(body: bytes) -> bytes:
    """The same ZIP with every file marked as locked."""
    marked = bytearray(body)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = marked.find(mark)
        while at >= 0:
            marked[at + offset] |= 1
            at = marked.find(mark, at + 4)
    return bytes(marked)


WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
) + "]>"  # fmt: skip
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
DEEP = 40_000


def hostile() -> Iterator[tuple[str, str, bytes, str]]:
    """Name, file name, bytes, and a word of the refusal."""
    bomb = deflated_zeros(500 << 20)
    yield "a bomb in Word", "me.docx", lying_zip("word/document.xml", bomb, 500 << 20), "unpacks to far more"
    yield "a bomb that lies", "me.docx", lying_zip("word/document.xml", bomb, 1000), ""
    yield "a bomb at LinkedIn", "export.zip", lying_zip("Profile.csv", bomb, 500 << 20), "unpacks to far more"
    yield (
        "a bomb in ODT",
        "me.odt",
        zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}) and lying_zip("content.xml", bomb, 1 << 29),
        "",
    )
    yield "a ZIP of ZIPs", "me.zip", zipped({f"{n}.zip": zipped({"a.docx": b"x"}) for n in range(50)}), "an archive"
    yield (
        "far too many files",
        "me.docx",
        zipped({"word/document.xml": b"", **{f"{n}": b"" for n in range(2_500)}}),
        "2,000 are the most",
    )
    yield (
        "out of the archive",
        "me.docx",
        zipped({"word/document.xml": b"", "../../etc/cron.d/x": b""}),
        "outside of itself",
    )
    yield "out by the root", "export.zip", zipped({"Profile.csv": b"", "/etc/x": b""}), "archive"
    yield "out by a drive", "me.docx", zipped({"word/document.xml": b"", "C:\\x\\..\\y": b""}), "outside of itself"
    yield "a symlink", "export.zip", symlink("Profile.csv"), "archive"
    yield (
        "a locked Word file",
        "me.docx",
        encrypted(zipped({"word/document.xml": b"x" * 100})),
        "locked with a password",
    )
    yield "a locked export", "export.zip", encrypted(zipped({"Profile.csv": b"x" * 100})), "locked with a password"
    yield (
        "entities in Word",
        "me.docx",
        zipped({"word/document.xml": (LAUGHS + WORD.format("&i;")).encode()}),
        "entities",
    )
    yield (
        "entities from outside",
        "me.docx",
        zipped({"word/document.xml": (OUTSIDE + WORD.format("&a;")).encode()}),
        "entities",
    )
    yield (
        "entities in ODT",
        "me.odt",
        zipped(
            {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": (LAUGHS + "<x>&i;</x>").encode()}
        ),
        "entities",
    )
    yield "no Word at all", "me.docx", zipped({"word/document.xml": b"not XML"}), "damaged"
    yield (
        "deep Word",
        "me.docx",
        zipped({"word/document.xml": WORD.format("<w:sdt>" * DEEP + "</w:sdt>" * DEEP).encode()}),
        "",
    )
    yield "deep page", "me.html", b"<html><body>" + b"<div>" * DEEP + b"x", ""
    yield "deep JSON", "me.json", b'{"basics":' * DEEP, "nested too deeply"
    yield "deep RTF", "me.rtf", b"{\\rtf1" + b"{" * DEEP, "nested too deeply"
    yield "deep Markdown", "me.md", b"# A\n# B\n" + b"> " * DEEP + b"x", ""
    yield "one line of letters", "me.txt", b"x" * (LARGEST_UPLOAD - 10), ""
    yield "one line of marks", "me.md", b"# A\n# B\n" + b"*[" * 2_000_000, ""
    yield "many lines", "me.txt", b"EXPERIENCE\n" + b"- a\n" * 2_000_000, ""
    yield "nothing but tags", "me.html", b"<html>" + b"<p>a" * 2_000_000, ""
    yield "a huge JSON", "me.json", b'{"basics": {"name": "' + b"x" * 5_000_000 + b'"}}', "more than 1,000,000 bytes"
    yield "a table of NULs", "export.zip", zipped({"Profile.csv": b"\0" * 100_000}), ""
    yield "a picture in Word's clothes", "me.docx", b"PK\x03\x04" + b"\x89PNG" * 100, "archive"
    yield "Word and PDF at once", "me.pdf", b"%PDF-1.7\n" + zipped({"word/document.xml": b"<x/>"}), ""


HOSTILE = list(hostile())


class Reader:
    def __init__(self) -> None:
        self.child = self.begun()

    @staticmethod
    def begun() -> Child:
        return Child("web.imports:read_here", seconds=SECONDS, memory=MEMORY)

    def refusal(self, body: bytes, filename: str) -> str:
        if self.child.is_spent:
            self.child = self.begun()
        try:
            said = self.child.ask(body, filename)
        except (Unreadable, WorkFailed) as refused:
            assert self.child.size < MEMORY
            return str(refused)
        raise AssertionError(f"read as {said['format']}")


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """One process for many files, begun anew when a file was too much for it."""
    held = Reader()
    yield held
    held.child.close()


@pytest.mark.parametrize(("name", "filename", "body", "word"), HOSTILE, ids=[name for name, *_ in HOSTILE])
def test_hostile_files_are_refused_within_limits(
    reader: Reader, name: str, filename: str, body: bytes, word: str
) -> None:
    words = reader.refusal(body, filename)
    assert word in words and words.endswith(".")
    assert "could not be done" not in words


@pytest.mark.parametrize("how", ["refused", "stopped", "read"])
def test_nothing_is_left_behind(how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    if how == "stopped":
        monkeypatch.setattr(web.imports, "SECONDS", 0.01)
    if how == "read":
        assert read_document((SAMPLES / "imports/docx.docx").read_bytes()).career
    else:
        with pytest.raises(Unreadable, match="took too long" if how == "stopped" else "unpacks to far more"):
            read_document(HOSTILE[0][2], "me.docx")
    assert list(tmp_path.iterdir()) == []


def test_the_limits_are_those_that_were_promised() -> None:
    assert MEMORY <= 300 and SECONDS <= 10


FOUND_HOSTILE = sorted(file for file in (SHARED / "hostile").glob("*/*") if "named-docx" not in file.name)


@pytest.mark.skipif(not FOUND_HOSTILE, reason="no ../shared/data/hostile beside this checkout")
@pytest.mark.parametrize("file", FOUND_HOSTILE, ids=lambda file: file.name)
def test_hostile_files_of_others_are_refused_in_words(reader: Reader, file: Path) -> None:
    """None of them is a résumé; a career in one of them would be invented."""
    words = reader.refusal(file.read_bytes(), file.name)
    assert words.endswith(".") and "could not be done" not in words


def test_a_resume_under_a_wrong_name_is_read_as_what_it_is() -> None:
    body = (SAMPLES / "imports/pdf.pdf").read_bytes()
    assert read_document(body, "me.docx").format == "PDF"
