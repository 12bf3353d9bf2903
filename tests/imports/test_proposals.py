"""What is proposed for what was found: pure rules, beside every kind of career that may be there."""

from typing import Any
from uuid import uuid4

import pytest

from web.imports.drafts import Draft
from web.imports.proposals import Do, Proposal, There, apart_in, gains_of, proposals
from web.kit.reading.traces import Trace

MINE = uuid4()
NOTHING = There()
JOB = {"name": "Acme Ltd", "position": "Cook", "startDate": "2010-03", "endDate": "2015", "highlights": ["Cooked"]}


def only(career: dict[str, Any], there: There = NOTHING, **confidence: float) -> Proposal:
    """The one proposal for a career; `confidence` is by place, with _ for /."""
    traces = {place.replace("_", "/"): Trace(sure, "") for place, sure in confidence.items()}
    (found,) = proposals(Draft(career, traces), there)
    return found


def beside(section: str, entry: dict[str, Any]) -> There:
    return There(entries={section: [(MINE, entry)]})


def test_what_is_new_is_added() -> None:
    found = only({"work": [JOB]})
    assert (found.place, found.proposed, found.choices, found.mine) == ("/work/0", Do.ADD, (Do.SKIP, Do.ADD), None)


def test_a_guess_is_left_out_until_somebody_says_otherwise() -> None:
    """What names an entry decides: a doubtful line in it makes it no guess."""
    assert only({"work": [JOB]}, _work_0_name=0.59, _work_0_position=0.9).proposed is Do.SKIP
    sure = only({"work": [JOB]}, _work_0_name=0.6, _work_0_position=0.9, _work_0_highlights_0=0.1)
    assert sure.proposed is Do.ADD and not sure.is_certain and not sure.is_doubtful
    assert only({"basics": {"phone": "1"}}, _basics_phone=0.5).proposed is Do.SKIP


def test_what_is_there_already_needs_no_answer() -> None:
    for found in (
        JOB,
        {**JOB, "startDate": "2010"},
        {**JOB, "position": "COOK "},
        {"name": "Acme Ltd", "position": "Cook"},
    ):
        assert only({"work": [found]}, beside("work", JOB)).is_settled, found
    assert only({"basics": {"phone": "07700-900 233"}}, There(fields={"phone": "07700 900233"})).is_settled
    assert only({"basics": {"url": "https://a.example/"}}, There(fields={"url": "a.example"})).is_settled
    assert only({"skills": [{"name": "X", "keywords": ["Node.js"]}]}, There(skills=frozenset({"node.js"}))).is_settled


def test_the_same_employer_under_another_spelling_is_completed() -> None:
    found = only(
        {"work": [{**JOB, "name": "ACME", "location": "Leeds", "highlights": ["Cooked", "Baked"]}]}, beside("work", JOB)
    )
    assert (found.proposed, found.mine_id) == (Do.MERGE, MINE)
    assert found.gains == {"location": "Leeds", "highlights": ["Cooked", "Baked"]}
    assert found.choices == (Do.SKIP, Do.MERGE, Do.REPLACE, Do.ADD)


def test_where_nothing_can_be_completed_mine_stays() -> None:
    found = only({"work": [{**JOB, "position": "Head cook", "highlights": []}]}, beside("work", JOB))
    assert (found.proposed, found.choices) == (Do.SKIP, (Do.SKIP, Do.MERGE, Do.REPLACE, Do.ADD))
    assert (found.gains, found.apart) == ({}, ("position",))


def test_a_field_that_is_there_stays_unless_somebody_says_otherwise() -> None:
    found = only({"basics": {"name": "Callum Reid"}}, There(fields={"name": "Callum Okafor-Reid"}))
    assert (found.proposed, found.choices, found.mine) == (Do.SKIP, (Do.SKIP, Do.REPLACE), "Callum Okafor-Reid")
    assert only({"basics": {"name": "Callum Reid"}}).proposed is Do.ADD


def test_one_entry_that_is_there_is_proposed_once() -> None:
    twice = [{**JOB, "location": "Leeds"}, {**JOB, "location": "York"}]
    first, second = proposals(Draft({"work": twice}), beside("work", JOB))
    assert (first.proposed, second.proposed) == (Do.MERGE, Do.ADD)


def test_the_same_entry_goes_before_one_that_is_like_it() -> None:
    other = {**JOB, "name": "Acme", "location": "Leeds"}
    found = only({"work": [JOB]}, There(entries={"work": [(uuid4(), other), (MINE, JOB)]}))
    assert found.is_settled and found.mine_id == MINE


def test_only_new_skills_come_and_each_once() -> None:
    career = {"skills": [{"name": "A", "keywords": ["Python", "Go"]}, {"name": "B", "keywords": ["go", "Rust"]}]}
    there = There(skills=frozenset({"python"}), headings=frozenset({"A"}))
    first, second = proposals(Draft(career), there)
    assert first.gains == {"name": "A", "keywords": ["Go"]} and first.choices == (Do.SKIP, Do.MERGE)
    assert second.gains == {"name": "B", "keywords": ["Rust"]} and second.choices == (Do.SKIP, Do.ADD)


def test_headings_of_ones_own_are_kept_apart() -> None:
    career = {"meta": {"metier": {"sections": [{"name": "Choirs", "entries": [{"title": "Alto"}]}]}}}
    there = {"section": "Sport", "title": "Alto"}
    assert only(career, beside("entries", there)).proposed is Do.ADD
    assert only(career, beside("entries", {**there, "section": "Choirs"})).is_settled


def test_wishes_and_keys_we_do_not_know_are_asked_for_too() -> None:
    wishes = {"meta": {"metier": {"preferences": {"targetTitles": ["Cook"]}}}}
    assert only(wishes).proposed is Do.ADD and only(wishes, There(has_preferences=True)).proposed is Do.SKIP
    rest = only({"basics": {"cite": "x"}, "grants": [1], "meta": {"metier": {"unsettled": {"email": "a at b"}}}})
    assert rest.place == "/rest" and rest.found == {
        "grants": [1], "basics.cite": "x", "half an answer": {"email": "a at b"},
    }  # fmt: skip


def test_a_place_in_one_line_is_the_town() -> None:
    found = only({"basics": {"location": {"text": "San Francisco, CA"}}})
    assert (found.place, found.found) == ("/basics/location/text", "San Francisco, CA")


GAINS = [
    ({"endDate": "2015"}, {"endDate": "2015-06"}, {"endDate": "2015-06"}),
    ({"endDate": "2015-06"}, {"endDate": "2015"}, {}),
    ({"endDate": "present"}, {"endDate": "2015"}, {}),
    ({"highlights": ["Cooked for 80."]}, {"highlights": ["cooked  for 80"]}, {}),
    ({}, {"summary": ""}, {}),
    ({"name": "A"}, {"name": "B", "url": "c.example"}, {"url": "c.example"}),
]  # fmt: skip


@pytest.mark.parametrize(("mine", "found", "gains"), GAINS)
def test_what_completing_adds(mine: dict[str, Any], found: dict[str, Any], gains: dict[str, Any]) -> None:
    assert gains_of(mine, found) == gains


def test_a_coarser_date_is_no_other_date() -> None:
    assert not apart_in({"startDate": "2010-03"}, {"startDate": "2010"})
    assert apart_in({"startDate": "2010-03"}, {"startDate": "2011"}) == ("startDate",)
