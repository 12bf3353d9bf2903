"""One undo takes an import back: what was added into the bin, what was changed as it was, what was touched since stays."""

from uuid import UUID

from sqlmodel import select

from tests.imports.bringing import CAREER, brought, career, row, taken, words_on
from tests.world import Somebody
from web.imports.tables import State
from web.profile.tables import Experience


def experiences(who: Somebody) -> list[Experience]:
    with who.database.as_person(who.id) as db:
        return list(db.exec(select(Experience).where(Experience.removed_at == None)))  # noqa: E711


def test_everything_goes_back(alice: Somebody) -> None:
    alice.part("/profile/steps/about", {"headline": "Cook"})
    entry = alice.add("experience", title="Midwife", company="St Marys")
    skill = alice.add("skill", name="Patience")
    before = career(alice)
    at = brought(alice)
    taken(alice, at, **{"/basics/label": "replace", "/basics/name": "replace", "/work/0": "merge"})
    assert career(alice) != before
    page = alice.post(f"{at}/undo")
    assert page.status_code == 200 and "as it was before" in page.text and "This stays" not in page.text
    assert career(alice) == before and row(alice, at).state is State.UNDONE
    assert f'id="entry-{entry}"' in alice.get("/profile/steps/experience").text and skill
    assert alice.post(f"{at}/undo").status_code == 303, "a second time there is nothing to undo"


def test_what_was_changed_since_stays_and_is_named(alice: Somebody) -> None:
    at = brought(alice)
    taken(alice, at)
    mine = next(each for each in experiences(alice) if each.company == "Airedale")
    alice.part(f"/profile/experience/{mine.id}", {"title": "Staff nurse"})
    alice.part("/profile/steps/about", {"headline": "Head of midwifery"})
    page = alice.post(f"{at}/undo")
    assert "This stays" in page.text and "Staff nurse" in words_on(page) and "headline" in words_on(page)
    assert [each.title for each in experiences(alice)] == ["Staff nurse"]
    assert alice.profile.headline == "Head of midwifery" and not alice.profile.phone


def test_a_heading_under_which_somebody_put_more_stays(alice: Somebody) -> None:
    at = brought(alice, {"skills": CAREER["skills"]})
    taken(alice, at)
    added = row(alice, at).written["added"]
    group = UUID(next(entry_id for slug, entry_id, _ in added if slug == "skill-group"))
    own = alice.add("skill", name="Cannulation")
    alice.part(f"/profile/skill/{own}", {"name": "Cannulation", "group_id": str(group)})
    assert "Clinical" in words_on(alice.post(f"{at}/undo"))
    assert career(alice)["skills"] == [{"name": "Clinical", "keywords": ["Cannulation"]}]


def test_what_somebody_removed_meanwhile_is_no_trouble(alice: Somebody) -> None:
    at = brought(alice)
    taken(alice, at)
    for each in experiences(alice):
        alice.part(f"/profile/experience/{each.id}/remove", {})
    assert "This stays" not in alice.post(f"{at}/undo").text
    assert "work" not in career(alice)


def test_it_can_be_taken_once_more(alice: Somebody) -> None:
    at = brought(alice)
    taken(alice, at)
    once = career(alice)
    alice.post(f"{at}/undo")
    taken(alice, at)
    assert career(alice) == once and row(alice, at).state is State.TAKEN


def test_half_an_answer_goes_back_too(alice: Somebody) -> None:
    alice.part("/profile/steps/about", {"email": "mine at example"})
    at = brought(alice, {"basics": {"email": "s@example.org"}, "work": [{"name": "A", "url": "no address"}]})
    taken(alice, at, **{"/basics/email": "add"})
    assert alice.profile.email == "s@example.org"
    alice.post(f"{at}/undo")
    assert not alice.profile.email and 'value="mine at example"' in alice.get("/profile/steps/about").text
    assert experiences(alice) == []
