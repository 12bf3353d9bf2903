"""The cover letter: every word is kept and printed on the stationery, and nobody else's."""

import io
from uuid import uuid4

import pypdfium2
import pytest
from sqlmodel import select

from tests.resumes.test_many import statements
from tests.world import Somebody
from web.kit.printing import Printed
from web.resumes.letters import CoverLetter, LaidBy
from web.resumes.tables import Resume

HERE = "/resumes/default/letter"
LETTER = {
    "to": "Ms Ada Whitlam\nCalder Valley Council", "place": "Halifax", "date": "3 May 2027", "subject": "Highways technician",
    "greeting": "Dear Ms Whitlam,", "body": "First paragraph, with **34** schemes.\n\nSecond paragraph.",
    "closing": "Yours sincerely,", "signature": "Alice Ashby",
}  # fmt: skip


def kept(somebody: Somebody) -> CoverLetter:
    with somebody.database.as_person(somebody.id) as db:
        return CoverLetter.read(db.exec(select(Resume)).one().letter)


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def test_every_word_prints_in_reading_order(alice: Somebody) -> None:
    assert alice.post(HERE, LETTER).status_code == 303
    answer = alice.get(f"{HERE}/pdf")
    assert answer.headers["content-type"] == "application/pdf" and "Alice-Ashby-letter.pdf" in str(answer.headers)
    text = words_of(answer.content)
    wanted = ["Alice Ashby", *" ".join(LETTER["to"].split("\n")).split(), "Halifax, 3 May 2027", "Highways technician",
              "Dear Ms Whitlam,", "First paragraph, with 34 schemes.", "Second paragraph.", "Yours sincerely,", "Alice Ashby"]  # fmt: skip
    place = 0
    for words in wanted:
        place = text.index(words, place) + len(words)


def test_the_part_shows_its_words_and_its_picture(alice: Somebody) -> None:
    alice.part(HERE, LETTER)
    shown = alice.part(f"{HERE}/sheet").text
    assert "One page" in shown and "Second paragraph." in shown
    picture = alice.get(f"{HERE}/pages/1")
    assert picture.content.startswith(b"\x89PNG") and "no-store" in picture.headers["cache-control"]
    assert alice.get(f"{HERE}/pages/2").status_code == 404


def test_it_is_shown_again_and_typing_is_one_step(alice: Somebody) -> None:
    for body in ("Dear", "Dear reader", "Dear reader of this"):
        assert alice.part(HERE, {"body": body}).status_code == 200
    assert "Dear reader of this" in alice.get(HERE).text
    assert alice.get("/resumes/default/history").text.count("<bdi>Wording of the letter: text</bdi></a>") == 1
    assert kept(alice).body == "Dear reader of this"


def test_a_second_tab_meets_a_conflict_and_loses_nothing(alice: Somebody) -> None:
    page = alice.get(HERE).text
    was = page.partition('name="was" value="')[2].partition('"')[0]
    alice.part(HERE, {"subject": "From the first tab", "was": was})
    answer = alice.part(HERE, {"subject": "From the second tab", "was": was})
    assert answer.status_code == 409 and "From the first tab" in answer.text
    assert kept(alice).subject == "From the first tab"


def test_too_long_a_letter_is_told_at_its_field_and_waits(alice: Somebody) -> None:
    answer = alice.post(HERE, {"body": "word " * 2_000})
    assert answer.status_code == 422 and "8,000 is the most" in answer.text and "word word" in answer.text
    assert kept(alice).body == ""


def test_what_is_seen_is_what_is_taken_and_was_set_once(alice: Somebody) -> None:
    alice.post(HERE, LETTER)
    with statements(alice) as said:
        alice.part(f"{HERE}/sheet")
        assert alice.get(f"{HERE}/pages/1").status_code == 200 and alice.get(f"{HERE}/pdf").status_code == 200
        assert times_set(said) == 1
        alice.part(HERE, {"subject": "Something else"})
        assert "Something else" in words_of(alice.get(f"{HERE}/pdf").content)
        alice.part("/resumes/default/design", {"paper": "letter"})
        with pypdfium2.PdfDocument(alice.get(f"{HERE}/pdf").content) as document:
            assert [round(side) for side in document[0].get_size()] == [612, 792]
        assert times_set(said) == 3


def times_set(said: list[str]) -> int:
    """Whatever is set is counted towards the sheets that an hour allows."""
    return sum("counts" in statement for statement in said)


def test_two_people_with_the_same_letter_are_each_handed_their_own(alice: Somebody, bob: Somebody) -> None:
    laid_by, printed = LaidBy(most=2), Printed(b"%PDF", 1, 0, [b""], ["Dear Ms Whitlam"])
    laid_by.put(alice.id, "the same", printed)
    assert laid_by.get(alice.id, "the same") is printed and laid_by.get(bob.id, "the same") is None
    laid_by.put(alice.id, "another", printed)
    assert laid_by.get(alice.id, "the same") is None
    for _ in range(2):
        laid_by.put(uuid4(), "theirs", printed)
    assert laid_by.get(alice.id, "another") is None, "the oldest made room"


@pytest.mark.parametrize("what", ["", "/sheet", "/pages/1", "/pdf"])
def test_a_stranger_reads_nothing(alice: Somebody, bob: Somebody, what: str) -> None:
    alice.post(HERE, LETTER)
    with alice.database.as_person(alice.id) as db:
        address = f"/resumes/{db.exec(select(Resume.id)).one()}/letter{what}"
    assert alice.get(address).status_code == 200
    answer = bob.get(address)
    assert answer.status_code == 404 and "Whitlam" not in answer.text
