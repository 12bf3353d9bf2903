"""The sheet beside the words: set once for the same content, anew for any other, and never anybody else's."""

import re
from pathlib import Path
from urllib.parse import unquote
from uuid import UUID

import pypdfium2 as pdfium
import pytest
import sqlalchemy as sa
from litestar.testing import RequestFactory
from sqlmodel import select

from tests.world import Somebody
from web.kit.jsonresume import parse
from web.kit.printing import Printed, designs
from web.kit.visits import NotSignedIn, Visit, cookie_name
from web.profile.jsonresume import career_of
from web.resumes.actions import keep, order_for
from web.resumes.tables import Print, Resume

KEY = re.compile(r"/resumes/pages/([0-9a-f]{64})/1")


def key_of(answer_text: str) -> str:
    found = KEY.search(answer_text)
    assert found, answer_text[:2_000]
    return found[1]


def prints(somebody: Somebody) -> list[Print]:
    with somebody.database.as_person(somebody.id) as db:
        return list(db.exec(select(Print).order_by(Print.id)))  # type: ignore[arg-type]


def resume(somebody: Somebody) -> Resume:
    with somebody.database.as_person(somebody.id) as db:
        return db.exec(select(Resume)).one()


def attached(pdf: bytes) -> dict[str, object]:
    with pdfium.PdfDocument(pdf) as document:
        files = [document.get_attachment(index) for index in range(document.count_attachments())]
        return parse(next(bytes(file.get_data()) for file in files if file.get_name() == "resume.json"))


def stored(somebody: Somebody, name: str) -> Path:
    return Path(somebody.client.app.state.house.settings.files_place) / name


def test_the_sheet_shows_pages_and_words(alice: Somebody) -> None:
    alice.add("experience", title="Pâtissière", company="The Fleece")
    sheet = alice.part("/resumes/default/sheet")
    assert sheet.status_code == 200
    picture = alice.get(f"/resumes/pages/{key_of(sheet.text)}/1")
    assert picture.headers["content-type"] == "image/png" and picture.content.startswith(b"\x89PNG")
    assert "immutable" in picture.headers["cache-control"] and "private" in picture.headers["cache-control"]
    words = alice.get("/resumes/default/text")
    assert words.status_code == 200
    for said in ("Alice Ashby", "Pâtissière", "The Fleece"):
        assert said in words.text and said in " ".join(prints(alice)[0].words)


def test_the_pdf_carries_the_career_a_reader_may_see(alice: Somebody) -> None:
    alice.add("experience", title="Cook")
    alice.add("project", name="For a friend", visibility="private")
    alice.part("/profile/steps/looking", {"salary_least": "40000", "excluded_companies": ["The Fleece"]})
    answer = alice.get("/resumes/default/pdf")
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF-")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["x-content-type-options"] == "nosniff"
    with alice.database.as_person(alice.id) as db:
        assert attached(answer.content) == career_of(db, alice.profile, audience="reader")
    for kept_back in ("The Fleece", "For a friend"):
        assert kept_back.encode() not in answer.content and kept_back not in str(attached(answer.content))


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Alice Ashby", "Alice-Ashby-resume"),
        ("سارة الخطيب", "سارة-الخطيب-resume"),
        ("山田 太郎", "山田-太郎-resume"),
        ("🎉🎉", "resume"),
        ("", "resume"),
        ("../../etc/passwd", "etcpasswd-resume"),
        ('a"; filename="x.exe', "a-filenamex.exe-resume"),
        ("Zoë \u202eexe.", "Zoë-exe.-resume"),
        ("x" * 300, "x"),
        ("龍" * 300, "龍"),
    ],
)
def test_the_file_has_a_name_any_system_takes(alice: Somebody, name: str, wanted: str) -> None:
    alice.part("/profile/steps/about", {"full_name": name})
    for address, suffix in (("/resumes/default/pdf", ".pdf"), ("/resumes/default/json", ".json")):
        disposition = alice.get(address).headers["content-disposition"]
        found = re.fullmatch(r"attachment; filename=\"([^\"]+)\"; filename\*=UTF-8''([\w%.~-]+)", disposition)
        assert found, disposition
        plain, full = found[1], unquote(found[2])
        assert full.startswith(wanted) and full.endswith(f"resume{suffix}")
        assert re.fullmatch(r"[\w.-]+", plain, re.ASCII) and plain.endswith(suffix) and plain[0] not in ".-"
        assert "/" not in full and len(full.encode()) <= 255


