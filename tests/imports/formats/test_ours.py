"""What the house wrote for somebody to take along it reads back whole, from what stands in the file alone."""

import io
import os
from typing import Any

import docx
import pytest

from tests.kit.printing.people import TRUTH, Person, in_truth_files, one_of_ours
from web.imports import read_here
from web.imports.files import ours_text
from web.imports.formats import markdown
from web.kit.jsonresume import Unreadable
from web.kit.outline import Kind
from web.kit.printing import LANGUAGES, Order
from web.resumes.exports import formats
from web.resumes.readback import Verdict, as_printed, compare

NAMES = (
    "samira", "nurse", "everything", "professor", "site-manager", "letters", "short", "polyglot", "arabic", "hebrew",
    "marked/mara",
)  # fmt: skip
SETTING_APART = ("docx", "html", "md")  # text has no hands to tell a title from a name
# What is starred outside of a text is no emphasis, but it is compared as if it were.
STARRED = ("marked/mara", "awards", "Title")
LEAST_OF_TEXT = 0.98
Lost = tuple[str, str, str, str, str]


def taken(suffix: str, person: Person, **controls: Any) -> bytes:
    file = formats()[suffix].write(Order(person.resume, "modern", "a4", person.language, controls))
    assert isinstance(file, bytes)
    return file


def read_back(suffix: str, person: Person, **controls: Any) -> tuple[int, list[Lost]]:
    career = read_here(taken(suffix, person, **controls), f"resume.{suffix}")["career"]
    values = compare(as_printed(person.resume, person.language, controls), career)
    lost = [(person.name, one.section, one.label, one.said, one.got) for one in values if one.verdict != Verdict.READ]
    return len(values), [one for one in lost if one[:3] != STARRED]


def in_turn(suffix: str, every: list[Any]) -> list[Any]:
    """All of them between the formats, each to one; with METIER_TEST_ALL all of them to each."""
    return every if os.environ.get("METIER_TEST_ALL") else every[list(formats()).index(suffix) :: len(formats())]


def counted(suffix: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[Lost]]:
    people = [*map(one_of_ours, NAMES), *in_turn(suffix, in_truth_files())]
    each = [read_back(suffix, person) for person in people]
    total, lost = sum(count for count, _ in each), [one for _, several in each for one in several]
    with capsys.disabled():
        beside = "" if TRUTH.exists() else "; no truth files beside the checkout"
        print(f"\n{suffix}: {total - len(lost):,} of {total:,} values of {len(people)} people{beside}")
    return total, lost


