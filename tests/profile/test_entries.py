"""Entries of a career: added, saved as typed, moved, removed and brought back."""

import re
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.world import PART, Somebody
from web.db import Database
from web.profile.entries import KINDS
from web.profile.queries import entries_of
from web.profile.tables import Experience

QUICK = {"skill": {"name": "Patience"}, "language": {"language": "Welsh"}}


def row(somebody: Somebody, entry_id: object) -> Experience:
    with somebody.database.as_person(somebody.id) as db:
        return db.get_one(Experience, entry_id)


@pytest.mark.parametrize("slug", KINDS)
def test_every_kind_is_added_opened_saved_removed_and_brought_back(alice: Somebody, slug: str) -> None:
    kind = KINDS[slug]
    entry = alice.add(slug, **QUICK.get(slug, {}))
    at = f"/profile/{slug}/{entry}"
    opened = alice.part(f"{at}/part?open=1")
    assert opened.status_code == 200 and f'action="{at}"' in opened.text
    first = next(
        name for name, field in kind.form.model_fields.items() if field.annotation is str and "url" not in name
    )
    saved = alice.part(at, {first: "Something of mine"})
    assert saved.status_code == 200, saved.text
    assert "Something of mine" in alice.part(f"{at}/part?open=1").text
    assert "Undo" in alice.part(f"{at}/remove", {}).text
    assert alice.part(f"{at}/part").status_code == 404
    assert "Something of mine" in alice.part(f"{at}/restore", {}).text


@pytest.mark.parametrize("slug", KINDS)
def test_every_kind_works_without_javascript(alice: Somebody, slug: str) -> None:
    kind = KINDS[slug]
    answer = alice.post(f"/profile/{slug}", QUICK.get(slug, {}))
    assert answer.status_code == 303 and answer.headers["location"].startswith(f"/profile/steps/{kind.step}")
    page = alice.get(answer.headers["location"].partition("#")[0])
    found = re.search(rf"/profile/{slug}/([0-9a-f-]{{36}})", page.text)
    assert found
    removed = alice.post(f"/profile/{slug}/{found[1]}/remove")
    assert "is removed" in alice.get(removed.headers["location"].partition("#")[0]).text


def test_a_save_says_what_is_wrong_and_keeps_it(alice: Somebody) -> None:
    entry = alice.add("experience")
    at = f"/profile/experience/{entry}"
    answer = alice.part(
        at, {"title": "Cook", "start_date-year": "20", "start_date-month": "", "company_url": "javascript:alert(1)"}
    )
    assert answer.status_code == 422
    assert "four digits" in answer.text and "web address" in answer.text
    assert row(alice, entry).title == "Cook"
    assert row(alice, entry).unsettled == {"start_date": "20", "company_url": "javascript:alert(1)"}
    again = alice.get(f"/profile/steps/experience?open={entry}").text
    assert 'value="20"' in again and "four digits" in again and 'aria-invalid="true"' in again


def test_two_tabs_meet_in_words(alice: Somebody) -> None:
    entry = alice.add("experience")
    at = f"/profile/experience/{entry}"
    was = re.search(r'name="was" value="([^"]+)"', alice.part(f"{at}/part?open=1").text)
    assert was
    assert alice.part(at, {"was": was[1], "title": "Chef"}).status_code == 200
    conflict = alice.part(at, {"was": was[1], "title": "Head cook"})
    assert conflict.status_code == 409 and "Chef" in conflict.text and "Keep mine" in conflict.text
    assert row(alice, entry).title == "Chef"
    page = alice.post(at, {"was": was[1], "title": "Head cook", "go": "done"})
    assert page.status_code == 409 and 'value="Head cook"' in page.text and "Chef" in page.text
    assert alice.part(at, {"was": was[1], "title": "Head cook", "keep": "title"}).status_code == 200
    assert row(alice, entry).title == "Head cook"


def test_a_stale_tab_may_change_another_field(alice: Somebody) -> None:
    entry = alice.add("experience")
    at = f"/profile/experience/{entry}"
    was = re.search(r'name="was" value="([^"]+)"', alice.part(f"{at}/part?open=1").text)
    assert was
    alice.part(at, {"was": was[1], "title": "Chef", "company": ""})
    assert alice.part(at, {"was": was[1], "title": "", "company": "The Fleece"}).status_code == 200
    assert (row(alice, entry).title, row(alice, entry).company) == ("Chef", "The Fleece")