def test_the_same_content_is_set_once(alice: Somebody) -> None:
    first = alice.get("/resumes/default/pdf").content
    (row,) = prints(alice)
    file = stored(alice, f"people/{alice.id}/prints/{row.key}.pdf")
    stamp = file.stat().st_mtime_ns
    assert alice.get("/resumes/default/pdf").content == first
    assert key_of(alice.part("/resumes/default/sheet").text) == row.key
    assert alice.get("/resumes/default/text").status_code == 200
    assert [again.key for again in prints(alice)] == [row.key]
    assert file.stat().st_mtime_ns == stamp


def test_a_changed_word_is_set_anew(alice: Somebody) -> None:
    before = key_of(alice.part("/resumes/default/sheet").text)
    alice.part("/profile/steps/about", {"headline": "Pastry cook"})
    after = key_of(alice.part("/resumes/default/sheet").text)
    assert before != after and "Pastry cook" in alice.get("/resumes/default/text").text
    assert len(prints(alice)) == 2


def test_what_was_set_before_is_not_set_again(alice: Somebody) -> None:
    """A word tried and taken back, a design looked at and left: the first sheet is still there."""
    before = key_of(alice.part("/resumes/default/sheet").text)
    file = stored(alice, f"people/{alice.id}/prints/{before}.pdf")
    stamp = file.stat().st_mtime_ns
    for there, back in (
        (("/profile/steps/about", {"headline": "Pastry cook"}), ("/profile/steps/about", {"headline": ""})),
        (("/resumes/default/look", {"design": "classic"}), ("/resumes/default/look", {"design": "margin"})),
    ):
        alice.part(*there)
        assert key_of(alice.part("/resumes/default/sheet").text) != before
        alice.part(*back)
        assert key_of(alice.part("/resumes/default/sheet").text) == before
        assert alice.get("/resumes/default/pdf").status_code == 200
    assert file.stat().st_mtime_ns == stamp and len(prints(alice)) == 3


def test_a_lost_file_is_set_again(alice: Somebody) -> None:
    pdf = alice.get("/resumes/default/pdf").content
    (row,) = prints(alice)
    file = stored(alice, f"people/{alice.id}/prints/{row.key}.pdf")
    file.unlink()
    again = alice.get("/resumes/default/pdf")
    assert again.status_code == 200 and len(again.content) == len(pdf) and file.exists()
    stored(alice, f"people/{alice.id}/prints/{row.key}-1.png").unlink()
    assert alice.get(f"/resumes/pages/{row.key}/1").status_code == 404
    assert alice.get("/healthz").status_code == 200


def test_a_lost_picture_comes_back_with_the_next_sheet(alice: Somebody) -> None:
    key = key_of(alice.part("/resumes/default/sheet").text)
    stored(alice, f"people/{alice.id}/prints/{key}-1.png").unlink()
    assert alice.get(f"/resumes/pages/{key}/1").status_code == 404
    assert key_of(alice.part("/resumes/default/sheet").text) == key
    assert alice.get(f"/resumes/pages/{key}/1").status_code == 200


@pytest.mark.parametrize("letter", ["a", "f"])
def test_a_new_edition_of_a_design_is_set_anew(alice: Somebody, letter: str) -> None:
    """A design was changed: sheets of the editions before stay in the table beside the present one."""
    alice.get("/resumes/default/pdf")
    with alice.database.as_person(alice.id) as db:
        db.execute(sa.text("update prints set edition = 'older', key = repeat(:letter, 64)"), {"letter": letter})
        older = db.exec(select(Print)).one()
        for number in range(5):  # so that some of them stand first, however rows are read
            db.add(Print(**older.model_dump(exclude={"id", "key"}), key=f"{number}{letter * 63}"))
    for _ in range(2):
        assert alice.get("/resumes/default/pdf").status_code == 200
        assert key_of(alice.part("/resumes/default/sheet").text)[1:] != letter * 63
    assert sorted(row.edition == "older" for row in prints(alice)) == [False] + [True] * 6


