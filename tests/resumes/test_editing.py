"""Writing in a résumé: words of its own, what is in it, its order, and what the profile says meanwhile."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from tests.resumes.careers import career_printed
from tests.world import Somebody
from web.db import hash_token
from web.profile.entries import KINDS
from web.profile.tables import Experience
from web.resumes.tables import Resume, ResumeState
from web.resumes.tailoring import Tailoring

EDITOR = "/resumes/default"


def tailoring_of(who: Somebody) -> Tailoring:
    with who.database.as_caller(hash_token(who.token)) as db:
        return Tailoring.read(db.exec(select(Resume)).one().tailoring)


def steps_of(who: Somebody) -> list[str]:
    with who.database.as_caller(hash_token(who.token)) as db:
        return [state.what for state in db.exec(select(ResumeState).order_by(col(ResumeState.id)))]


def at(kind: str, entry: UUID | str, verb: str = "") -> str:
    return f"{EDITOR}/words/{kind}/{entry}{verb and '/' + verb}"


def marks_in(text: str) -> str:
    found = re.search(r'name="was" value="([^"]*)"', text)
    assert found, text
    return found[1]


def own_entry(who: Somebody, kind: str, **said: Any) -> str:
    """An entry only here, and its id."""
    answer = who.post(f"{EDITOR}/words/{kind}")
    entry = answer.headers["location"].partition("?open=")[2].partition("#")[0]
    assert who.part(at(kind, entry), said).status_code == 200
    return entry


@pytest.fixture
def job(alice: Somebody) -> UUID:
    return alice.add("experience", title="Technician", company="Bradwell", lines=["Ran the diary."])


# --- worded differently ----------------------------------------------------------------------------------------------


def test_words_here_print_here_and_the_profile_keeps_its_own(alice: Somebody, job: UUID) -> None:
    saved = alice.part(at("experience", job), {"title": "Senior technician"})
    assert 'Your profile says: <span dir="auto">Technician' in saved.text
    assert 'data-state="saved"' in saved.text
    assert saved.headers["hx-trigger"] == "sheet"
    assert len(saved.content) <= 2_000
    assert career_printed(alice)["work"][0] | {"position": "Senior technician"} == career_printed(alice)["work"][0]
    with alice.database.as_caller(hash_token(alice.token)) as db:
        assert db.exec(select(Experience.title)).one() == "Technician"
    assert "Senior technician" in alice.get(f"{EDITOR}?open={job}").text
    assert steps_of(alice)[-1] == "Wording of Senior technician"


def test_what_is_said_as_in_the_profile_follows_it(alice: Somebody, job: UUID) -> None:
    alice.part(at("experience", job), {"title": "Senior technician"})
    alice.part(at("experience", job), {"title": "Technician"})
    assert tailoring_of(alice) == Tailoring()
    alice.part(f"/profile/experience/{job}", {"title": "Chief"})
    assert career_printed(alice)["work"][0]["position"] == "Chief"


def test_one_field_goes_back_or_into_the_profile_and_the_others_stay(alice: Somebody, job: UUID) -> None:
    alice.part(at("experience", job), {"title": "Senior technician", "company": "Calder", "location": "Halifax"})
    back = alice.part(at("experience", job, "unsay"), {"column": "title"})
    assert "Technician" in back.text and "Calder" in back.text
    assert set(tailoring_of(alice).wording(job).said) == {"company", "location"}
    alice.part(at("experience", job, "push"), {"column": "company"})
    assert set(tailoring_of(alice).wording(job).said) == {"location"}
    with alice.database.as_caller(hash_token(alice.token)) as db:
        row = db.exec(select(Experience)).one()
        assert (row.title, row.company, row.location) == ("Technician", "Calder", "")
    alice.part(at("experience", job, "push"), {"column": ""})
    assert tailoring_of(alice) == Tailoring()
    assert career_printed(alice)["work"][0]["location"] == "Halifax"


def test_a_button_in_the_form_keeps_what_was_typed_beside_it(alice: Somebody, job: UUID) -> None:
    alice.part(at("experience", job), {"title": "Senior technician"})
    alice.post(at("experience", job, "unsay"), {"column": "title", "title": "Senior technician", "company": "Calder"})
    assert tailoring_of(alice).wording(job).said == {"company": "Calder"}


def test_words_of_the_head_and_the_summary(alice: Somebody) -> None:
    alice.part("/profile/steps/about", {"headline": "Technician", "summary": "Nine years."})
    me = alice.profile.id
    alice.part(at("head", me), {"headline": "Engineer"})
    alice.part(at("summary", me), {"summary": "Ten years."})
    basics = career_printed(alice)["basics"]
    assert (basics["label"], basics["summary"]) == ("Engineer", "Ten years.")
    assert (alice.profile.headline, alice.profile.summary) == ("Technician", "Nine years.")
    alice.part(at("summary", me, "push"), {"column": "summary"})
    assert alice.profile.summary == "Ten years."
    alice.part(at("head", me, "unsay"), {"column": ""})
    assert career_printed(alice)["basics"]["label"] == "Technician"


def test_what_is_no_value_yet_waits_here_and_never_prints(alice: Somebody, job: UUID) -> None:
    answer = alice.part(
        at("experience", job), {"start_date-year": "nineteen", "start_date-month": "", "start_date-day": ""}
    )
    assert answer.status_code == 422
    assert "Write the year with four digits" in answer.text
    assert "nineteen" in alice.get(f"{EDITOR}?open={job}").text
    assert "startDate" not in career_printed(alice)["work"][0]
    with alice.database.as_caller(hash_token(alice.token)) as db:
        assert db.exec(select(Experience)).one().unsettled == {}
    alice.part(at("experience", job, "unsay"), {"column": "start_date"})
    assert tailoring_of(alice) == Tailoring()


def test_fields_are_printed_or_not_one_by_one(alice: Somebody, job: UUID) -> None:
    form = alice.part(at("experience", job, "part?open=1")).text
    seen = re.search(r'name="seen" value="([^"]*)"', form)
    assert seen and "company:on" in seen[1]
    alice.part(at("experience", job), {"seen": seen[1], "prints": ["title", "lines"], "break": "page"})
    printed = career_printed(alice)["work"][0]
    assert "name" not in printed and printed["position"] == "Technician" and printed["break"] == "page"
    # a tab that still has the old ticks does not undo what another one ticked
    old = ["title", "company", "lines"]
    alice.part(at("experience", job), {"seen": seen[1], "prints": old, "break": "", "location": "Halifax"})
    assert "name" not in career_printed(alice)["work"][0] and career_printed(alice)["work"][0]["break"] == "page"
    alice.part(
        at("experience", job),
        {"seen": "company:off title:on lines:on break:page", "prints": ["title", "company", "lines"], "break": "page"},
    )
    assert career_printed(alice)["work"][0]["name"] == "Bradwell"


def test_two_tabs_meet_at_one_field_and_neither_wins_silently(alice: Somebody, job: UUID) -> None:
    was = marks_in(alice.part(at("experience", job, "part?open=1")).text)
    alice.part(at("experience", job), {"title": "First tab", "was": was})
    second = alice.part(at("experience", job), {"title": "Second tab", "company": "Calder", "was": was})
    assert second.status_code == 409
    assert "Changed in another tab to “First tab”" in unescape(second.text)
    assert tailoring_of(alice).wording(job).said == {"title": "First tab", "company": "Calder"}
    whole = alice.post(at("experience", job), {"title": "Second tab", "was": was})
    assert whole.status_code == 409 and 'value="Second tab"' in whole.text
    kept = alice.part(at("experience", job), {"title": "Second tab", "was": was, "keep": "title"})
    assert kept.status_code == 200
    assert tailoring_of(alice).wording(job).said["title"] == "Second tab"


def test_every_kind_can_be_worded_and_goes_back(alice: Somebody) -> None:
    words = {"link": "network", "detail": "label", "reference": "name", "custom": "title", "language": "language"}
    for slug, kind in KINDS.items():
        column = words.get(slug) or next(iter(kind.form.model_fields))
        column = "title" if slug == "achievement" else column
        entry = alice.add(slug, **{column: "In the profile"})
        answer = alice.part(at(slug, entry), {column: "In the résumé"})
        assert answer.status_code == 200 and "In the profile" in answer.text, slug
        assert "In the résumé" in alice.part(at(slug, entry, "part?open=1")).text
        assert alice.part(at(slug, entry, "unsay"), {"column": ""}).status_code == 200
    assert tailoring_of(alice) == Tailoring()


# --- chosen and put in order -----------------------------------------------------------------------------------------


def titles(who: Somebody) -> list[str]:
    return [each["position"] for each in career_printed(who).get("work", [])]


@pytest.fixture
def jobs(alice: Somebody) -> list[UUID]:
    """Three of them: One, Two, Three on the sheet."""
    return [alice.add("experience", title=name) for name in ("Three", "Two", "One")][::-1]


def test_an_entry_is_left_out_and_shown_again(alice: Somebody, jobs: list[UUID]) -> None:
    answer = alice.part(at("experience", jobs[1], "hide"), {})
    assert "Left out" in answer.text
    assert titles(alice) == ["One", "Three"]
    assert alice.post(at("experience", jobs[1], "show")).headers["location"].endswith(f"#entry-{jobs[1]}")
    assert titles(alice) == ["One", "Two", "Three"]
    assert steps_of(alice)[-2:] == ["Left out Two", "Put back Two"]


def test_entries_move_one_place_or_all_at_once(alice: Somebody, jobs: list[UUID]) -> None:
    alice.part(at("experience", jobs[0], "down"), {})
    assert titles(alice) == ["Two", "One", "Three"]
    alice.post(at("experience", jobs[2], "up"))
    assert titles(alice) == ["Two", "Three", "One"]
    alice.post(at("experience", jobs[1], "up"))
    assert titles(alice) == ["Two", "Three", "One"]
    alice.part(f"{EDITOR}/words/experience/order", {"names": "\n".join(map(str, jobs))})
    assert titles(alice) == ["One", "Two", "Three"]


def test_an_order_from_an_old_tab_moves_only_what_it_knew(alice: Somebody, jobs: list[UUID]) -> None:
    alice.add("experience", title="Zero")
    alice.part(f"/profile/experience/{jobs[1]}/remove", {})
    alice.part(f"{EDITOR}/words/experience/order", {"names": f"{jobs[2]}\n{jobs[1]}\n{jobs[0]}\njunk\n{uuid4()}"})
    assert titles(alice) == ["Zero", "Three", "One"]


def test_a_new_entry_of_the_profile_keeps_its_place_in_an_order_of_ones_own(alice: Somebody, jobs: list[UUID]) -> None:
    alice.post(at("experience", jobs[0], "down"))
    alice.add("experience", title="Newest")
    assert titles(alice) == ["Newest", "Two", "One", "Three"]


def test_skills_and_their_headings_keep_this_order(alice: Somebody) -> None:
    first, second = (alice.add("skill", name=name) for name in ("Kerbing", "Levelling"))
    heading = alice.add("skill-group", name="Tools")
    under = alice.add("skill", name="Theodolite", group_id=str(heading))
    alice.post(at("skill", second, "up"))
    assert [each["name"] for each in career_printed(alice)["skills"] if "keywords" not in each] == [
        "Levelling",
        "Kerbing",
    ]
    alice.post(at("skill-group", heading, "hide"))
    assert [each["name"] for each in career_printed(alice)["skills"]] == ["Levelling", "Kerbing"]
    alice.post(at("skill-group", heading, "show"))
    assert {"name": "Tools", "keywords": ["Theodolite"]} in career_printed(alice)["skills"]
    assert under and first


def sections(who: Somebody) -> list[str]:
    return re.findall(r'id="section-[\w-]+-h" dir="auto">([^<]+?)\s*<', who.get(EDITOR).text)


def test_sections_move_take_a_title_and_are_left_out(alice: Somebody, job: UUID) -> None:
    alice.add("education", institution="Calder College")
    alice.add("custom", section="Also here", title="Coach")
    assert sections(alice) == ["Experience", "Education", "Also here"]
    alice.post(f"{EDITOR}/sections/down", {"section": "work"})
    alice.part(f"{EDITOR}/sections/up", {"section": "own:Also here"})
    assert sections(alice) == ["Education", "Also here", "Experience"]
    alice.part(f"{EDITOR}/sections/title", {"section": "work", "title": "What I have done"})
    assert sections(alice) == ["Education", "Also here", "What I have done"]
    assert alice.part(f"{EDITOR}/sections/title", {"section": "work", "title": "x" * 81}).status_code == 422
    alice.part(f"{EDITOR}/sections/hide", {"section": "work"})
    assert "work" not in career_printed(alice)
    alice.part(f"{EDITOR}/sections/show", {"section": "work"})
    alice.part(f"{EDITOR}/sections/order", {"names": "work\neducation"})
    assert sections(alice) == ["What I have done", "Also here", "Education"]
    alice.part(f"{EDITOR}/sections/title", {"section": "work", "title": ""})
    words = alice.part(f"{EDITOR}/sheet").text
    assert words.index("Experience") < words.index("Also here") < words.index("Education")
    assert alice.post(f"{EDITOR}/sections/hide", {"section": "contacts"}).status_code == 404


def test_an_entry_of_its_own_lives_only_here_until_it_is_put_into_the_profile(alice: Somebody, job: UUID) -> None:
    own = own_entry(alice, "experience", title="Volunteer warden", company="Ovenden")
    assert titles(alice) == ["Volunteer warden", "Technician"]
    assert "Only in this résumé" in alice.get(EDITOR).text
    alice.part(at("experience", own, "push"), {"column": ""})
    assert tailoring_of(alice).own == {}
    assert titles(alice) == ["Volunteer warden", "Technician"]
    with alice.database.as_caller(hash_token(alice.token)) as db:
        assert set(db.exec(select(Experience.title))) == {"Technician", "Volunteer warden"}


def test_an_entry_of_its_own_is_removed_and_undone(alice: Somebody) -> None:
    own = own_entry(alice, "custom", section="Also", title="Coach")
    answer = alice.part(at("custom", own, "remove"), {})
    assert "Coach is removed" in answer.text
    assert tailoring_of(alice) == Tailoring() or own not in tailoring_of(alice).own
    assert alice.part(at("custom", own), {"title": "Late words"}).status_code == 404
    alice.post(f"{EDITOR}/undo", {"state": ""})
    assert alice.part(at("experience", uuid4(), "remove"), {}).status_code == 404


def test_a_resume_from_nothing_shows_what_it_is_given(alice: Somebody, jobs: list[UUID]) -> None:
    with alice.database.as_caller(hash_token(alice.token)) as db:
        db.exec(select(Resume)).one().tailoring = Tailoring(chosen=[]).kept()
    assert titles(alice) == []
    alice.post(at("experience", jobs[1], "show"))
    own = own_entry(alice, "experience", title="Own")
    assert titles(alice) == ["Own", "Two"]
    alice.part(at("experience", own, "push"), {})
    assert titles(alice) == ["Own", "Two"]


def test_a_long_career_is_searched_for_the_entry_to_pick(alice: Somebody) -> None:
    for number in range(14):
        alice.add("experience", title=f"Post {number}", company="Calder" if number == 7 else "Bradwell")
    page = alice.get(EDITOR, params={"find": "calder"}).text
    assert "Post 7" in page and "Post 8" not in page
    assert "Nothing here has" in alice.part(f"{EDITOR}/words?find=zzzzqqq").text


# --- the profile changed underneath ----------------------------------------------------------------------------------


def news(who: Somebody) -> str:
    text = who.get(EDITOR).text
    return unescape(re.sub("<[^>]+>", "", text.partition('id="news"')[2].partition("</section>")[0]))


def decide(who: Somebody, **chosen: str) -> None:
    revision = re.search(r'name="revision" value="(\d+)"', who.get(EDITOR).text)
    assert revision
    assert who.post(f"{EDITOR}/changes", {"revision": revision[1], **chosen}).status_code == 303


def make_it_ones_own(who: Somebody) -> None:
    assert who.part(f"{EDITOR}/sections/title", {"section": "work", "title": "Posts"}).status_code == 200


def test_nothing_is_reported_while_it_only_follows_and_nothing_after_ones_own_push(alice: Somebody, job: UUID) -> None:
    alice.part(f"/profile/experience/{job}", {"title": "Technician"})
    assert news(alice) == ""
    alice.part(at("experience", job), {"title": "Senior", "location": "Halifax"})
    alice.part(at("experience", job, "push"), {"column": "title"})
    assert news(alice) == ""


def test_a_change_of_followed_words_is_taken_or_left(alice: Somebody, job: UUID) -> None:
    make_it_ones_own(alice)
    alice.part(f"/profile/experience/{job}", {"title": "Chief", "company": "Calder"})
    assert "“Technician” is now “Chief”" in news(alice)
    assert titles(alice) == ["Chief"]
    decide(alice, **{"take-1": f"{job}:title", "take-2": "take"})
    assert news(alice) == ""
    assert titles(alice) == ["Technician"]
    assert career_printed(alice)["work"][0]["name"] == "Calder"
    assert steps_of(alice)[-1] == "Went through what changed in your profile"


def test_own_words_stand_until_the_change_is_taken(alice: Somebody, job: UUID) -> None:
    alice.part(at("experience", job), {"title": "Senior"})
    alice.part(f"/profile/experience/{job}", {"title": "Chief"})
    alice.part(at("experience", job), {"location": "Halifax"})
    assert "Here you have words of your own for it" in news(alice)
    assert titles(alice) == ["Senior"]
    decide(alice, fine="on")
    assert news(alice) == "" and titles(alice) == ["Senior"]
    alice.part(f"/profile/experience/{job}", {"title": "Head"})
    assert "“Chief” is now “Head”" in news(alice)
    decide(alice, **{"take-1": "take"})
    assert titles(alice) == ["Head"]


def test_entries_that_came_and_went_are_taken_or_left(alice: Somebody, jobs: list[UUID]) -> None:
    alice.part(at("experience", jobs[1]), {"title": "Two here"})
    new = alice.add("experience", title="Zero")
    alice.part(f"/profile/experience/{jobs[1]}/remove", {})
    said = news(alice)
    assert "New in it: Zero" in said and "Gone from it: Two" in said
    decide(alice, **{"take-1": f"{new}:", "take-2": f"{jobs[1]}:"})
    assert titles(alice) == ["One", "Two here", "Three"]
    alice.part(f"/profile/experience/{jobs[2]}/remove", {})
    decide(alice, **{"take-1": "take"})
    assert titles(alice) == ["One", "Two here"] and news(alice) == ""
    assert "Only in this résumé" in alice.get(EDITOR).text


def test_a_decision_about_an_older_profile_decides_nothing(alice: Somebody, job: UUID) -> None:
    make_it_ones_own(alice)
    alice.part(f"/profile/experience/{job}", {"title": "Chief"})
    alice.post(f"{EDITOR}/changes", {"revision": "1", "fine": "on"})
    assert "“Chief”" in news(alice)


# --- what may be met -------------------------------------------------------------------------------------------------


def test_words_whose_entry_is_gone_are_told_kept_and_let_go(alice: Somebody, jobs: list[UUID]) -> None:
    for entry in jobs[:2]:
        alice.part(at("experience", entry), {"company": f"Mine {entry}"})
        alice.part(at("experience", entry, "hide"), {})
        alice.part(f"/profile/experience/{entry}/remove", {})
    # a tab that has it open still saves what is typed there
    assert alice.part(at("experience", jobs[0]), {"location": "Halifax"}).status_code == 200
    page = alice.get(EDITOR).text
    assert "is gone from your profile" in page and f"Mine {jobs[0]}" in page
    alice.post(f"{EDITOR}/orphans/keep", {"where": str(jobs[0])})
    alice.post(f"{EDITOR}/orphans/forget", {"where": str(jobs[1])})
    assert "is gone from your profile" not in alice.get(EDITOR).text
    assert {"position": "One", "name": f"Mine {jobs[0]}", "location": "Halifax"} in career_printed(alice)["work"]
    assert alice.post(f"{EDITOR}/orphans/keep", {"where": "junk"}).status_code == 404


def test_too_many_words_are_refused_in_words_and_nothing_is_lost(alice: Somebody, jobs: list[UUID]) -> None:
    lines = ["é" * 7_900] * 4
    assert alice.part(at("experience", jobs[0]), {"lines": lines}).status_code == 200
    assert alice.part(at("experience", jobs[1]), {"lines": lines}).status_code == 200
    refused = alice.part(at("experience", jobs[2]), {"lines": lines})
    assert refused.status_code == 413 and "150 KB of words of its own" in refused.text
    whole = alice.post(at("experience", jobs[2]), {"lines": lines, "title": "Kept in the form"})
    assert whole.status_code == 413 and "Kept in the form" in whole.text and lines[0] in whole.text
    assert titles(alice) == ["One", "Two", "Three"]
    assert alice.post(at("experience", jobs[0], "unsay"), {"column": ""}).status_code == 303
    assert alice.part(at("experience", jobs[2]), {"lines": lines}).status_code == 200


def test_a_full_profile_refuses_in_words_and_the_resume_keeps_its_own(alice: Somebody, jobs: list[UUID]) -> None:
    big = ["x" * 7_900] * 11
    alice.part(f"/profile/experience/{jobs[0]}", {"lines": big})
    alice.part(at("experience", jobs[1]), {"lines": ["y" * 7_900] * 3})
    refused = alice.part(at("experience", jobs[1], "push"), {"column": "lines"})
    assert refused.status_code == 413 and "100 KB of words" in refused.text
    whole = alice.post(at("experience", jobs[1], "push"), {"column": "lines", "title": "Typed beside it"})
    assert whole.status_code == 413 and "Typed beside it" in whole.text
    assert len(tailoring_of(alice).wording(jobs[1]).said["lines"]) == 3


def test_too_many_lines_are_refused_at_the_field(alice: Somebody, job: UUID) -> None:
    answer = alice.part(at("experience", job), {"lines": [f"Line {number}" for number in range(500)]})
    assert answer.status_code == 422 and "200 is the most" in answer.text
    assert "Line 499" in alice.get(f"{EDITOR}?open={job}").text


def test_a_design_that_is_gone_still_lets_one_write(alice: Somebody, job: UUID) -> None:
    with alice.database.as_caller(hash_token(alice.token)) as db:
        db.exec(select(Resume)).one().design = "long-gone"
    assert alice.get(EDITOR).status_code == 200
    assert alice.part(at("experience", job), {"title": "Senior"}).status_code == 200


def test_strangers_find_nothing(alice: Somebody, bob: Somebody, job: UUID) -> None:
    with alice.database.as_caller(hash_token(alice.token)) as db:
        resume = db.exec(select(Resume.id)).one()
    bobs = bob.add("experience", title="Bob's own")
    for address in (f"/resumes/{resume}", f"/resumes/{resume}/words", f"/resumes/{resume}/words/experience/{job}/part"):
        assert bob.get(address).status_code == 404
    assert bob.post(f"/resumes/{resume}/words/experience/{job}", {"title": "Thief"}).status_code == 404
    assert bob.post(at("experience", job), {"title": "Thief"}).status_code == 404
    assert bob.post(at("head", alice.profile.id), {"headline": "Thief"}).status_code == 404
    assert alice.post(at("experience", bobs, "hide")).status_code == 404
    assert alice.post(f"{EDITOR}/words/nonsense").status_code == 404


def test_an_entry_of_another_profile_is_not_worded_here(alice: Somebody, job: UUID) -> None:
    first = alice.get(EDITOR).text
    resume = re.search(r'action="/resumes/([0-9a-f-]{36})/', first)
    assert resume
    alice.post("/profiles", {"name": "Teaching", "language": "en"})
    other = alice.add("experience", title="Teacher")
    assert alice.post(f"/resumes/{resume[1]}/words/experience/{job}", {"title": "Here"}).status_code == 303
    assert alice.post(f"/resumes/{resume[1]}/words/experience/{other}", {"title": "Here"}).status_code == 404
    assert alice.get(f"/resumes/{resume[1]}/words/experience/{other}/part").status_code == 404


def test_it_works_without_htmx(alice: Somebody, job: UUID) -> None:
    page = alice.get(f"{EDITOR}?open={job}").text
    assert 'action="/resumes/' in page and "<script>" not in page and " style=" not in page.replace("style-src", "")
    done = alice.post(at("experience", job), {"title": "Senior", "go": "done"})
    assert done.status_code == 303 and done.headers["location"].endswith(f"#entry-{job}")
    wrong = alice.post(at("experience", job), {"start_date-year": "x", "start_date-month": "", "start_date-day": ""})
    assert wrong.status_code == 422 and 'role="alert"' in wrong.text


# --- what it costs ---------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(database: Any) -> Iterator[list[str]]:
    said: list[str] = []

    def hear(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if statement.lstrip().lower().startswith(("select", "insert", "update", "delete")):
            said.append(statement)

    event.listen(database.engine, "before_cursor_execute", hear)
    yield said
    event.remove(database.engine, "before_cursor_execute", hear)


def test_the_editor_asks_the_same_few_questions_however_long_the_career_is(alice: Somebody, asked: list[str]) -> None:
    entry = alice.add("experience", title="Post 0")
    alice.part(at("experience", entry), {"title": "Here"})
    alice.get(EDITOR)
    asked.clear()
    alice.get(EDITOR)
    few = len(asked)
    for number in range(60):
        alice.add("experience", title=f"Post {number}")
    alice.get(EDITOR)
    asked.clear()
    alice.get(EDITOR)
    assert len(asked) <= few + 1  # the career as it was when it was last agreed with
    assert few - len(KINDS) <= 6
    alice.part(at("experience", entry), {"title": "Here and"})  # the first one keeps the career of this revision
    asked.clear()
    alice.part(at("experience", entry), {"title": "Here and now"})
    assert len(asked) <= 10
