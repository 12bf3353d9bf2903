"""Undo, redo and the earlier versions, as pages."""

import re

import pytest
import sqlalchemy as sa

from tests.resumes.test_states import write
from tests.world import Somebody
from web.resumes.actions import resume_of
from web.resumes.states import changing, seen_of, states_of
from web.resumes.tables import Resume, ResumeState

PART = {"HX-Request": "true"}


@pytest.fixture
def resume(alice: Somebody) -> Resume:
    alice.add("experience", title="Groundworker", company="Oyelaran Civil", lines=["Kept the plant book."])
    for design in ("classic", "modern"):
        assert alice.post("/resumes/default/design", {"design": design}).status_code == 303
    return of(alice)


def of(who: Somebody) -> Resume:
    with who.database.as_person(who.id) as db:
        resume, _ = resume_of(db, who.id, "default")
        db.expunge(resume)
        return resume


def versions(who: Somebody) -> list[ResumeState]:
    with who.database.as_person(who.id) as db:
        states = states_of(db, resume_of(db, who.id, "default")[0])
        db.expunge_all()
        return states


def seen(who: Somebody, address: str = "/resumes/default/history") -> str:
    found = re.search(r'name="seen" value="(\w+)"', who.get(address).text)
    assert found
    return found[1]


def summary(who: Somebody, words: str) -> None:
    with who.database.as_person(who.id) as db:
        write(db, *resume_of(db, who.id, "default", lock=True), "summary", words)


# --- undo and redo ---------------------------------------------------------------------------------------------------


def test_undo_and_redo_are_buttons_that_say_what_they_do(alice: Somebody, resume: Resume) -> None:
    before = alice.get("/resumes/default/history").text
    assert "Undo<span>: <bdi>Chose the design Modern" in before
    headers = {"Referer": f"{alice.house.settings.address}/resumes/{resume.id}/history"}
    answer = alice.post("/resumes/default/undo", {"seen": seen(alice)}, headers=headers)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/resumes/{resume.id}/history")
    assert of(alice).design == "classic"
    assert "Redo<span>: <bdi>Chose the design Modern" in alice.get("/resumes/default/steps").text
    alice.post("/resumes/default/redo", {"seen": seen(alice)})
    assert of(alice).design == "modern"


@pytest.mark.parametrize(
    "shown", ["https://evil.example/resumes/", "/profile/steps/about", "{home}/../../sign-out", "{home}/undo", ""]
)
def test_a_step_leads_to_a_page_of_the_resume(alice: Somebody, resume: Resume, shown: str) -> None:
    home = f"/resumes/{resume.id}"
    referer = shown.format(home=home)
    answer = alice.post("/resumes/default/undo", {"seen": seen(alice)}, headers={"Referer": referer})
    assert answer.headers["location"] == home


@pytest.mark.parametrize("way", ["", "/design", "/reading", "/history", "/take", "/settings"])
def test_they_stand_on_every_page_of_a_resume(alice: Somebody, resume: Resume, way: str) -> None:
    page = alice.get(f"/resumes/{resume.id}{way}").text
    assert page.count("data-step-back=") == 2
    assert seen_of(of(alice)) in page


def test_a_stale_tab_is_told_and_undoes_nothing(alice: Somebody, resume: Resume) -> None:
    stale = seen(alice)
    summary(alice, "Nine years of drainage.")
    answer = alice.post("/resumes/default/undo", {"seen": stale})
    assert answer.status_code == 409
    assert "changed in another tab" in answer.text and "Changed summary" in answer.text
    assert "Nine years" in str(of(alice).tailoring)
    assert alice.post("/resumes/default/undo", {"seen": seen_of(of(alice))}).status_code == 303
    assert of(alice).tailoring == {}


def test_a_step_needs_something_to_step_from(alice: Somebody) -> None:
    for step in ("undo", "redo"):
        assert alice.post(f"/resumes/default/{step}", {"seen": seen(alice)}).status_code == 303
    assert versions(alice) == []
    assert "Nothing was changed" in alice.get("/resumes/default/history").text


# --- the list --------------------------------------------------------------------------------------------------------


def test_the_list_says_what_when_and_what_was_undone(alice: Somebody, resume: Resume) -> None:
    alice.post("/resumes/default/undo", {"seen": seen(alice)})
    summary(alice, "Nine years of drainage.")
    shown = re.sub(r"<[^>]+>|\s+", " ", alice.get("/resumes/default/history").text)
    order = [shown.index(words) for words in ("What you have now", "Undone, and kept here", "As it was at first")]
    assert order == sorted(order)
    assert shown.count("Undone, and kept here") == 1


def test_a_thousand_versions_cost_a_page_no_more_than_sixty(alice: Somebody, resume: Resume) -> None:
    """The same number of queries, fifty lines, and every version on one of the pages."""
    counted = []
    for more in (60, 120):
        grow(alice, resume, more)
        with counting(alice) as queries:
            page = alice.get("/resumes/default/history").text
        counted.append(len(queries))
        assert page.count('type="checkbox"') == 50
    assert counted[0] == counted[1] <= 6
    found, address = set(), f"/resumes/{resume.id}/history"
    while address:
        page = alice.get(address).text
        found |= set(re.findall(r'name="version" value="([\w-]+)"', page))
        older = re.search(r'href="([^"]+before=[^"]+)"', page)
        address = older[1].replace("&amp;", "&") if older else ""
    assert len(found) == 183
    assert "Undone" not in page


def grow(who: Somebody, resume: Resume, more: int) -> None:
    with who.database.as_person(who.id) as db:
        mine, profile = resume_of(db, who.id, "default", lock=True)
        for number in range(more):
            write(db, mine, profile, f"{'headline' if number % 2 else 'summary'}", f"Version {number}")