@pytest.mark.parametrize("suffix", SETTING_APART)
def test_every_value_comes_back(suffix: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert counted(suffix, capsys)[1] == []


def test_text_is_read_back_as_far_as_words_tell(capsys: pytest.CaptureFixture[str]) -> None:
    total, lost = counted("txt", capsys)
    assert len(lost) <= (1 - LEAST_OF_TEXT) * total, lost
    assert {one[0] for one in lost}.isdisjoint({"samira", "nurse", "letters", "short", "arabic", "hebrew"}), lost


@pytest.mark.parametrize("suffix", formats())
def test_in_other_languages(suffix: str) -> None:
    samira = one_of_ours("samira")
    lost = [
        one for tag in in_turn(suffix, [*LANGUAGES]) for one in read_back(suffix, Person(tag, samira.resume, tag))[1]
    ]
    assert lost == []


@pytest.mark.parametrize("suffix", formats())
@pytest.mark.parametrize("dates", ["long", "number", "year"])
def test_however_its_dates_are_written(suffix: str, dates: str) -> None:
    assert read_back(suffix, one_of_ours("samira"), dates=dates)[1] == []


@pytest.mark.parametrize("suffix", SETTING_APART)
def test_where_words_lead_comes_back_too(suffix: str) -> None:
    career = read_here(taken(suffix, one_of_ours("everything")), f"resume.{suffix}")["career"]
    assert career["work"][0]["url"] == "https://delta.example.com" and "url" not in career["work"][1]
    assert career["education"][0]["url"] == "https://ou.example.edu"
    assert career["certificates"][0]["url"] == "https://cert.example.com"
    mastodon = {"network": "Mastodon", "username": "ines@hydro.example", "url": "https://hydro.example/@ines"}
    assert mastodon in career["basics"]["profiles"]


def test_a_word_document_that_was_worked_on_is_read_as_it_is_now() -> None:
    """Word cuts runs anew as it likes; a person changes words and takes a point out."""
    document = docx.Document(io.BytesIO(taken("docx", one_of_ours("samira"))))
    heading = next(one for one in document.paragraphs if one.style.name == "Heading 2")
    title = heading.runs[0]
    title.text, said = title.text[:4], title.text[4:]
    more = heading.add_run(said)
    more.bold = True
    title._r.addnext(more._r)
    point = next(one for one in document.paragraphs if one.style.name == "List Bullet")
    point.runs[0].text = "Kept a garden."
    out = io.BytesIO()
    document.save(out)
    first = read_here(out.getvalue(), "resume.docx")["career"]["work"][0]
    before = one_of_ours("samira").resume["work"][0]
    assert (first["position"], first["name"]) == (before["position"], before["name"])
    assert first["highlights"][0] == "Kept a garden." and len(first["highlights"]) == len(before["highlights"])


@pytest.mark.parametrize(
    ("text", "are_ours"),
    [
        ("# Ann\n\n[a@b.org](<mailto:a@b.org>)\n\n## Work\n", True),
        ("# Ann\n\n[a@b.org](mailto:a@b.org)\n\n## Work\n", False),
        ("# Ann\n\nBaker\n\n## Work\n\n### Baker, Mill\n", False),
        ("# Ann\n\n## Work\n\n### **Baker**, Mill\n", True),
        ("## Ann\n\n[a@b.org](<mailto:a@b.org>)\n", False),
    ],
)
def test_markdown_is_known_by_how_it_writes_links(text: str, are_ours: bool) -> None:
    assert markdown.is_ours(text) is are_ours


@pytest.mark.parametrize(
    ("text", "are_ours"),
    [
        ("Ann Lee\n=======\n\nWork\n----\n", True),
        ("Ann Lee\n==========\n\nWork\n----\n", False),
        ("Ann Lee\n\nWork\n----\n", False),
        ("李安\n====\n\n工作\n----\n", True),
    ],
)
def test_text_is_known_by_rules_as_broad_as_the_words_above(text: str, are_ours: bool) -> None:
    assert ours_text.is_ours(text) is are_ours


@pytest.mark.parametrize(
    ("text", "kind", "title", "org"),
    [
        ("Staff nurse, acute medicine, Mercy Hospital", "work", "Staff nurse, acute medicine", "Mercy Hospital"),
        ("Electrician, grade 1, Hull Works", "work", "Electrician, grade 1", "Hull Works"),
        ("Baker, Crumb & Co", "work", "Baker", "Crumb & Co"),
        ("BSc, Biology, University of Leeds", "education", "BSc, Biology", "University of Leeds"),
        ("University of Leeds", "education", "", "University of Leeds"),
        ("Gauge (gauge.example.org), River Makers", "projects", "Gauge", "River Makers"),
        ("Prof. Lee", "references", "Prof. Lee", ""),
    ],
)
def test_a_title_in_text_is_divided_by_its_words(text: str, kind: str, title: str, org: str) -> None:
    first, *rest = ours_text.heading(text, kind)
    assert (first.text, "".join(run.text for run in rest).removeprefix(", ")) == (title, org)


def test_lines_are_made_whole_just_where_they_were_broken() -> None:
    text = (
        "Ann Lee\n=======\n\nWork\n----\n\nBaker, Mill\nLeeds · 2012 – 2014\n"
        "- A point that is longer than one line of text may be, so that it goes on in\n  a second one.\n- Another.\n"
    )
    blocks = list(ours_text.blocks_of(text))
    assert [(block.kind, block.text) for block in blocks[3:]] == [
        (Kind.META, "Leeds · 2012 – 2014"),
        (Kind.POINT, "A point that is longer than one line of text may be, so that it goes on in a second one."),
        (Kind.POINT, "Another."),
    ]


@pytest.mark.parametrize(
    ("inside", "words"), [("<p>x</p>" * 9_000, "far more text"), ("<p>" + "<b>" * 400 + "x", "nested"), ("", "no text")]
)
def test_what_pretends_to_be_ours_is_refused_in_words_too(inside: str, words: str) -> None:
    file = f"<title>A – Résumé</title><body><main><header></header>{inside}"
    with pytest.raises(Unreadable, match=words):
        read_here(file.encode(), "resume.html")
