"""What a résumé says differently from its profile: rules over rows, without a database."""

import json
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uuid_utils.compat import uuid7

from web.kit.forms import Form
from web.profile.entries import KINDS, Kind
from web.profile.jsonresume.writing import Rows, written_for
from web.profile.tables import ENTRY_TABLES, CustomEntry, Education, Experience, Profile, Skill, SkillGroup
from web.resumes.arranging import reordered
from web.resumes.sections import section_of
from web.resumes.tailoring import (
    HEAD,
    Tailoring,
    add_own,
    agree,
    as_json,
    break_before,
    changes_between,
    in_order,
    printing_controls,
    put_entries,
    put_sections,
    remove_own,
    say,
    show_entry,
    show_field,
    show_section,
    tailored,
    title_section,
    unsay,
)

ME = UUID(int=1)
OWNER = UUID(int=2)


def profile(**said: Any) -> Profile:
    return Profile(id=ME, owner_id=OWNER, full_name="Kwame", **said)


def rows(*entries: Any) -> Rows:
    return {table: [entry for entry in entries if type(entry) is table] for table in ENTRY_TABLES}


def job(number: int, **said: Any) -> Experience:
    named = {"title": f"Job {number}", **said}
    return Experience(id=UUID(int=100 + number), owner_id=OWNER, profile_id=ME, position=number, **named)


def titles(made: Rows) -> list[str]:
    return [row.title for row in made[Experience]]


JOBS = [job(number) for number in range(4)]


def test_without_a_word_of_its_own_it_is_the_profile() -> None:
    me, career = profile(), rows(*JOBS)
    assert tailored(me, career, Tailoring()) == (me, career)
    assert Tailoring().kept() == {}


def test_own_words_stand_in_copies_and_the_rows_stay_as_they_are() -> None:
    made = say(Tailoring(), JOBS[0].id, {"title": "Here"}, {"title": "Job 0"})
    _, career = tailored(profile(), rows(*JOBS), made)
    assert titles(career)[0] == "Here" and JOBS[0].title == "Job 0"
    assert made.wording(JOBS[0].id).instead_of == {"title": "Job 0"}


def test_the_first_replaced_words_are_remembered_until_they_are_agreed_anew() -> None:
    made = say(Tailoring(), HEAD, {"headline": "One"}, {"headline": "Old"})
    made = say(made, HEAD, {"headline": "Two"}, {"headline": "New"})
    assert made.wording(HEAD).instead_of == {"headline": "Old"}
    assert agree(made, HEAD, "headline", "New").wording(HEAD).instead_of == {"headline": "New"}
    assert unsay(made, HEAD, "headline") == Tailoring()


def test_a_field_that_is_off_prints_nothing_and_can_be_seen_by_its_editor() -> None:
    made = show_field(Tailoring(), JOBS[0].id, "title", False)
    assert titles(tailored(profile(), rows(*JOBS), made)[1])[0] == ""
    assert titles(tailored(profile(), rows(*JOBS), made, everything=True)[1])[0] == "Job 0"
    assert show_field(made, JOBS[0].id, "title", True) == Tailoring()


FOR_ONESELF = {"level", "years", "started_year", "company_alias", "clients"}  # what no reader is told anyway


