"""Taking a résumé along: what there is to take, and what was taken, when, how often and in which state."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import col, select

from tests.resumes.test_many import act, first, make, statements, tab
from tests.world import Somebody
from web.resumes.exports import formats
from web.resumes.tables import Taking

ADDRESSES = {"pdf": "pdf", "json": "json", **{suffix: f"as/{suffix}" for suffix in formats()}}


def takings(who: Somebody) -> list[Taking]:
    with who.database.as_person(who.id) as db:
        return list(db.exec(select(Taking).order_by(col(Taking.id))))


def take(who: Somebody, format: str, resume: object = "default") -> bytes:
    answer = who.get(f"/resumes/{resume}/{ADDRESSES[format]}")
    assert answer.status_code == 200, answer.text
    return answer.content


def events(who: Somebody) -> int:
    with who.database.as_person(who.id) as db:
        return int(db.scalar(sa.text("select count(*) from events where action = 'resume-taken'")))


@pytest.mark.parametrize("format", ADDRESSES)
def test_every_format_is_counted_with_its_size(alice: Somebody, format: str) -> None:
    file = take(alice, format)
    (taking,) = takings(alice)
    assert (taking.format, taking.bytes, taking.times, taking.state_id) == (format, len(file), 1, None)
    assert (taking.resume_id, taking.revision) == (first(alice).id, alice.profile.revision)
    take(alice, format)
    (taking,) = takings(alice)
    assert taking.times == 2 and events(alice) == 1


def test_each_state_is_counted_by_itself(alice: Somebody) -> None:
    take(alice, "txt")
    alice.add("experience", title="Cook")  # the profile goes on
    take(alice, "txt")
    act(alice, first(alice), "settings", name="Teaching", tone="plain", language="en")  # and so does the résumé
    take(alice, "txt")
    assert len({each.revision for each in takings(alice)}) == 2
    assert [each.state_id is None for each in takings(alice)] == [True, True, False]
    assert takings(alice)[-1].state_id == first(alice).state_id and events(alice) == 3


def test_many_at_once_are_all_counted(alice: Somebody) -> None:
    take(alice, "pdf")
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: take(tab(alice), "pdf"), range(11)))
    assert [(each.format, each.times) for each in takings(alice)] == [("pdf", 12)]


def test_a_ready_file_costs_two_statements(alice: Somebody) -> None:
    take(alice, "pdf")
    with statements(alice) as said:
        take(alice, "pdf")
    assert len(said) == 2 and "from resumes" in said[0] and "insert into takings" in said[1]


def test_what_could_not_be_taken_is_not_counted(alice: Somebody, bob: Somebody) -> None:
    take(alice, "pdf")
    resume = first(alice)
    with alice.database.as_person(alice.id) as db:
        key = db.scalar(sa.text("select key from prints"))
    alice.house.files.delete(f"people/{alice.id}/prints/{key}.pdf")
    take(alice, "pdf")  # set anew, and counted once
    assert [each.times for each in takings(alice)] == [2]
    for address in ADDRESSES.values():
        assert bob.get(f"/resumes/{resume.id}/{address}").status_code == 404
    assert [each.times for each in takings(alice)] == [2] and takings(bob) == []


def test_the_list_says_what_was_taken_when_and_how_often(alice: Somebody) -> None:
    take(alice, "pdf")
    take(alice, "pdf")
    with time_machine.travel(datetime.now(UTC) + timedelta(days=1), tick=False):
        assert "Taken along as PDF yesterday, twice." in alice.get("/resumes").text
    take(alice, "docx")
    assert "Taken along as Word (DOCX) today; as PDF today, twice." in alice.get("/resumes").text
    with alice.database.as_person(alice.id) as db:
        db.execute(sa.update(Taking).values(taken_at=datetime(2024, 5, 3, tzinfo=UTC), times=3))
    assert "as PDF on 3 May 2024, 3 times" in alice.get("/resumes").text


def test_the_page_offers_every_format_with_its_size_where_it_is_known(alice: Somebody) -> None:
    alice.post(
        "/resumes/default/settings", {"name": "Main", "target_title": "Head Cook", "tone": "plain", "language": "en"}
    )
    shown = alice.get("/resumes/default/take").text
    links = re.findall(r'href="/resumes/[0-9a-f-]{36}/(pdf|json|as/\w+)"', shown)
    assert set(links) >= set(ADDRESSES.values()) and shown.count('class="button print"') == 1
    assert "Alice-Ashby-Head-Cook-resume.docx" in shown and 'class="size"' not in shown
    assert "Not yet." in shown
    size = len(take(alice, "txt"))
    shown = alice.get("/resumes/default/take").text
    assert f'Alice-Ashby-Head-Cook-resume.txt, <span class="size">{size} bytes</span>' in shown
    assert "It says what the résumé says now." in shown
    alice.part("/resumes/default/sheet")
    assert re.search(r'resume\.pdf, <span class="size">\d+ kB</span>', alice.get("/resumes/default/take").text)
    alice.add("experience", title="Cook")
    shown = alice.get("/resumes/default/take").text
    assert "You have changed something since." in shown and 'class="size"' not in shown


def test_the_file_says_whose_it_is_and_for_what(alice: Somebody) -> None:
    made = make(alice, target_title="Köchin / Chef: “Grill” & Co.")
    for format, address in ADDRESSES.items():
        said = alice.get(f"/resumes/{made.id}/{address}").headers["content-disposition"]
        assert f'filename="Alice-Ashby-Kochin-Chef-Grill-Co.-resume.{format}"' in said, said
    assert json.loads(take(alice, "json", made.id))["basics"]["name"] == "Alice Ashby"


def test_what_was_taken_stays_with_its_resume(alice: Somebody) -> None:
    made = make(alice)
    take(alice, "txt", made.id)
    act(alice, made, "duplicate")
    assert {each.resume_id for each in takings(alice)} == {made.id}
    assert alice.get("/resumes").text.count("Not taken along yet.") == 2


def test_the_letter_is_offered_where_there_is_one_and_counted(alice: Somebody) -> None:
    assert "Cover letter" not in alice.get("/resumes/default/take").text
    alice.post("/resumes/default/letter", {"greeting": "Dear Ms Whitlam,"})
    shown = alice.get("/resumes/default/take").text
    assert "Alice-Ashby-letter.pdf" in shown and f'href="/resumes/{first(alice).id}/letter/pdf"' in shown
    alice.part("/resumes/default/letter/sheet")  # looking at it takes nothing
    file = alice.get("/resumes/default/letter/pdf").content
    (taking,) = takings(alice)
    assert (taking.format, taking.bytes, taking.state_id) == ("letter", len(file), first(alice).state_id)
    shown = alice.get("/resumes/default/take").text
    assert "Cover letter, today" in shown and "It says what the résumé says now." in shown
    assert events(alice) == 1


def test_json_says_what_this_resume_says_and_the_profile_is_another_file(alice: Somebody) -> None:
    kept, hidden = alice.add("experience", title="Cook"), alice.add("experience", title="Waiter")
    made = make(alice)
    alice.part(f"/resumes/{made.id}/words/experience/{kept}", {"title": "Chef"})
    alice.part(f"/resumes/{made.id}/words/experience/{hidden}/hide", {})
    alice.part("/profile/steps/looking", {"target_titles": "Head chef"})
    career = json.loads(take(alice, "json", made.id))
    assert [job["position"] for job in career["work"]] == ["Chef"] and "Head chef" not in str(career)
    answer = alice.get(f"/resumes/{made.id}/profile")
    assert 'filename="Alice-Ashby-profile.json"' in answer.headers["content-disposition"]
    assert {job["position"] for job in answer.json()["work"]} == {"Cook", "Waiter"} and "Head chef" in answer.text
    assert [each.format for each in takings(alice)] == ["json", "profile"]
    shown = alice.get(f"/resumes/{made.id}/take").text
    assert "What this résumé says, in an open format" in shown and "also of what this résumé leaves out" in shown


def test_strangers_see_nothing_of_it(alice: Somebody, bob: Somebody, charlie: Somebody) -> None:
    address = f"/resumes/{first(alice).id}/take"
    assert bob.get(address).status_code == 404
    assert charlie.get(address).headers["location"].startswith("/sign-in")
    assert bob.get("/resumes/nonsense/take").status_code == 404
