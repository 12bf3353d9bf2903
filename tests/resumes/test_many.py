"""Many résumés of one person: made, copied, put away and taken back, and which of them is the default one."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import col, select

from tests.accounts.test_export import packed
from tests.world import Somebody
from web.kit.events import Event
from web.profile.tables import Profile
from web.profile.tasks import REMOVED_DAYS, clear_removed
from web.resumes.many import MOST_RESUMES
from web.resumes.states import changing, states_of
from web.resumes.tables import Print, Resume, Tone
from web.resumes.tasks import clear_expired_prints

SAID = {"tone": "warm", "language": "en"}


def make(who: Somebody, name: str = "Calder Valley", **said: Any) -> Resume:
    answer = who.post("/resumes/new", {"name": name, **SAID, **said})
    assert answer.status_code == 303, answer.text
    return resume(who, UUID(answer.headers["location"].rpartition("/")[2]))


def resumes(who: Somebody) -> list[Resume]:
    with who.database.as_person(who.id) as db:
        return list(db.exec(select(Resume).order_by(col(Resume.id))))


def resume(who: Somebody, resume_id: UUID) -> Resume:
    (found,) = (each for each in resumes(who) if each.id == resume_id)
    return found


def first(who: Somebody) -> Resume:
    return resumes(who)[0]


def act(who: Somebody, on: Resume, verb: str, **said: str) -> int:
    return who.post(f"/resumes/{on.id}/{verb}", said).status_code


def acts(who: Somebody) -> list[str]:
    with who.database.as_person(who.id) as db:
        found = db.exec(select(Event.action).where(Event.owner_id == who.id).order_by(col(Event.at), col(Event.id)))
        return [action for action in found if action.startswith("resume-")]


def heading(page: str) -> str:
    (said,) = re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    return re.sub(r"<[^>]+>", "", said).strip()


# --- the list --------------------------------------------------------------------------------------------------------


def test_the_list_opens_with_where_things_stand(alice: Somebody) -> None:
    assert heading(alice.get("/resumes").text) == "One résumé. Résumé was made today."
    make(alice, "Calder Valley", target_title="Highways technician")
    made = make(alice, "Teaching")
    assert heading(alice.get("/resumes").text) == "Three résumés. Teaching was made today."
    with time_machine.travel(datetime.now(UTC) + timedelta(days=1), tick=False):
        assert heading(alice.get("/resumes").text) == "Three résumés. Teaching was made yesterday."
    with alice.database.as_person(alice.id) as db:
        db.execute(sa.update(Resume).where(col(Resume.id) == made.id).values(tone=Tone.BOLD))
    shown = alice.get("/resumes").text
    assert heading(shown) == "Three résumés. Teaching was changed today."
    assert "For <bdi>Highways technician</bdi>" in shown and shown.count("Not taken along yet.") == 3
    assert shown.count("The default one") == 1


def test_being_put_away_is_no_change_of_what_it_says(alice: Somebody) -> None:
    made, before = make(alice), {each.id: each.updated_at for each in resumes(alice)}
    for verb in ("archive", "unarchive", "remove", "restore", "default"):
        assert act(alice, made, verb) == 303
    assert {each.id: each.updated_at for each in resumes(alice)} | {made.id: 0} == before | {made.id: 0}
    assert resume(alice, made.id).updated_at == made.updated_at


def test_a_picture_stands_there_once_a_sheet_was_set(alice: Somebody) -> None:
    assert "/resumes/pages/" not in alice.get("/resumes").text
    assert alice.part("/resumes/default/sheet").status_code == 200
    (picture,) = re.findall(r'src="(/resumes/pages/[0-9a-f]{64}/1)"', alice.get("/resumes").text)
    assert alice.get(picture).content.startswith(b"\x89PNG")


def test_one_hundred_cost_as_many_queries_as_one(alice: Somebody) -> None:
    alice.part("/resumes/default/sheet")
    alice.get("/resumes/default/pdf")
    with statements(alice) as few:
        alice.get("/resumes")
    with alice.database.as_person(alice.id) as db:
        profile = db.exec(select(Profile)).one()
        kept = [
            Resume(owner_id=alice.id, profile_id=profile.id, name=f"Number {n}", is_default=False,
                   tailoring={"titles": {"work": "x" * 20_000}})
            for n in range(99)
        ]  # fmt: skip
        db.add_all(kept)
        wanted = kept[40].id
    with statements(alice) as many:
        answer = alice.get("/resumes")
    assert heading(answer.text).startswith("100 résumés.")
    assert len(many) == len(few) <= 6
    assert not any("tailoring" in each for each in many)
    seen, address = 0, "/resumes"
    while address:
        shown = alice.get(address).text
        seen += shown.count('<li id="resume-')
        older = re.search(r'href="(\?after=[0-9a-f-]{36})"', shown)
        address = f"/resumes{older[1]}" if older else ""
    assert seen == 100 and str(wanted) not in alice.get("/resumes").text


@contextmanager
def statements(who: Somebody) -> Iterator[list[str]]:
    said: list[str] = []

    def hear(_: Any, __: Any, statement: str, *___: Any) -> None:
        said.append(statement)

    sa.event.listen(who.house.database.engine, "before_cursor_execute", hear)
    yield said
    sa.event.remove(who.house.database.engine, "before_cursor_execute", hear)


# --- making ----------------------------------------------------------------------------------------------------------


def test_one_from_the_profile_says_everything(alice: Somebody) -> None:
    alice.add("experience", title="Cook")
    made = make(alice, target_title="Highways technician", tone="bold", language="fr")
    assert (made.name, made.target_title, made.tone, made.language) == (
        "Calder Valley", "Highways technician", Tone.BOLD, "fr",
    )  # fmt: skip
    assert not made.is_default and made.seen_revision == alice.profile.revision and made.tailoring == {}
    assert "Cook" in alice.get(f"/resumes/{made.id}/as/txt").text


def test_one_from_nothing_says_nothing_but_ones_name(alice: Somebody) -> None:
    alice.add("experience", title="Cook")
    made = make(alice, beginning="nothing")
    said = alice.get(f"/resumes/{made.id}/as/txt").text
    assert "Alice Ashby" in said and "Cook" not in said


def test_one_from_another_looks_and_speaks_like_it(alice: Somebody) -> None:
    other = first(alice)
    with alice.database.as_person(alice.id) as db:
        row, profile = db.get_one(Resume, other.id), db.exec(select(Profile)).one()
        with changing(db, row, profile, "Changed its looks"):
            row.design, row.tailoring = "classic", {"hidden_sections": ["skills"]}
    made = make(alice, beginning="resume", like_id=str(other.id))
    assert (made.design, made.tailoring, made.state_id) == ("classic", {"hidden_sections": ["skills"]}, None)
    act(alice, made, "duplicate")
    copy = resumes(alice)[-1]
    act(alice, made, "remove")
    late = alice.post("/resumes/new", {"name": "Kept as typed", **SAID, "beginning": "resume", "like_id": str(made.id)})
    assert late.status_code == 422 and "Choose another one" in late.text and "Kept as typed" in late.text
    assert (copy.name, copy.tone, copy.tailoring) == ("Copy of Calder Valley", Tone.WARM, made.tailoring)
    with alice.database.as_person(alice.id) as db:
        assert states_of(db, copy) == []


def test_one_of_another_profile(alice: Somebody) -> None:
    main = alice.profile
    alice.post("/profiles", {"name": "Français", "language": "fr"})
    shown = alice.get("/resumes/new").text
    assert "Which profile" in shown and re.search(r'value="fr"[^>]* selected', shown)
    assert make(alice, profile_id=str(main.id)).profile_id == main.id
    assert make(alice).profile_id != main.id
    assert "from the profile <bdi>Français</bdi>" in alice.get("/resumes").text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"name": " "}, "Give it a name"),
        ({"name": "x" * 301}, "300 is the most"),
        ({"tone": "sour"}, "Choose one of those listed"),
        ({"tone": ""}, "Choose how it speaks"),
        ({"language": "xx"}, "Choose one of these languages"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(alice: Somebody, said: dict[str, str], words: str) -> None:
    for address in ("/resumes/new", f"/resumes/{first(alice).id}/settings"):
        answer = alice.post(address, {"name": "Teaching", "target_title": "Kept as typed", **SAID, **said})
        assert answer.status_code == 422 and words in answer.text and "Kept as typed" in answer.text
        assert answer.text.count('aria-invalid="true" autofocus') == 1
    assert len(resumes(alice)) == 1 and first(alice).name == "Résumé"


def test_there_is_a_most(alice: Somebody) -> None:
    with alice.database.as_person(alice.id) as db:
        profile = db.exec(select(Profile)).one()
        db.add_all(
            Resume(owner_id=alice.id, profile_id=profile.id, is_default=False, removed_at=datetime.now(UTC))
            for _ in range(MOST_RESUMES - 3)
        )
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda n: tab(alice).post("/resumes/new", {"name": f"{n}", **SAID}), range(6)))
    assert sorted(each.status_code for each in answers) == [303, 303, 422, 422, 422, 422]
    assert f"You keep {MOST_RESUMES} résumés" in next(each.text for each in answers if each.status_code == 422)
    answer = alice.post("/resumes/default/duplicate")
    assert answer.status_code == 422 and f"You keep {MOST_RESUMES} résumés" in answer.text
    assert len(resumes(alice)) == MOST_RESUMES


def tab(who: Somebody) -> Somebody:
    return Somebody(who.name, who.client, who.database, token=who.token)


# --- what it is called and what for ----------------------------------------------------------------------------------


def test_what_it_is_called_is_one_step_that_can_be_undone(alice: Somebody) -> None:
    made = make(alice)
    assert act(alice, made, "settings", name="Teaching", target_title="Tutor", tone="formal", language="de") == 303
    changed = resume(alice, made.id)
    assert (changed.name, changed.target_title, changed.tone, changed.language) == (
        "Teaching", "Tutor", Tone.FORMAL, "de",
    )  # fmt: skip
    with alice.database.as_person(alice.id) as db:
        assert [each.what for each in states_of(db, changed)] == [
            "Changed what it is called and what for", "As it was at first",
        ]  # fmt: skip
    assert act(alice, made, "settings", name="Teaching", target_title="Tutor", tone="formal", language="de") == 303
    assert acts(alice) == ["resume-made", "resume-described"]


def test_two_tabs_that_name_it_differently_are_told(alice: Somebody) -> None:
    made = make(alice)
    page = alice.get(f"/resumes/{made.id}/settings").text
    (was,) = re.findall(r'name="was" value="([^"]+)"', page)
    answers = {"name": "Calder Valley", "target_title": "", **SAID, "was": was}
    assert act(alice, made, "settings", **answers | {"name": "Teaching"}) == 303
    assert act(alice, made, "settings", **answers | {"target_title": "Tutor"}) == 303  # another field: both count
    wrong = alice.post(f"/resumes/{made.id}/settings", answers | {"name": "Nursing", "language": "xx"})
    assert wrong.status_code == 422 and re.findall(r'name="was" value="([^"]+)"', wrong.text) == [was]
    clash = alice.post(f"/resumes/{made.id}/settings", answers | {"name": "Nursing"})
    assert clash.status_code == 409 and "Another tab made this “Teaching” meanwhile" in clash.text
    assert 'value="Nursing"' in clash.text and resume(alice, made.id).name == "Teaching"
    (was,) = re.findall(r'name="was" value="([^"]+)"', clash.text)
    assert act(alice, made, "settings", **answers | {"name": "Nursing", "target_title": "Tutor", "was": was}) == 303
    assert (resume(alice, made.id).name, resume(alice, made.id).target_title) == ("Nursing", "Tutor")


# --- putting away ----------------------------------------------------------------------------------------------------


def test_every_verb_may_be_said_twice_and_is_written_down_once(alice: Somebody) -> None:
    made = make(alice)
    for verb in ("archive", "unarchive", "remove", "restore", "default"):
        assert [act(alice, made, verb), act(alice, made, verb)] == [303, 303], verb
    assert acts(alice) == [
        "resume-made", "resume-archived", "resume-unarchived", "resume-removed", "resume-restored",
        "resume-made-default",
    ]  # fmt: skip
    assert "Put a résumé into the bin" in alice.register().get("/account/history").text


def test_what_is_archived_is_out_of_the_list_and_still_works(alice: Somebody) -> None:
    made = make(alice)
    act(alice, made, "archive")
    shown, archive = alice.get("/resumes").text, alice.get("/resumes/archive").text
    assert heading(shown).startswith("One résumé.") and str(made.id) not in shown and "The archive (1)" in shown
    assert heading(archive) == "One résumé put away." and str(made.id) in archive
    assert alice.get(f"/resumes/{made.id}/as/txt").status_code == 200
    act(alice, made, "default")
    assert resume(alice, made.id).archived_at is None and resume(alice, made.id).is_default


def test_what_is_in_the_bin_is_nowhere_else(alice: Somebody) -> None:
    made = make(alice)
    alice.part(f"/resumes/{made.id}/sheet")
    (picture,) = re.findall(r'src="(/resumes/pages/[0-9a-f]{64}/1)"', alice.get("/resumes").text)
    answer = alice.post(f"/resumes/{made.id}/remove")
    assert "Calder Valley</bdi> is in the bin" in alice.get(answer.headers["location"]).text
    for what in ("pdf", "json", "sheet", "text", "as/txt", "settings", "take"):
        assert alice.get(f"/resumes/{made.id}/{what}").status_code == 404, what
    assert alice.get(picture).status_code == 404
    assert {act(alice, made, verb) for verb in ("duplicate", "default", "archive", "settings", "look")} == {404}
    assert "30 days left" in alice.get("/resumes/bin").text
    assert act(alice, made, "restore") == 303
    assert alice.get(f"/resumes/{made.id}/pdf").status_code == 200


def test_the_default_one_cannot_be_put_away(alice: Somebody) -> None:
    main, other = first(alice), make(alice)
    for verb in ("remove", "archive"):
        answer = alice.post(f"/resumes/{main.id}/{verb}")
        assert answer.status_code == 409 and "Make another one the default first" in answer.text
    assert first(alice).removed_at is None and first(alice).archived_at is None
    act(alice, other, "default")
    assert act(alice, main, "remove") == 303
    assert str(other.id) in alice.get("/profile/steps/sheet").text


def test_each_profile_has_a_default_one_of_its_own(alice: Somebody) -> None:
    main = alice.profile
    alice.post("/profiles", {"name": "Français", "language": "fr"})
    other = make(alice, profile_id=str(main.id))
    act(alice, other, "default")
    assert {each.profile_id: each.id for each in resumes(alice) if each.is_default} == {
        main.id: other.id, resumes(alice)[1].profile_id: resumes(alice)[1].id,
    }  # fmt: skip


def test_of_twenty_who_choose_at_once_one_is_chosen(alice: Somebody) -> None:
    ids = [first(alice).id, make(alice, "One").id, make(alice, "Two").id, make(alice, "Three").id]
    verbs = ["default"] * 4 + ["remove"]

    def choose(n: int) -> int:
        return tab(alice).post(f"/resumes/{ids[n % 4]}/{verbs[n % 5]}").status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(choose, range(20))) <= {303, 404, 409}
    assert sum(each.is_default for each in resumes(alice)) == 1


def test_a_removed_profile_takes_its_resumes_along_and_brings_them_back(alice: Somebody) -> None:
    main, made = alice.profile, make(alice)
    alice.post("/profiles", {"name": "Français", "language": "fr"})
    alice.post(f"/profiles/{main.id}/remove")
    assert str(made.id) not in alice.get("/resumes").text
    assert {act(alice, made, verb) for verb in ("archive", "remove", "restore", "default")} == {404}
    alice.post(f"/profiles/{main.id}/restore")
    assert str(made.id) in alice.get("/resumes").text and resume(alice, made.id) == made


# --- the bin is emptied ----------------------------------------------------------------------------------------------


def later(days: float) -> Any:
    return time_machine.travel(datetime.now(UTC) + timedelta(days=days), tick=False)


def files_of(who: Somebody) -> set[str]:
    return set(who.house.files.names_under(f"people/{who.id}/prints"))


def test_after_thirty_days_it_is_gone_for_good(alice: Somebody) -> None:
    made = make(alice)
    act(alice, made, "remove")
    with later(29):
        clear_removed(alice.house)
    assert made.id in {each.id for each in resumes(alice)}
    with later(31):
        clear_removed(alice.house)
    assert made.id not in {each.id for each in resumes(alice)}
    assert act(alice, made, "restore") == 404


def test_no_file_of_it_stays_behind(alice: Somebody) -> None:
    """Also where the worker slept for a month, and clears the bin before it clears old sheets."""
    made = make(alice, language="fr")
    assert alice.get(f"/resumes/{made.id}/pdf").status_code == 200 and len(files_of(alice)) == 2
    act(alice, made, "remove")
    with later(31):
        clear_removed(alice.house)
        assert len(files_of(alice)) == 2 and made.id in {each.id for each in resumes(alice)}
        clear_expired_prints(alice.house)
        assert files_of(alice) == set()
        clear_removed(alice.house)
    assert made.id not in {each.id for each in resumes(alice)}


def test_nor_where_its_whole_profile_goes(alice: Somebody) -> None:
    main = alice.profile
    assert alice.get("/resumes/default/pdf").status_code == 200
    alice.post("/profiles", {"name": "Français", "language": "fr"})
    alice.post(f"/profiles/{main.id}/remove")
    with later(REMOVED_DAYS + 1):
        for chore in (clear_removed, clear_expired_prints, clear_removed):
            chore(alice.house)
    assert files_of(alice) == set()
    with alice.database.as_person(alice.id) as db:
        assert [each.name for each in db.exec(select(Profile))] == ["Français"]


def test_a_copy_keeps_the_file_that_both_of_them_name(alice: Somebody) -> None:
    assert alice.get("/resumes/default/pdf").status_code == 200
    act(alice, first(alice), "duplicate")
    copy = resumes(alice)[-1]
    assert alice.get(f"/resumes/{copy.id}/pdf").status_code == 200
    both = files_of(alice)
    with alice.database.as_person(alice.id) as db:
        prints = db.exec(select(Print)).all()
        assert len({each.key for each in prints}) == 1 and len(prints) == 2
        next(each for each in prints if each.resume_id != copy.id).used_at = datetime.now(UTC) - timedelta(days=8)
    clear_expired_prints(alice.house)
    assert files_of(alice) == both
    with alice.database.as_person(alice.id) as db:
        db.exec(select(Print)).one().used_at = datetime.now(UTC) - timedelta(days=8)
    clear_expired_prints(alice.house)
    assert files_of(alice) == set()


# --- taken along with everything else --------------------------------------------------------------------------------


def test_a_parcel_holds_them_all_with_their_history(alice: Somebody) -> None:
    alice.register()
    made = make(alice)
    act(alice, made, "settings", name="Teaching", **SAID)
    act(alice, made, "settings", name="Nursing", **SAID)
    gone = make(alice, "Gone")
    act(alice, gone, "remove")
    assert alice.get(f"/resumes/{made.id}/as/txt").status_code == 200
    files = packed(alice)
    assert {name for name in files if name.endswith(".pdf")} == {"resumes/Résumé-Main.pdf", "resumes/Nursing-Main.pdf"}
    said = json.loads(files["resumes/resumes.json"])
    assert {each["name"] for each in said["resumes"]} == {"Résumé", "Nursing", "Gone"}
    assert [(each["format"], each["times"]) for each in said["takings"]] == [("txt", 1)]
    first_one, *later_ones = json.loads(files["resumes/Nursing-Main-history.json"])
    assert first_one["body"]["name"] == ["Calder Valley"] and first_one["body"]["design"] == ["margin"]
    assert [each["body"] for each in later_ones] == [{"name": ["Teaching"]}, {"name": ["Nursing"]}]
    assert json.loads(files["resumes/careers.json"])[0]["body"]["profile"][0]["full_name"] == "Alice Ashby"


# --- strangers -------------------------------------------------------------------------------------------------------


def test_strangers_find_nothing_and_change_nothing(alice: Somebody, bob: Somebody, charlie: Somebody) -> None:
    made, before = make(alice), resumes(alice)
    verbs = ("default", "duplicate", "settings", "archive", "unarchive", "remove", "restore")
    for verb in verbs:
        assert act(bob, made, verb, name="Thief", **SAID) == 404
        assert charlie.post(f"/resumes/{made.id}/{verb}").headers["location"].startswith("/sign-in")
    for said in ({"beginning": "resume", "like_id": str(made.id)}, {"profile_id": str(alice.profile.id)}):
        answer = bob.post("/resumes/new", {"name": "Thief", **SAID, **said})
        assert answer.status_code == 422 and "This one is not there any more" in answer.text
    for address in ("/resumes", "/resumes/archive", "/resumes/bin", "/resumes/new"):
        assert str(made.id) not in bob.get(address).text
        assert charlie.get(address).headers["location"].startswith("/sign-in")
    assert bob.get(f"/resumes/{made.id}/settings").status_code == 404
    assert resumes(alice) == before and len(resumes(bob)) == 1
