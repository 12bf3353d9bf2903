"""Marks on paper: in every design they are faces and links, and no reader of the PDF finds an asterisk of theirs."""

import re

import pytest

from tests.kit.printing.examination import examine
from tests.kit.printing.people import one_of_ours
from tests.kit.printing.readers import Read
from web.kit.marks import plain
from web.kit.printing import Order, designs
from web.kit.printing.typeset import markup, typeset

MARA = one_of_ours("marked/mara")
AS_WRITTEN = re.compile("is not printed|out of order")  # faults that hold the file's asterisks against the sheet


@pytest.mark.parametrize("design", designs())
def test_marks_are_set_and_not_printed(design: str) -> None:
    assert [fault for fault in examine(design, "a4", MARA) if not AS_WRITTEN.search(fault)] == []
    read = Read(typeset(Order(MARA.resume, design))[0])
    for reader, pages in read.texts.items():
        text = " ".join(" ".join(pages).replace("\u2060", "").split())
        for line in (*MARA.resume["basics"]["summary"].splitlines(), *MARA.resume["work"][0]["highlights"]):
            assert plain(line) in text, reader
        assert text.count("*") == 7, reader  # hers
    faces = " ".join(re.findall(r"/BaseFont /\S+", read.plain.decode("latin-1")))
    assert "Italic" in faces and "Bold" in faces
    assert {b"https://lindqvist.example/talks?a=1&b=2", b"https://ice.example", b"https://moor.example/list"} <= set(
        re.findall(rb"/URI \(([^)]*)\)", read.plain)
    )


@pytest.mark.parametrize("design", designs())
def test_every_sentence_of_a_design_knows_marks(design: str) -> None:
    """Whatever its template makes of the lists: sentences are marked, and names, titles and dates are not."""
    marked = {
        "summary": "a **b** c",
        "description": "d **e** f",
        "highlights": ["g **h** i"],
        "url": "https://x.example",
    }
    line = {"title": "**T**", "awarder": "**A**", "date": "2021", "summary": "j **k** l"}
    book = {"name": "**N**", "publisher": "**P**", "releaseDate": "2020", "authors": ["**B**"], "summary": "m **n** o"}
    career = {
        "basics": {"name": "**M**", "label": "**L**", "summary": "p **q** r"},
        "work": [{"position": "**W**", "name": "**E**"} | marked], "education": [{"area": "**S**"} | marked],
        "projects": [{"name": "**O**"} | marked], "awards": [line], "publications": [book],
        "references": [{"name": "**R**", "reference": "s **t** u"}],
    }  # fmt: skip
    page = markup(Order(career, design), 0).replace("\u2060", "")
    body = page[page.index("<body") :]
    assert sorted(re.findall(r"\w <strong>(\w)</strong> \w", body)) == sorted(
        [*"beheheh", "b", "b", "k", "n", "q", "t"]
    )
    assert set(re.findall(r"\*\*(\w)\*\*", body)) == set("MLWESOTANPBR")