class counting:
    """The statements that a request of somebody's takes, their own transaction and sign-in left out."""

    def __init__(self, who: Somebody) -> None:
        self.engine, self.said = who.database.engine, []  # type: ignore[var-annotated]

    def __enter__(self) -> list[str]:
        sa.event.listen(self.engine, "before_cursor_execute", self.note)
        return self.said

    def note(self, connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.lstrip().lower().startswith("select") and "set_config" not in statement:
            self.said.append(statement)

    def __exit__(self, *_: object) -> None:
        sa.event.remove(self.engine, "before_cursor_execute", self.note)


# --- one, and two ----------------------------------------------------------------------------------------------------


def test_a_version_is_named_shown_and_gone_back_to(alice: Somebody, resume: Resume) -> None:
    summary(alice, "Nine years of drainage.")
    kept = versions(alice)[0]
    at = f"/resumes/{resume.id}/history/{kept.id}"
    assert alice.post(f"{at}/name", {"name": "Sent to Calder Valley"}).headers["location"] == at
    summary(alice, "Bridges alone.")
    shown = alice.get(at).text
    assert "Sent to Calder Valley" in shown and "Nine years of drainage." in shown and "Kept the plant book." in shown
    assert "Bridges alone." not in shown
    alice.post(f"{at}/restore")
    assert "Nine years" in str(of(alice).tailoring)
    assert "Went back to: Sent to Calder Valley" in alice.get("/resumes/default/history").text
    alice.post("/resumes/default/undo", {"seen": seen(alice)})
    assert "Bridges alone." in str(of(alice).tailoring)


def test_a_name_that_is_too_long_is_told_and_kept_in_its_field(alice: Somebody, resume: Resume) -> None:
    at = f"/resumes/{resume.id}/history/{versions(alice)[0].id}"
    answer = alice.post(f"{at}/name", {"name": "x" * 301})
    assert answer.status_code == 422
    assert "300 is the most" in answer.text and "x" * 301 in answer.text


def test_a_version_shows_the_career_of_its_time(alice: Somebody, resume: Resume) -> None:
    early = versions(alice)[0]
    alice.add("experience", title="Highways technician", company="Bradwell Council")
    alice.post("/resumes/default/design", {"design": "compact"})
    assert "Highways technician" not in alice.get(f"/resumes/default/history/{early.id}").text
    assert "Highways technician" in alice.get(f"/resumes/default/history/{versions(alice)[0].id}").text


def test_two_versions_stand_side_by_side(alice: Somebody, resume: Resume) -> None:
    summary(alice, "Nine years of drainage and safety schemes.")
    summary(alice, "Ten years of drainage schemes.")
    newer, older = versions(alice)[:2]
    shown = alice.get("/resumes/default/compare", params={"version": [str(newer.id), str(older.id)]}).text
    assert '<del><span class="unseen">taken out: </span>Nine </del>' in shown
    assert '<ins><span class="unseen">put in: </span>Ten </ins>' in shown
    looks = alice.get("/resumes/default/compare", params={"version": [str(versions(alice)[-1].id)]}).text
    assert "Margin" in looks and "Modern" in looks and "What you have now" in looks


@pytest.mark.parametrize("count", [0, 3])
def test_fewer_or_more_than_two_are_told(alice: Somebody, resume: Resume, count: int) -> None:
    ids = [str(state.id) for state in versions(alice)[:count]]
    shown = alice.get("/resumes/default/compare", params={"version": ids}).text
    assert "Tick one version" in shown and 'name="version"' in shown


def test_a_version_in_a_design_that_is_no_more_can_be_read_and_compared(alice: Somebody, resume: Resume) -> None:
    with alice.database.as_person(alice.id) as db:
        mine, profile = resume_of(db, alice.id, "default", lock=True)
        with changing(db, mine, profile, "Took a design of then"):
            mine.design = "withdrawn"
    old = versions(alice)[0]
    alice.post("/resumes/default/design", {"design": "classic"})
    assert "Kept the plant book." in alice.get(f"/resumes/default/history/{old.id}").text
    assert "Withdrawn" in alice.get("/resumes/default/compare", params={"version": str(old.id)}).text
    assert alice.get(f"/resumes/default/history/{old.id}/pdf").status_code in (200, 422)


def test_the_pdf_of_a_version_says_what_it_said(alice: Somebody, resume: Resume) -> None:
    import pypdfium2 as pdfium

    summary(alice, "Nine years of drainage.")
    early = versions(alice)[0]
    summary(alice, "Bridges alone.")
    answer = alice.get(f"/resumes/default/history/{early.id}/pdf")
    assert answer.headers["content-type"] == "application/pdf"
    words = pdfium.PdfDocument(answer.content)[0].get_textpage().get_text_bounded()
    assert "Nine years of drainage." in words and "Bridges" not in words


def test_strangers_find_nothing(alice: Somebody, bob: Somebody, resume: Resume) -> None:
    hers, of_another = versions(alice)[0].id, of(bob).id
    for path in (f"/resumes/{resume.id}/history/{hers}", f"/resumes/{of_another}/history/{hers}"):
        assert [bob.get(path).status_code, bob.get(f"{path}/pdf").status_code] == [404, 404]
        assert [bob.post(f"{path}/{verb}", {"name": "x"}).status_code for verb in ("name", "restore")] == [404, 404]
    for step in ("undo", "redo"):
        assert bob.post(f"/resumes/{resume.id}/{step}", {"seen": seen(alice)}).status_code == 404
    assert bob.get(f"/resumes/{of_another}/compare", params={"version": [str(hers)]}).status_code == 404
    assert of(alice).design == "modern"