def canaries(row: Any, form: type[Form]) -> dict[str, str]:
    """A word for every column of an entry that takes words or numbers, found nowhere else; put into the row."""
    made = {}
    for number, (column, field) in enumerate(form.model_fields.items()):
        kept = getattr(row, column)
        if column.endswith("date"):
            made[column] = kept = f"{1950 + number}-07-02"
        elif field.annotation == int | None:
            kept = 40_000 + number
            made[column] = str(kept)
        elif kept in ("", []) and column != "experience_ids":
            made[column] = f"canary {column}."
            kept = [made[column]] if kept == [] else made[column]
        setattr(row, column, kept)
    return made


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_every_column_of_every_kind_can_be_off(kind: Kind) -> None:
    row = kind.table(id=uuid7(), owner_id=OWNER, profile_id=ME)
    words = canaries(row, kind.form)
    member = Skill(id=uuid7(), owner_id=OWNER, profile_id=ME, name="Member", group_id=row.id)
    entries = [row, member] if kind.slug == "skill-group" else [row]

    def printed(made: Tailoring) -> set[str]:
        career = json.dumps(written_for("reader", *tailored(profile(), rows(*entries), made)))
        return {column for column, word in words.items() if word in career}

    assert printed(Tailoring()) == words.keys() - FOR_ONESELF
    for column in words:
        off = show_field(Tailoring(), row.id, column, False)
        assert printed(off) == words.keys() - FOR_ONESELF - {column}
        assert printed(show_field(off, row.id, column, True)) == words.keys() - FOR_ONESELF


def test_chosen_entries_alone_print_and_own_ones_beside_them() -> None:
    made = add_own(Tailoring(chosen=[]), "experience", UUID(int=7))
    made = say(made, UUID(int=7), {"title": "Mine"}, {"title": ""})
    made = show_entry(made, JOBS[2].id, True)
    assert titles(tailored(profile(), rows(*JOBS), made)[1]) == ["Job 2", "Mine"]
    assert show_entry(made, JOBS[2].id, False).chosen == []


def test_an_own_entry_goes_with_all_that_was_said_of_it() -> None:
    mine = UUID(int=7)
    made = say(add_own(Tailoring(), "custom", mine), mine, {"title": "Coach"}, {"title": ""})
    made = show_entry(break_before(made, mine, "page"), mine, False)
    assert remove_own(made, mine) == Tailoring()


def test_an_own_entry_that_became_the_profiles_is_there_once() -> None:
    made = add_own(Tailoring(), "experience", JOBS[1].id)
    assert titles(tailored(profile(), rows(*JOBS), made)[1]) == ["Job 0", "Job 1", "Job 2", "Job 3"]


def test_a_hidden_section_takes_its_entries_along() -> None:
    school = Education(id=uuid7(), owner_id=OWNER, profile_id=ME, institution="Calder")
    club = CustomEntry(id=uuid7(), owner_id=OWNER, profile_id=ME, section="Also", title="Coach")
    made = show_section(show_section(Tailoring(), "work", False), "own:Also", False)
    career = tailored(profile(), rows(*JOBS, school, club), made)[1]
    assert (career[Experience], career[CustomEntry]) == ([], [])
    assert [row.institution for row in career[Education]] == ["Calder"]
    assert section_of(club) == "own:Also"
    assert show_section(show_section(made, "work", True), "own:Also", True) == Tailoring()


def test_skills_stand_among_their_headings_in_this_order() -> None:
    skills = [Skill(id=UUID(int=n), owner_id=OWNER, profile_id=ME, name=f"S{n}", position=n) for n in range(3, 6)]
    heading = SkillGroup(id=UUID(int=9), owner_id=OWNER, profile_id=ME, name="Tools", position=4)
    skills[1].group_id = heading.id
    made = put_entries(Tailoring(), "skill", [skills[2].id, skills[0].id, skills[1].id])
    printed = written_for("reader", *tailored(profile(), rows(*skills, heading), made))["skills"]
    assert [each["name"] for each in printed] == ["S5", "Tools", "S3"]


def test_breaks_reach_the_press_with_their_entry() -> None:
    made = break_before(Tailoring(), JOBS[1].id, "page")
    printed = written_for("reader", *tailored(profile(), rows(*JOBS), made))["work"]
    assert [each.get("break") for each in printed] == [None, "page", None, None]


def test_titles_and_order_are_the_press_own_affair() -> None:
    made = put_sections(title_section(Tailoring(), "work", "Posts"), ["education", "work"])
    assert printing_controls(made) == {"titles": {"work": "Posts"}, "order": ["education", "work"]}
    assert printing_controls(title_section(Tailoring(), "work", "")) == {}


# --- what changed ----------------------------------------------------------------------------------------------------


