"""What is kept of a reading until somebody has looked at it."""

from web.imports.drafts import Draft, draft_of, packed, unpacked, values_in
from web.kit.reading import Reading
from web.kit.reading.traces import Trace

TRACE = Trace(0.7, "Talks 2024", page=2, boxes=((1.0, 2.0, 3.0, 4.0),))


def test_it_comes_back_as_it_was() -> None:
    draft = Draft({"basics": {"name": "Añn 漢"}}, {"/basics/name": TRACE}, ["Left."], 3, {"applications": [1]})
    assert unpacked(packed(draft)) == draft


def test_talks_and_more_are_one_list_with_their_places() -> None:
    career = {
        "work": [{"name": "Acme"}], "talks": [{"title": "Scaling", "issuer": "NeurIPS", "extra": ["x"]}],
        "achievements": [{"title": "Everest"}], "meta": {"metier": {"language": "en"}},
    }  # fmt: skip
    traces = {"/work/0/name": TRACE, "/talks/0/title": TRACE, "/achievements/0/title": TRACE}
    draft = draft_of(Reading(career, ["one", "two"], traces=traces))
    assert draft.career == {
        "work": [{"name": "Acme"}],
        "meta": {"metier": {"language": "en", "achievements": [
            {"kind": "speaking", "title": "Scaling", "issuer": "NeurIPS"}, {"kind": "other", "title": "Everest"},
        ]}},
    }  # fmt: skip
    places = ("/work/0/name", "/meta/metier/achievements/0/title", "/meta/metier/achievements/1/title")
    assert draft.traces == dict.fromkeys(places, TRACE) and draft.pages == 2


def test_grants_that_were_seen_stand_under_their_own_heading() -> None:
    grant = {
        "title": "Fire in wet places",
        "awarder": "Leverhulme",
        "startDate": "2020",
        "extra": ["£312,000", "co-lead"],
    }
    career = {"grants": [grant], "meta": {"metier": {"language": "en", "sections": [{"name": "Boats", "entries": []}]}}}
    draft = draft_of(Reading(career, traces={"/grants/0/awarder": TRACE, "/grants/0/extra/0": TRACE}))
    entry = {
        "title": "Fire in wet places", "organisation": "Leverhulme", "startDate": "2020", "summary": "£312,000, co-lead",
    }  # fmt: skip
    boats = {"name": "Boats", "entries": []}
    assert draft.career == {
        "meta": {"metier": {"language": "en", "sections": [boats, {"name": "Grants", "entries": [entry]}]}}
    }
    assert set(draft.traces) == {f"/meta/metier/sections/1/entries/0/{key}" for key in ("organisation", "summary")}
    told = Reading({"grants": [grant]}, traces={"/grants/0/title": Trace(1.0, "")})
    assert draft_of(told).career == {"grants": [grant]}, "a file with named fields keeps them where it has them"


def test_how_sure_it_is_on_the_whole() -> None:
    assert Draft({"basics": {"name": "A"}}).confidence == 1.0, "a file with named fields traces none"
    draft = Draft({}, {"/a": Trace(0.5, ""), "/b": Trace(1.0, "")})
    assert draft.confidence == 0.75 and draft.trace("/c").confidence == 0.6


def test_every_value_has_a_place() -> None:
    said = {"a/b": ["x", {"c": 1}], "d": "", "e~": None}
    assert list(values_in(said, "/z")) == [("/z/a~1b/0", "x"), ("/z/a~1b/1/c", "1")]
