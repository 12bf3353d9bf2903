"""A guide may point at words of the document, and at nothing else: what it makes up is not heard."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.imports.bringing import proposed, put_down, row
from tests.imports.test_reading import errand
from tests.kit.reading.sheets import page
from tests.paper import pdf_of
from tests.world import Somebody, work
from web.imports.drafts import SURE, unpacked
from web.imports.guided import MOST_WORDS, guided
from web.imports.reading import read_import
from web.kit.guide import Passage, Question, Silent
from web.kit.reading import Reading
from web.kit.reading.pdf import read

POSTS = (
    "<p><b>Head baker</b><span class=d>2019 – 2021</span></p><ul><li>Baked rye for Crumb &amp; Co, by night.</li></ul>"
    "<p><b>Baker</b><span class=d>2015 – 2018</span></p><ul><li>Sold rye at Old Mill, for Crumb &amp; Co as well.</li></ul>"
)
BODY = pdf_of(page("", [("Experience", POSTS), ("Skills", "<p>Rye, Spelt</p>")]))


class Answering:
    """Answers by the job title that was read of the entry, and notes what it was asked."""

    def __init__(self, **answers: str) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def point(self, lines: Sequence[Passage], question: Question) -> str:
        assert all(line.page == 1 and line.text for line in lines)
        self.asked.append(question.words)
        answer = self.answers.get(question.entry["position"].replace(" ", "_"), "")
        if answer == "silence":
            raise Silent
        return answer


@pytest.fixture(scope="module")
def reading() -> Reading:
    """By rules alone, which cannot tell for whom it was."""
    found = read(BODY)
    assert [entry.get("name") for entry in found.career["work"]] == [None, None]
    return found


def test_without_one_nothing_changes(reading: Reading) -> None:
    assert guided(None, BODY, reading) is reading


def test_what_it_points_at_has_its_place_and_is_never_certain(reading: Reading) -> None:
    guide = Answering(Head_baker="Crumb & Co", Baker="old mill,")
    found = guided(guide, BODY, reading)
    assert guide.asked == ["Which of these words are the employer?"] * 2
    assert [entry["name"] for entry in found.career["work"]] == ["Crumb & Co", "Old Mill"]
    first, second = found.traces["/work/0/name"], found.traces["/work/1/name"]
    assert (first.words, first.page, first.confidence) == ("Crumb & Co", 1, SURE)
    assert first.boxes[0][1] < reading.traces["/work/1/position"].boxes[0][1] < second.boxes[0][1]
    assert "name" not in reading.career["work"][0] and "/work/0/name" not in reading.traces


@pytest.mark.parametrize(
    "answer",
    [
        "Crumb & Co Limited",  # goes further than the document
        "Crumb Co",
        "Rye Crumb",  # both are there, but not one after the other
        "umb & C",
        "Head baker",  # is the title already
        "&",
        "",
        " ".join(["Baked"] * (MOST_WORDS + 1)),
    ],
)
def test_what_it_makes_up_is_not_heard(reading: Reading, answer: str) -> None:
    found = guided(Answering(Head_baker=answer), BODY, reading)
    assert (found.career, found.traces) == (reading.career, reading.traces)


def test_one_that_falls_silent_is_done_without(reading: Reading) -> None:
    found = guided(Answering(Head_baker="Crumb & Co", Baker="silence"), BODY, reading)
    assert [entry.get("name") for entry in found.career["work"]] == ["Crumb & Co", None]


def test_its_words_are_looked_at_like_any_other(alice: Somebody) -> None:
    at = put_down(alice, BODY, "me.pdf")
    read_import(replace(alice.house, guide=Answering(Head_baker="Crumb & Co")), errand(alice, at))
    shown = alice.get(at)
    assert "Crumb &amp; Co" in shown.text and "/work/0" in proposed(shown)
    assert unpacked(row(alice, at).draft).trace("/work/0/name").confidence == SURE
    assert alice.get(f"{at}/pages/1?of=/work/0/name").status_code == 200
    work(alice.house)
