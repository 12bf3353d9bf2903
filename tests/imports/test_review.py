"""Looking at what was found, choosing, and what becomes of the profile."""

import json
import re
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlmodel import select

from tests.imports.bringing import CAREER, brought, career, profile_rows, proposed, row, take, taken, words_on
from tests.world import PART, Somebody
from web.imports.drafts import Draft, packed
from web.imports.tables import Import, State
from web.kit.content import LARGEST_CONTENT
from web.kit.reading.traces import Trace
from web.profile.tables import Experience, Profile
from web.resumes.tables import Resume


def full_career(somebody: Somebody) -> None:
    """One answer to nearly every question, some of them half an answer."""
    somebody.part(
        "/profile/steps/about", {"headline": "Midwife & <author>", "email": "s@example.org", "city": "Bradford"}
    )
    wanted = {"target_titles": ["Head of midwifery"], "salary_least": "50000", "salary_currency": "GBP"}
    somebody.part("/profile/steps/looking", wanted)
    work = somebody.add("experience")
    said = {
        "title": "Midwife", "company": "St Mary's", "start_date-year": "2016", "is_current": ["", "on"],
        "lines": ["Cared for 900 births"], "achievements": ["Halved the waits"], "technologies": ["BadgerNet"],
    }  # fmt: skip
    somebody.part(f"/profile/experience/{work}", said)
    project = somebody.add("project")
    somebody.part(f"/profile/project/{project}", {"name": "Home births", "users": str(10**15 - 1), "team_size": "4"})
    group = somebody.add("skill-group", name="Clinical")
    skill = somebody.add("skill", name="Suturing")
    somebody.part(f"/profile/skill/{skill}", {"name": "Suturing", "level": "5", "years": "9", "group_id": str(group)})
    somebody.add("skill", name="Patience")
    somebody.add("language", language="Arabic")
    somebody.add("detail", label="Driving licence", value="B")
    somebody.add("custom", section="Choirs", title="Alto")
    half = somebody.add("education")
    somebody.part(f"/profile/education/{half}", {"area": "Midwifery", "start_date-year": "20", "url": "not an address"})


def test_what_is_taken_along_comes_back_the_same(alice: Somebody, bob: Somebody) -> None:
    full_career(alice)
    along = alice.get("/resumes/default/profile")
    assert along.headers["content-type"].startswith("application/json")
    bob.part("/profile/steps/about", {"full_name": ""})
    taken(bob, brought(bob, along.content))
    assert career(bob) == career(alice)
    assert bob.get("/resumes/default/profile").content == along.content


def test_the_pdf_brings_back_what_it_shows(alice: Somebody, bob: Somebody) -> None:
    full_career(alice)
    bob.part("/profile/steps/about", {"full_name": ""})
    taken(bob, brought(bob, alice.get("/resumes/default/pdf").content, "Alice.pdf"))
    assert career(bob, "reader") == career(alice, "reader")


def test_taking_twice_is_taking_once(alice: Somebody) -> None:
    taken(alice, brought(alice), **{"/basics/name": "replace"})
    once = career(alice)
    page = alice.get(brought(alice, CAREER, "again.json"))
    assert "Nothing here is new" in page.text and not proposed(page)
    assert "things were there already" in words_on(page)
    assert career(alice) == once


def test_what_is_chosen_is_taken_and_nothing_else(alice: Somebody) -> None:
    at = brought(alice)
    assert proposed(alice.get(at)) == {
        "/basics/name": "skip", "/basics/label": "add", "/basics/phone": "add", "/work/0": "add", "/work/1": "add",
        "/languages/0": "add", "/skills/0": "add",
    }  # fmt: skip
    taken(alice, at, **{"/work/0": "skip", "/basics/label": "skip", "/skills/0": "skip"})
    said = career(alice)
    assert [job["name"] for job in said["work"]] == ["Airedale"] and "skills" not in said
    assert said["basics"] == {"name": "Alice Ashby", "phone": "07700 900233"}
    assert row(alice, at).state is State.TAKEN