def changed(before: Rows, now: Rows, made: Tailoring, was: Profile | None = None) -> list[tuple[Any, ...]]:
    found = changes_between((was or profile(), before), (profile(), now), made)
    return [(each.where[-3:], each.column, each.before, each.now, each.said_here) for each in found]


def test_only_what_prints_here_and_changed_is_told() -> None:
    now = rows(job(0, title="New"), *JOBS[1:])
    assert changed(rows(*JOBS), now, Tailoring()) == [("064", "title", "Job 0", "New", False)]
    assert changed(rows(*JOBS), now, show_entry(Tailoring(), JOBS[0].id, False)) == []
    assert changed(rows(*JOBS), now, show_section(Tailoring(), "work", False)) == []
    assert changed(rows(*JOBS), now, show_field(Tailoring(), JOBS[0].id, "title", False)) == []
    assert changed(rows(*JOBS), now, Tailoring(chosen=[])) == []
    assert changed(rows(*JOBS), rows(*JOBS), Tailoring()) == []


def test_own_words_are_told_against_what_they_replaced() -> None:
    made = say(Tailoring(), JOBS[0].id, {"title": "Here"}, {"title": "Job 0"})
    now = rows(job(0, title="New"), *JOBS[1:])
    assert changed(now, now, made) == [("064", "title", "Job 0", "New", True)]
    assert changed(now, now, agree(made, JOBS[0].id, "title", "New")) == []


def test_entries_that_came_and_went_and_the_head() -> None:
    found = changed(rows(*JOBS[:2]), rows(*JOBS[1:3]), Tailoring(), was=profile(headline="Old"))
    assert found == [
        ("ead", "headline", "Old", "", False), ("066", "", None, "Job 2", False), ("064", "", "Job 0", None, False),
    ]  # fmt: skip


# --- any sequence ----------------------------------------------------------------------------------------------------

names = st.sampled_from([str(each.id) for each in JOBS] + [str(UUID(int=7)), "junk"])


@given(st.lists(names), st.lists(st.integers(0, 3), unique=True, min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_an_order_loses_and_doubles_nothing(wanted: list[str], there: list[int]) -> None:
    present = [JOBS[number] for number in there]
    made = in_order(present, put_entries(Tailoring(), "experience", wanted))
    assert sorted(row.position for row in made) == sorted(there)
    ids = [str(row.id) for row in present]
    assert sorted(reordered(ids, wanted)) == sorted(ids)
    assert reordered(ids, reordered(ids, wanted)) == reordered(ids, wanted)


verbs = st.one_of(
    st.tuples(st.just(say), names, st.dictionaries(st.just("title"), st.text(max_size=3))),
    st.tuples(st.just(show_entry), names, st.booleans()),
    st.tuples(st.just(show_field), names, st.booleans()),
    st.tuples(st.just(break_before), names, st.sampled_from([None, "page", "keep"])),
)


@given(st.lists(verbs, max_size=12), st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_sequence_is_kept_and_read_again_and_prints(sequence: list[Any], from_nothing: bool) -> None:
    """Whatever entries it names that are gone: nobody's words are touched, and what is shown prints once."""
    made = Tailoring(chosen=[] if from_nothing else None)
    for verb, where, value in sequence:
        if verb is say:
            made = say(made, where, value, {"title": f"Job {where[-1]}"})
        elif verb is show_field:
            made = show_field(made, where, "title", value)
        else:
            made = verb(made, where, value)
    assert Tailoring.read(made.kept()) == made
    _, career = tailored(profile(), rows(*JOBS), made)
    assert [row.id for row in career[Experience]] == [row.id for row in JOBS if made.shows(row.id)]
    for row in career[Experience]:
        wording = made.wording(row.id)
        expected = "" if "title" in wording.off else wording.said.get("title", f"Job {row.position}")
        assert as_json(row.title) == expected
    assert [row.title for row in JOBS] == ["Job 0", "Job 1", "Job 2", "Job 3"]