def test_who_still_works_there_has_no_end(alice: Somebody) -> None:
    entry = alice.add("experience")
    at = f"/profile/experience/{entry}"
    alice.part(at, {"start_date-year": "2019", "end_date-year": "2021", "is_current": ""})
    alice.part(at, {"end_date-year": "2021", "is_current": ["", "on"]})
    assert (row(alice, entry).end_date, row(alice, entry).is_current) == (None, True)


def test_the_order_is_the_persons(alice: Somebody) -> None:
    first, second, third = (alice.add("interest", name=name) for name in ("a", "b", "c"))

    def order() -> list[object]:
        with alice.database.as_person(alice.id) as db:
            return [entry.id for entry in entries_of(db, alice.profile, KINDS["interest"])]

    assert order() == [first, second, third]
    alice.part(f"/profile/interest/{third}/up", {})
    assert order() == [first, third, second]
    alice.part(f"/profile/interest/{first}/up", {})
    assert order() == [first, third, second]
    alice.post(f"/profile/interest/{first}/down")
    assert order() == [third, first, second]


def test_a_place_of_work_stands_first_when_it_is_new(alice: Somebody) -> None:
    old, new = alice.add("experience"), alice.add("experience")
    page = alice.get("/profile/steps/experience").text
    assert page.index(str(new)) < page.index(str(old))


def test_a_technology_is_recognised_once(alice: Somebody, database: Database) -> None:
    alice.add("skill", name="postgres")
    alice.add("skill", name="PostgreSQL")
    with database.as_person(alice.id) as db:
        known = db.execute(text("select name, technology_id is not null from skills order by id")).all()
    assert [tuple(pair) for pair in known] == [("postgres", True), ("PostgreSQL", False)]


def test_completion_knows_what_is_meant(alice: Somebody) -> None:
    options = alice.part("/profile/technologies?name=postgr").text
    assert "PostgreSQL" in options
    assert "Kubernetes" in alice.part("/profile/technologies?name=k8s").text
    assert alice.part("/profile/technologies?name=").text.count("<option") == 0


def test_the_cap_is_told_in_words_and_nothing_is_lost(alice: Somebody) -> None:
    entry = alice.add("experience")
    at = f"/profile/experience/{entry}"
    heavy = ["x" * 7_900] * 12
    assert alice.part(at, {"title": "Cook", "lines": heavy}).status_code == 200
    answer = alice.part(at, {"title": "Chef", "lines": [*heavy, "y" * 7_900]})
    assert answer.status_code == 413 and "100 KB" in answer.text
    assert row(alice, entry).title == "Cook"
    without = alice.post(at, {"title": "Chef", "lines": [*heavy, "y" * 7_900], "go": "done"})
    assert without.status_code == 413 and 'value="Chef"' in without.text
    assert alice.part("/profile/reference", {"words": "z" * 7_900}).status_code == 413
    alice.part(f"{at}/remove", {})
    assert alice.part("/profile/reference", {"words": "z" * 7_900}).status_code == 200


@pytest.mark.parametrize("verb", ["", "/remove", "/restore", "/up", "/down"])
def test_a_stranger_meets_nothing(alice: Somebody, bob: Somebody, verb: str) -> None:
    entry = alice.add("experience")
    alice.part(f"/profile/experience/{entry}", {"title": "Cook"})
    assert bob.post(f"/profile/experience/{entry}{verb}", {"title": "Thief"}).status_code == 404
    assert bob.part(f"/profile/experience/{entry}/part").status_code == 404
    assert bob.part(f"/profile/experience/{uuid4()}/part").status_code == 404
    assert row(alice, entry).title == "Cook" and row(alice, entry).removed_at is None


def test_a_kind_that_is_none_is_nothing(alice: Somebody) -> None:
    assert alice.post("/profile/nonsense").status_code == 404
    assert alice.client.request("POST", "/profile/experience", headers=PART).status_code == 401


def test_a_heading_of_somebody_else_is_no_heading(alice: Somebody, bob: Somebody) -> None:
    theirs = bob.add("skill-group", name="Kitchen")
    skill = alice.add("skill", name="Patience")
    alice.part(f"/profile/skill/{skill}", {"name": "Patience", "group_id": str(theirs)})
    with alice.database.as_person(alice.id) as db:
        assert db.execute(text("select group_id from skills where id = :id"), {"id": skill}).scalar() is None