def test_an_entry_is_completed_replaced_or_put_beside(alice: Somebody) -> None:
    job = CAREER["work"][0]
    for do, places in (("merge", 1), ("replace", 1), ("add", 2)):
        entry = alice.add("experience")
        mine = {"title": "Midwife", "company": "St Mary's", "start_date-year": "2016", "end_date-year": "2021",
                "achievements": ["Halved the waits"]}  # fmt: skip
        alice.part(f"/profile/experience/{entry}", mine)
        at = brought(alice, {"work": [{**job, "location": "Leeds"}]})
        taken(alice, at, **{"/work/0": do})
        with alice.database.as_person(alice.id) as db:
            there = db.exec(select(Experience).where(Experience.removed_at == None)).all()  # noqa: E711
            assert len(there) == places
            row = db.get_one(Experience, entry)
            said = row.company, row.end_date, row.location, row.lines, row.achievements
            assert (
                said
                == {
                    "merge": ("St Mary's", "2021", "Leeds", ["900 births"], ["Halved the waits"]),
                    "replace": ("St Mary's Ltd", "2020", "Leeds", ["900 births"], []),
                    "add": ("St Mary's", "2021", "", [], ["Halved the waits"]),
                }[do]
            )
        alice.post(f"{at}/undo")
        alice.part(f"/profile/experience/{entry}/remove", {})


def test_of_two_values_that_differ_one_is_chosen(alice: Somebody) -> None:
    """And mine stays where nobody says otherwise; a choice outlives a page that has to be looked at once more."""
    mine = {"title": "Midwife", "company": "St Mary's", "start_date-year": "2016", "end_date-year": "2021"}
    entry = alice.add("experience")
    alice.part(f"/profile/experience/{entry}", mine)
    said = [{"name": "St Mary's Ltd", "position": "Midwife", "startDate": "2015", "endDate": "present"}]
    at = brought(alice, {"work": said})
    assert proposed(alice.get(at)) == {"/work/0": "skip"} and "Take a part of it into mine" in alice.get(at).text
    answer = take(alice, at, **{"/work/0": "merge"})
    assert answer.status_code == 422 and "Nothing is chosen" in answer.text, "completing with nothing is nothing"
    page = alice.post(f"{at}/take", {"do/work/0": "merge", "pick/work/0/endDate": "found", "revision": "0"})
    assert page.status_code == 409 and 'name="pick/work/0/endDate" value="found" checked' in page.text
    assert 'name="pick/work/0/startDate" value="mine" checked' in page.text
    taken(alice, at, **{"/work/0": "merge", "pick/work/0/endDate": "found"})
    (job,) = career(alice)["work"]
    assert (job["name"], job["startDate"], job["endDate"]) == ("St Mary's", "2016", "present")
    alice.post(f"{at}/undo")
    assert career(alice)["work"][0]["endDate"] == "2021"


def test_a_field_of_mine_gives_way_only_when_i_say_so(alice: Somebody) -> None:
    taken(alice, brought(alice), **{"/basics/name": "replace"})
    assert alice.profile.full_name == "Samira Haddad"


def test_what_a_form_would_refuse_waits_at_its_field(alice: Somebody) -> None:
    body = {
        "basics": {"email": "samira at example", "phone": "1"},
        "work": [{"name": "A", "url": "not an address", "highlights": ["x"]}],
    }
    taken(alice, brought(alice, body))
    assert 'value="samira at example"' in alice.get("/profile/steps/about").text and not alice.profile.email
    with alice.database.as_person(alice.id) as db:
        job = db.exec(select(Experience)).one()
    opened = alice.get(f"/profile/steps/experience?open={job.id}")
    assert (job.company, job.company_url, job.lines) == ("A", "", ["x"])
    assert 'value="not an address"' in opened.text and "Write a web address" in opened.text


def with_traces(who: Somebody, at: str, said: dict[str, Any], **confidence: float) -> None:
    """As if a reader had been so sure of each value, by place with _ for /."""
    traces = {
        place.replace("_", "/"): Trace(sure, f"words of {place}", page=1, boxes=((10.0, 10.0, 50.0, 20.0),))
        for place, sure in confidence.items()
    }
    with who.database.as_person(who.id) as db:
        kept = db.get_one(Import, row(who, at).id)
        kept.draft = packed(Draft(said, traces, ["A hobby had no place."], pages=1))


