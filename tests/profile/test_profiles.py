"""Several profiles: one is worked on, another can be, and what is removed comes back for a while."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import col, select

from tests.world import Somebody
from web.profile.profiles import MOST_PROFILES
from web.profile.queries import default_profile, profiles_of
from web.profile.tables import Experience, Profile
from web.profile.tasks import REMOVED_DAYS, clear_removed
from web.resumes.tables import Print, Resume


def profiles(who: Somebody) -> list[Profile]:
    with who.database.as_person(who.id) as db:
        return profiles_of(db, who.id)


def named(who: Somebody, name: str) -> Profile:
    return next(each for each in profiles(who) if each.name == name)


def make(who: Somebody, name: str = "Français", language: str = "fr") -> Profile:
    answer = who.post("/profiles", {"name": name, "language": language})
    assert answer.headers["location"] == "/profile/steps", answer.text
    return named(who, name)


def act(who: Somebody, profile: Profile, verb: str, **said: str) -> int:
    return who.post(f"/profiles/{profile.id}/{verb}", said).status_code


def test_the_page_says_what_there_is(alice: Somebody) -> None:
    alice.part("/profile/steps/about", {"headline": "Cook"})
    alice.add("experience", title="Cook")
    text = " ".join(alice.get("/profiles").text.split())
    assert "Main" in text and "Alice Ashby, Cook" in text and "1 entry, in English" in text
    assert "You are working on this one" in text and "/remove" not in text


def test_a_new_one_is_empty_is_worked_on_and_has_a_resume(alice: Somebody) -> None:
    alice.add("experience", title="Cook")
    made = make(alice)
    assert made.is_default and made.language == "fr" and made.full_name == ""
    assert "Cook" not in alice.get("/profile/steps/experience").text
    with alice.database.as_person(alice.id) as db:
        resume = db.exec(select(Resume).where(Resume.profile_id == made.id)).one()
        assert resume.language == "fr" and resume.is_default
    assert alice.get("/resumes/default/pdf").status_code == 200


def test_one_writes_into_the_one_that_was_chosen(alice: Somebody) -> None:
    main = alice.profile
    made = make(alice)
    alice.part("/profile/steps/about", {"headline": "Cuisinière"})
    assert act(alice, main, "choose") == 303
    assert named(alice, "Main").is_default and not named(alice, "Français").is_default
    assert "Cuisinière" not in alice.get("/profile/steps/about").text
    assert named(alice, "Français").headline == "Cuisinière" and made.id != main.id


@pytest.mark.parametrize(("name", "words"), [("", "Give it a name"), ("x" * 301, "300 is the most")])
def test_a_name_that_is_none_is_refused_in_place(alice: Somebody, name: str, words: str) -> None:
    answer = alice.post(f"/profiles/{alice.profile.id}/rename", {"name": name})
    assert answer.status_code == 422 and words in answer.text and "<details open" in answer.text
    answer = alice.post("/profiles", {"name": name, "language": "fr"})
    assert answer.status_code == 422 and words in answer.text and re.search(r'"fr" selected', answer.text)
    assert [each.name for each in profiles(alice)] == ["Main"]


def test_a_language_of_ones_own_making_is_refused(alice: Somebody) -> None:
    answer = alice.post("/profiles", {"name": "Klingon", "language": "tlh"})
    assert answer.status_code == 422 and "Choose one of these languages" in answer.text


def test_renaming(alice: Somebody) -> None:
    assert act(alice, alice.profile, "rename", name="<b>Kitchens") == 303
    assert "&lt;b&gt;Kitchens" in alice.get("/profiles").text


def test_the_last_one_stays(alice: Somebody) -> None:
    assert act(alice, alice.profile, "remove") == 303
    assert alice.profile.removed_at is None and alice.profile.is_default


def test_removing_the_one_that_is_worked_on_makes_another_one_so(alice: Somebody) -> None:
    main = alice.profile
    make(alice)
    gone = make(alice, "Teaching", "en")
    act(alice, main, "rename", name="Kitchens")
    act(alice, gone, "remove")
    assert named(alice, "Kitchens").is_default, "the one that changed last"
    assert named(alice, "Teaching").removed_at and "Cleared away for good after 30 days" in alice.get("/profiles").text
    act(alice, gone, "restore")
    assert named(alice, "Teaching").removed_at is None and named(alice, "Kitchens").is_default


def test_a_removed_one_is_out_of_sight_until_it_is_restored(alice: Somebody) -> None:
    gone = alice.profile
    with alice.database.as_person(alice.id) as db:
        resume = db.exec(select(Resume.id)).one()
    assert alice.get(f"/resumes/{resume}/pdf").status_code == 200
    with alice.database.as_person(alice.id) as db:
        key = db.exec(select(Print.key)).one()
    picture = f"/resumes/pages/{key}/1"
    assert alice.get(picture).status_code == 200
    make(alice)
    act(alice, gone, "remove")
    addresses = [picture, *(f"/resumes/{resume}/{what}" for what in ("pdf", "json", "sheet", "text"))]
    assert {alice.get(address).status_code for address in addresses} == {404}
    assert act(alice, gone, "choose") == 404
    act(alice, gone, "restore")
    assert {alice.get(address).status_code for address in addresses} == {200}


def test_removed_for_thirty_days_is_gone_for_good(alice: Somebody) -> None:
    gone = alice.profile
    alice.add("experience", title="Cook")
    make(alice)
    act(alice, gone, "remove")
    with time_machine.travel(datetime.now(UTC) + timedelta(days=REMOVED_DAYS - 0.1), tick=False):
        clear_removed(alice.house)
    assert len(profiles(alice)) == 2
    with time_machine.travel(datetime.now(UTC) + timedelta(days=REMOVED_DAYS + 0.1), tick=False):
        clear_removed(alice.house)
    assert [each.name for each in profiles(alice)] == ["Français"]
    with alice.database.as_person(alice.id) as db:
        assert db.exec(select(Experience)).all() == []


def test_there_is_a_most(alice: Somebody) -> None:
    with alice.database.as_person(alice.id) as db:
        db.add_all(Profile(owner_id=alice.id, name=f"{n}", is_default=False) for n in range(MOST_PROFILES - 1))
    answer = alice.post("/profiles", {"name": "One more", "language": "en"})
    assert answer.status_code == 422 and f"You keep {MOST_PROFILES} profiles" in answer.text
    assert len(profiles(alice)) == MOST_PROFILES


def test_strangers_find_nothing_and_change_nothing(alice: Somebody, bob: Somebody, charlie: Somebody) -> None:
    main = alice.profile
    other = make(alice)
    for verb in ("choose", "rename", "remove", "restore"):
        assert act(bob, main, verb, name="Thief") == 404 and act(bob, other, verb, name="Thief") == 404
        assert charlie.post(f"/profiles/{main.id}/{verb}").status_code == 303
    assert charlie.get("/profiles").headers["location"].startswith("/sign-in")
    assert {(each.name, each.is_default, each.removed_at) for each in profiles(alice)} == {
        ("Main", False, None), ("Français", True, None),
    }  # fmt: skip


def test_the_database_keeps_the_one_that_is_worked_on(alice: Somebody) -> None:
    with pytest.raises(sa.exc.IntegrityError), alice.database.as_person(alice.id) as db:
        default_profile(db, alice.id).removed_at = datetime.now(UTC)


def test_two_who_choose_at_once_leave_one_chosen(alice: Somebody) -> None:
    ids: list[UUID] = [alice.profile.id, make(alice).id, make(alice, "Teaching", "en").id]

    def choose(n: int) -> int:
        tab = Somebody("Alice", alice.client, alice.database, token=alice.token)
        return tab.post(f"/profiles/{ids[n % 3]}/choose").status_code

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(choose, range(12))) == {303}
    with alice.database.as_person(alice.id) as db:
        assert len(db.exec(select(Profile).where(col(Profile.is_default))).all()) == 1