def test_design_paper_and_language_change_the_sheet(alice: Somebody) -> None:
    alice.add("experience", title="Cook", company="The Fleece")
    seen = {key_of(alice.part("/resumes/default/sheet").text)}
    for chosen in ({"design": "classic"}, {"paper": "letter"}, {"language": "de"}):
        answer = alice.post("/resumes/default/look", chosen)
        assert answer.status_code == 303 and answer.headers["location"] == "/profile/steps/sheet"
        seen.add(key_of(alice.part("/resumes/default/sheet").text))
    assert len(seen) == 4
    chosen = resume(alice)
    assert (chosen.design, chosen.paper.value, chosen.language) == ("classic", "letter", "de")
    with pdfium.PdfDocument(alice.get("/resumes/default/pdf").content) as document:
        assert [round(side) for side in document[0].get_size()] == [612, 792]


@pytest.mark.parametrize(
    "chosen",
    [{"design": "nonsense"}, {"design": "../classic"}, {"language": "xx"}, {"paper": "a3"}, {"paper": ""}],
    ids=str,
)
def test_a_look_that_is_none_changes_nothing(alice: Somebody, chosen: dict[str, str]) -> None:
    before = resume(alice)
    assert alice.post("/resumes/default/look", {"design": "modern", **chosen}).status_code == 404
    assert resume(alice) == before
    assert (
        alice.get(f"/resumes/default/designs/{chosen.get('design', 'nonsense').replace('/', '%2F')}").status_code == 404
    )


def test_every_design_shows_ones_own_words(alice: Somebody) -> None:
    for slug in designs():
        answer = alice.get(f"/resumes/default/designs/{slug}")
        assert answer.status_code == 200 and answer.content.startswith(b"\x89PNG"), slug
    assert resume(alice).design == "margin"
    assert {row.design for row in prints(alice)} == set(designs())


def test_the_address_with_the_id_is_the_same_resume(alice: Somebody) -> None:
    assert key_of(alice.part(f"/resumes/{resume(alice).id}/sheet").text) == key_of(
        alice.part("/resumes/default/sheet").text
    )


def test_a_stranger_meets_nothing(alice: Somebody, bob: Somebody, charlie: Somebody) -> None:
    key = key_of(alice.part("/resumes/default/sheet").text)
    theirs = resume(alice)
    for place in ("sheet", "text", "pdf", "json", "designs/classic"):
        assert bob.get(f"/resumes/{theirs.id}/{place}").status_code == 404, place
        assert charlie.get(f"/resumes/{theirs.id}/{place}").headers["location"].startswith("/sign-in?"), place
    assert bob.get(f"/resumes/pages/{key}/1").status_code == 404
    assert bob.post(f"/resumes/{theirs.id}/look", {"design": "classic"}).status_code == 404
    assert resume(alice) == theirs and prints(bob) == []


@pytest.mark.parametrize(
    "wanted",
    ["nonsense", f"{UUID(int=0)}", "%00", "default%20", "1' or '1'='1", "0f3a6f0e-5b1c-4d53-9a4e-6f2b8c1d7e90"],
)
def test_a_resume_that_is_none_is_nothing(alice: Somebody, wanted: str) -> None:
    for place in ("sheet", "text", "pdf", "json"):
        assert alice.get(f"/resumes/{wanted}/{place}").status_code == 404


@pytest.mark.parametrize("page", ["0", "2", "999999999999", "-1", "1.5", "x"])
def test_a_page_that_is_none_is_nothing(alice: Somebody, page: str) -> None:
    key = key_of(alice.part("/resumes/default/sheet").text)
    assert alice.get(f"/resumes/pages/{key}/{page}").status_code == 404
    assert alice.get(f"/resumes/pages/{'0' * 64}/1").status_code == 404


def test_who_is_signed_out_while_it_is_set_is_asked_to_sign_in(alice: Somebody) -> None:
    alice.register()
    asked = RequestFactory().get("/", cookies=f"{cookie_name(alice.house)}={alice.token}")
    visit = Visit(house=alice.house, request=asked)
    resume, profile, order = visit.within(lambda db: order_for(db, visit.person_id, "default"))
    alice.post("/sign-out")
    with pytest.raises(NotSignedIn):
        visit.within(keep, visit, resume, profile, order, Printed(b"%PDF-", 1, 0, [b""], [""]))


def test_a_sheet_that_is_looked_at_is_kept(alice: Somebody) -> None:
    key = key_of(alice.part("/resumes/default/sheet").text)
    with alice.database.as_person(alice.id) as db:
        db.execute(sa.text("update prints set used_at = now() - interval '6 days'"))
    alice.get(f"/resumes/pages/{key}/1")
    with alice.database.as_person(alice.id) as db:
        assert db.scalar(sa.text("select used_at > now() - interval '1 hour' from prints"))