def test_doubtful_ones_come_first_with_their_place_and_are_left_out(alice: Somebody) -> None:
    at = brought(alice)
    said = {"basics": {"phone": "123"}, "work": [{"name": "Certain", "location": "Leeds"}, {"name": "Perhaps"}]}
    sure = {"_work_0_name": 0.95, "_work_0_location": 0.5, "_work_1_name": 0.4, "_basics_phone": 0.7}
    with_traces(alice, at, said, **sure)
    page = alice.get(at)
    words = words_on(page)
    assert words.index("Look at these first") < words.index("Perhaps") < words.index("Contact") < words.index("Certain")
    assert proposed(page) == {"/work/1": "skip", "/basics/phone": "add", "/work/0": "add"}
    assert "Found: a guess. Page 1, “words of" in words and "Found: fairly sure. Page 1" in words
    assert "Found: certain, but for one guess in it." in words and "A hobby had no place." in words
    assert take(alice, at, all_certain=True).status_code == 303
    assert [job["name"] for job in career(alice)["work"]] == ["Certain"] and "phone" not in career(alice)["basics"]


def test_the_page_with_the_words_marked(alice: Somebody) -> None:
    """As a page of its own, as a part, and as a picture that nobody else gets."""
    at = brought(alice, alice.get("/resumes/default/pdf").content, "Alice.pdf")
    with_traces(alice, at, {"basics": {"phone": "123"}}, _basics_phone=0.7)
    address = f"{at}/pages/1?of=/basics/phone"
    assert address.replace("&", "&amp;") in alice.get(at).text
    page = alice.get(address)
    assert "words of" in words_on(page) and f"{at}/pages/1/picture?of=/basics/phone" in page.text
    assert "<html" not in alice.part(address.replace("?", "/part?")).text
    picture = alice.get(address.replace("?", "/picture?"))
    assert picture.headers["content-type"] == "image/png" and picture.content.startswith(b"\x89PNG")
    assert "private" in picture.headers["cache-control"]
    near = alice.get(address.replace("?", "/picture?") + "&near=1")
    whole, words_alone = (Image.open(BytesIO(each.content)).height for each in (picture, near))
    assert words_alone < whole / 4
    for missing in ("pages/2?of=/basics/phone", "pages/1?of=/basics/name", "pages/0", "pages/1/picture?of=/work"):
        assert alice.get(f"{at}/{missing}").status_code == 404
    alice.post(f"{at}/forget")
    assert alice.get(address).status_code == 404 and address not in alice.get(at).text


def test_a_page_that_no_document_has_is_not_drawn(alice: Somebody) -> None:
    at = brought(alice)
    with_traces(alice, at, {"basics": {"phone": "123"}}, _basics_phone=0.7)
    assert alice.get(f"{at}/pages/1/picture?of=/basics/phone").status_code == 404


def test_what_changed_meanwhile_is_shown_before_anything_is_written(alice: Somebody) -> None:
    at = brought(alice)
    page = alice.get(at)
    alice.add("experience", title="Midwife", company="St Mary's")
    before = profile_rows(alice)
    sent = {f"do{place}": do for place, do in proposed(page).items()}
    revision = re.search(r'name="revision" value="(\d+)"', page.text)
    answer = alice.post(f"{at}/take", {**sent, "do/work/1": "skip", "revision": revision[1]})  # type: ignore[index]
    assert answer.status_code == 409 and "changed meanwhile" in answer.text
    assert proposed(answer)["/work/1"] == "skip", "what was chosen is still chosen"
    assert profile_rows(alice) == before


def test_nothing_chosen_is_told(alice: Somebody) -> None:
    at = brought(alice)
    chosen = dict.fromkeys(proposed(alice.get(at)), "skip")
    answer = take(alice, at, **chosen)
    assert answer.status_code == 422 and "Nothing is chosen" in answer.text


def test_the_cap_holds_for_what_is_taken(alice: Somebody) -> None:
    heavy = {"references": [{"name": str(i), "reference": "y" * 7_000} for i in range(13)]}
    assert len(json.dumps(heavy)) < LARGEST_CONTENT
    taken(alice, brought(alice, heavy))
    before = profile_rows(alice)
    more = brought(
        alice, {"references": [{"name": "more", "reference": "z" * 7_000}, {"name": "m", "reference": "z" * 7_000}]}
    )
    answer = take(alice, more)
    assert answer.status_code == 422 and "100,000 bytes" in answer.text
    assert profile_rows(alice) == before and row(alice, more).state is State.READY


def test_completing_beyond_the_cap_changes_nothing(alice: Somebody) -> None:
    jobs = [
        {"name": f"Employer {i} of many", "position": "Cook", "startDate": str(1990 + i), "endDate": str(1991 + i)}
        for i in range(14)
    ]
    words = [{"name": name, "reference": "y" * 7_000} for name in ("Ann", "Bob")]
    taken(alice, brought(alice, {"work": jobs, "references": words}))
    before = profile_rows(alice)
    at = brought(alice, {"work": [{**job, "summary": "z" * 6_800} for job in jobs]})
    answer = take(alice, at)
    assert answer.status_code == 422 and "more than a profile may hold" in answer.text
    assert profile_rows(alice) == before and row(alice, at).state is State.READY


GERMAN = {**CAREER, "meta": {"metier": {"language": "de"}}}


def languages(who: Somebody) -> tuple[str, str]:
    """Of the profile and of its résumé."""
    with who.database.as_person(who.id) as db:
        return who.profile.language, db.exec(select(Resume.language)).one()


def test_who_has_nothing_yet_gets_the_headings_of_the_file(alice: Somebody) -> None:
    """It is said before, and goes back with the rest."""
    at = brought(alice, GERMAN)
    assert "Your sheet takes on German headings" in words_on(alice.get(at))
    taken(alice, at)
    assert languages(alice) == ("de", "de")
    assert "Berufserfahrung" in alice.get("/resumes/default/text").text
    alice.post(f"{at}/undo")
    assert languages(alice) == ("en", "en")


def test_a_language_that_somebody_chose_stays(alice: Somebody, bob: Somebody) -> None:
    alice.post("/resumes/default/look", {"language": "fr"})
    taken(alice, brought(alice, GERMAN))
    assert languages(alice) == ("de", "fr")
    bob.add("experience", title="Cook")
    at = brought(bob, GERMAN)
    assert "headings" not in words_on(bob.get(at))
    taken(bob, at)
    assert languages(bob) == ("en", "en")


def test_it_is_written_for_the_profile_it_was_brought_for(alice: Somebody) -> None:
    at = brought(alice)
    first = alice.profile.id
    alice.post("/profiles", {"name": "Français", "language": "fr"})
    assert "It goes into your profile Main ." in " ".join(words_on(alice.get(at)).split())
    taken(alice, at)
    with alice.database.as_person(alice.id) as db:
        phones = {profile.id: profile.phone for profile in db.exec(select(Profile))}
    assert phones.pop(first) == "07700 900233" and set(phones.values()) == {""}


def test_what_happened_is_written_down(alice: Somebody) -> None:
    alice.register()
    at = brought(alice)
    taken(alice, at)
    alice.post(f"{at}/undo")
    page = words_on(alice.get("/account/history"))
    assert "Brought a career from a file" in page and "Took back what came from a file" in page


@pytest.mark.parametrize("headers", [{}, PART], ids=["page", "part"])
def test_with_and_without_javascript(alice: Somebody, headers: dict[str, str]) -> None:
    at = brought(alice)
    page = alice.get(at)
    revision = re.search(r'name="revision" value="(\d+)"', page.text)
    sent = {f"do{place}": do for place, do in proposed(page).items()} | {"revision": revision[1]}  # type: ignore[index]
    answer = alice.post(f"{at}/take", sent, headers=headers)
    assert answer.headers.get("location", answer.headers.get("hx-redirect")) == at


def test_entries_of_one_name_keep_what_is_said_of_each(alice: Somebody) -> None:
    """What Métier knows beyond JSON Resume goes with the very entry that was chosen."""
    jobs = [
        {"name": "Acme", "position": "Cook", "startDate": str(year), "endDate": str(year + 2)} for year in (2001, 2011)
    ]
    tools = [{"of": "Cook, Acme", "technologies": [tool]} for tool in ("Knife", "Fire")]
    at = brought(alice, {"work": jobs, "meta": {"metier": {"work": tools}}})
    taken(alice, at, **{"/work/0": "skip"})
    with alice.database.as_person(alice.id) as db:
        job = db.exec(select(Experience)).one()
    assert (job.start_date, job.technologies) == ("2011", ["Fire"])
