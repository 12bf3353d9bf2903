"""Every rule of advice against a table of cases: what it says something about, and what it leaves in peace."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from web.resumes.advice import Facts, rules
from web.resumes.advice.wording import verb_of
from web.resumes.counsel import MOST_OF_A_RULE, counsel_of
from web.resumes.places import Places
from web.resumes.years import years_worked

TODAY = date(2026, 11, 21)
SOUND: dict[str, Any] = {
    "basics": {
        "name": "Ines Castellanos", "label": "Hydrologist", "email": "ines.castellanos@mail.example",
        "phone": "+351 912 555 432", "location": {"city": "Porto"}, "summary": "Reads rivers.", "url": "https://ines.pt",
    },
    "work": [
        {"name": "Delta Survey", "position": "Hydrologist", "startDate": "2021-03", "endDate": "present",
         "highlights": ["Rebuilt the flood model for 3 rivers.", "Halved the cost of a reading."]},
        {"name": "River Office", "position": "Assistant", "startDate": "2018-02", "endDate": "2021-02",
         "highlights": ["Read 40 gauges a week."]},
    ],
    "skills": [{"name": "Modelling", "keywords": ["flood models"]}],
}  # fmt: skip


def career(**changes: Any) -> dict[str, Any]:
    basics = {**SOUND["basics"], **changes.pop("basics", {})}
    return {**SOUND, **changes, "basics": basics}


def posts(*entries: dict[str, Any]) -> dict[str, Any]:
    usual = {"name": "Delta Survey", "position": "Hydrologist", "startDate": "2021-03", "endDate": "present"}
    return career(work=[{**usual, **entry} for entry in entries])


def points(*texts: str, **entry: Any) -> dict[str, Any]:
    return posts({"highlights": list(texts), **entry})


def years(*spans: tuple[str, str], **entry: Any) -> dict[str, Any]:
    return posts(
        *({"startDate": start, "endDate": end, "name": f"Firm {n}", **entry} for n, (start, end) in enumerate(spans))
    )


def facts(said: dict[str, Any], **more: Any) -> Facts:
    usual = {"language": "en", "today": TODAY, "file_name": "Ines-Castellanos-resume"}
    return Facts(career=said, **{**usual, **more})


PAGE = "word " * 300
EACH = [f"Built bridge number {n}." for n in range(9)]
# rule, what it is given, and whether it should have something to say
CASES: list[tuple[str, Facts, bool]] = [
    ("email-missing", facts(career(basics={"email": ""})), True),
    ("email-missing", facts({"basics": {}}), False),
    ("phone-missing", facts(career(basics={"phone": ""})), True),
    ("phone-missing", facts(SOUND), False),
    ("place-missing", facts(career(basics={"location": {}})), True),
    ("place-missing", facts(career(basics={"location": {"text": "Porto"}})), False),
    ("email-informal", facts(career(basics={"email": "sexybabe@mail.example"})), True),
    ("email-informal", facts(career(basics={"email": "ines19871224@mail.example"})), True),
    ("email-informal", facts(career(basics={"email": "info@firm.example"})), True),
    ("email-informal", facts(career(basics={"email": "ines87@mail.example"})), False),
    ("links-odd", facts(career(basics={"url": "http://localhost:3000"})), True),
    ("links-odd", facts(career(basics={"url": "https://bit.ly/3xYz"})), True),
    ("links-odd", facts(career(basics={"url": "my website"})), True),
    ("links-odd", facts(posts({"url": "https://yourname.dev"})), True),
    ("links-odd", facts(career(basics={"url": "github.com/ines"})), False),
    ("file-name", facts(SOUND, file_name="resume"), True),
    ("file-name", facts(SOUND, file_name="Ines-" + "very-long-title-" * 6 + "resume"), True),
    ("file-name", facts(SOUND), False),
    ("headline-missing", facts(career(basics={"label": ""})), True),
    ("headline-missing", facts(SOUND), False),
    ("summary-missing", facts({**years(("2010-01", "present")), "basics": {}}), True),
    ("summary-missing", facts({**years(("2022-01", "present")), "basics": {}}), False),
    ("posts-missing", facts({"basics": {}, "education": [{"institution": "Porto"}]}), True),
    ("posts-missing", facts({"basics": {}, "education": [{}], "volunteer": [{}]}), False),
    ("heading-unusual", facts(SOUND, titles={"work": "Where I have been"}), True),
    ("heading-unusual", facts(SOUND, titles={"work": "Employment history", "skills": "Key skills"}), False),
    ("photo", facts(SOUND, has_photo=True), True),
    ("photo", facts(SOUND, has_photo=True, language="de"), False),
    ("photo", facts(SOUND), False),
    ("personal-details", facts(career(meta={"metier": {"details": [{"label": "Date of birth", "value": "1 May"}]}})), True),
    ("personal-details", facts(career(meta={"metier": {"details": [{"label": "Driving licence"}]}})), False),
    ("references-on-request", facts(career(references=[{"reference": "Available upon request."}])), True),
    ("references-on-request", facts(career(references=[{"name": "Prof. Lee", "reference": "Careful."}])), False),
    ("dates-missing", facts(posts({"startDate": "", "endDate": ""})), True),
    ("dates-missing", facts(SOUND), False),
    ("months-missing", facts(years(("2021", "2024"))), True),
    ("months-missing", facts(years(("2001", "2004"))), False),
    ("months-missing", facts(SOUND), False),
    ("dates-reversed", facts(years(("2021-05", "2020-01"))), True),
    ("dates-reversed", facts(years(("2021-05", "2021-05"))), False),
    ("dates-in-future", facts(years(("2027-05", "present"))), True),
    ("dates-in-future", facts(years(("2026-11", "present"))), False),
    ("gap", facts(years(("2023-09", "present"), ("2019-01", "2022-12"))), True),
    ("gap", facts(years(("2023-06", "present"), ("2019-01", "2022-12"))), False),
    ("gap", facts(years(("2023", "present"), ("2019", "2021"))), False),
    ("gap", facts({**years(("2023-09", "present"), ("2019-01", "2022-12")),
                   "education": [{"startDate": "2023-01", "endDate": "2023-08"}]}), False),
    ("gap-now", facts(years(("2019-01", "2026-02"))), True),
    ("gap-now", facts(years(("2019-01", "2026-08"))), False),
    ("gap-now", facts(SOUND), False),
    ("overlap", facts(years(("2020-01", "present"), ("2018-01", "2021-06"))), True),
    ("overlap", facts(years(("2020-01", "present"), ("2018-01", "2020-03"))), False),
    ("overlap", facts({**years(("2020-01", "present"), ("2018-01", "2021-06")),
                       "meta": {"metier": {"work": [{"of": "Hydrologist, Firm 1", "employmentType": "part-time"}]}}}), False),
    ("order", facts(years(("2015-01", "2018-01"), ("2018-02", "present"))), True),
    ("order", facts(SOUND), False),
    ("first-person", facts(points("I built bridges.")), True),
    ("first-person", facts(points("Ich baute Brücken."), language="de-AT"), True),
    ("first-person", facts(points("J’ai construit des ponts."), language="fr"), True),
    ("first-person", facts(points("Ran phase I of the trial.", "Informed 3 ministers.")), False),
    ("first-person", facts(points("I ponti"), language="pl"), False),
    ("no-verb", facts(points("A member of the bridge team.")), True),
    ("no-verb", facts(points("Bridges in three towns.")), True),
    ("no-verb", facts(points("Successfully led six people.", "Re-built it.", "Planned rotas.", "Running a shop.")), False),
    ("no-verb", facts(points("Brücken gebaut."), language="de"), False),
    ("filler", facts(points("Responsible for two bridges.")), True),
    ("filler", facts(points("Verantwortlich für Brücken."), language="de"), True),
    ("filler", facts(points("Built responsible banks.")), False),
    ("weak-opening", facts(points("Helped with the bridge.")), True),
    ("weak-opening", facts(points("Helped 40 families move.")), False),
    ("tense", facts(points("Build bridges.", endDate="2023-01", startDate="2020-01")), True),
    ("tense", facts(points("Builds bridges.", endDate="2023-01", startDate="2020-01")), True),
    ("tense", facts(points("Built bridges.", "Cut costs.", "Led.", endDate="2023-01", startDate="2020-01")), False),
    ("tense", facts(points("Build bridges.")), False),
    ("same-verb", facts(points(*EACH[:4])), True),
    ("same-verb", facts(points(*EACH[:3])), False),
    ("same-word", facts(points(*EACH)), True),
    ("same-word", facts(points(*EACH[:6])), False),
    ("doubled-word", facts(points("Built the the bridge.")), True),
    ("doubled-word", facts(points("Built what he had had built.")), False),
    ("worn-words", facts(points("Worked as a team player.")), True),
    ("worn-words", facts(career(basics={"summary": "A results-driven hydrologist."})), True),
    ("worn-words", facts(SOUND), False),
    ("numbers", facts(points("Built it.", "Led it.", "Ran it.", "Sold it.", "Won it.")), True),
    ("numbers", facts(points("Built two.", "Led it.", "Ran 3.", "Sold it.", "Won it.")), False),
    ("numbers", facts(points("Built it.", "Led it.")), False),
    ("skills-missing", facts(career(skills=[])), True),
    ("skills-missing", facts(SOUND), False),
    ("skills-alone", facts(career(skills=[{"name": "Code", "keywords": ["Rust", "Go", "Kafka"]}])), True),
    ("skills-alone", facts({**points("Wrote Rust, Go and Kafka."),
                            "skills": [{"name": "Code", "keywords": ["Rust", "Go", "Kafka"]}]}), False),
    ("skills-alone", facts(career(skills=[{"name": "Care", "keywords": ["patience", "rotas", "calm"]}])), False),
    ("skills-many", facts(career(skills=[{"name": "All", "keywords": list(map(str, range(31)))}])), True),
    ("skills-many", facts(SOUND), False),
    ("pages", facts(SOUND, pages=(PAGE, PAGE, PAGE)), True),
    ("pages", facts(years(("2024-01", "present")), pages=(PAGE, PAGE)), True),
    ("pages", facts(SOUND, pages=(PAGE, PAGE)), False),
    ("pages", facts(career(publications=[{"name": "Salt"}]), pages=(PAGE,) * 9), False),
    ("last-page", facts(SOUND, pages=(PAGE, "Ines Castellanos Page 2 of 2 a few words more")), True),
    ("last-page", facts(SOUND, pages=(PAGE, PAGE)), False),
    ("last-page", facts(SOUND, pages=("few",)), False),
    ("thin", facts(SOUND, pages=("Ines Castellanos Hydrologist",)), True),
    ("thin", facts(SOUND, pages=(PAGE,)), False),
    ("post-bare", facts(posts({})), True),
    ("post-bare", facts(posts({"summary": "Built bridges."})), False),
    ("points-long", facts(points("Built " + "very " * 60 + "long bridges.")), True),
    ("points-long", facts(points("Built bridges.")), False),
    ("points-many", facts(points(*EACH)), True),
    ("points-many", facts(points(*EACH[:8])), False),
    ("summary-long", facts(career(basics={"summary": "word " * 130})), True),
    ("summary-long", facts(SOUND), False),
    ("paragraph-long", facts(posts({"summary": "word " * 130})), True),
    ("paragraph-long", facts(posts({"summary": "word " * 130, "highlights": ["Built."]})), False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("slug", "given", "speaks"), CASES, ids=[f"{slug}-{n}" for n, (slug, _, _) in enumerate(CASES)]
)
def test_rule(slug: str, given: Facts, speaks: bool) -> None:
    rule = next(rule for rule in rules() if rule.slug == slug)
    assert bool(rule.advise(given)) == speaks


def test_every_rule_has_both_kinds_of_cases() -> None:
    for rule in rules():
        assert {speaks for slug, _, speaks in CASES if slug == rule.slug} == {True, False}, rule.slug


def test_slugs_are_unique_and_reasons_are_sentences() -> None:
    slugs = [rule.slug for rule in rules()]
    assert len(slugs) == len(set(slugs))
    assert all(rule.reason.endswith(".") and "!" not in rule.reason for rule in rules())


def test_a_sound_resume_gets_no_advice() -> None:
    assert [
        (rule.slug, rule.advise(facts(SOUND, pages=(PAGE,))))
        for rule in rules()
        if rule.advise(facts(SOUND, pages=(PAGE,)))
    ] == []


def test_a_rule_that_needs_words_says_nothing_in_a_language_it_does_not_know() -> None:
    for slug, given, speaks in CASES:
        rule = next(rule for rule in rules() if rule.slug == slug)
        if speaks and rule.languages is not None:
            assert rule.advise(facts(given.career, language="xx", pages=given.pages, has_photo=True)) == []


# --- counsel ---------------------------------------------------------------------------------------------------------

PLACES = Places(UUID(int=7), {"work": ["first", "second"], "skills": ["skill"]})


def test_no_advice_without_a_place_to_click() -> None:
    for _, given, speaks in CASES:
        for one in counsel_of(given, PLACES, []).given if speaks else []:
            assert one.address.startswith(f"/resumes/{PLACES.resume_id}"), one
            assert one.words.endswith("."), one
            assert len(one.about) <= 300


def test_advice_leads_to_its_entry() -> None:
    given = facts(posts({"highlights": ["Built 3."]}, {"startDate": "", "endDate": "", "highlights": ["Built 3."]}))
    (one,) = [one for one in counsel_of(given, PLACES, []).given if one.rule == "dates-missing"]
    assert one.address.endswith("?open=second#entry-second")


def test_what_was_put_aside_is_said_no_more_until_its_words_change() -> None:
    given = facts(points("I built 3 bridges."))
    (one,) = [one for one in counsel_of(given, PLACES, []).given if one.rule == "first-person"]
    counsel = counsel_of(given, PLACES, [(one.rule, one.about)])
    assert one not in counsel.given
    assert counsel.put_aside == [one]
    changed = counsel_of(facts(points("I built 4 bridges.")), PLACES, [(one.rule, one.about)])
    assert "first-person" in {other.rule for other in changed.given}


def test_one_rule_does_not_drown_the_others() -> None:
    counsel = counsel_of(facts(points(*(f"I built {n} bridges and {n} roads." for n in range(6)))), PLACES, [])
    said = [one for one in counsel.given if one.rule == "first-person"]
    assert len(said) == MOST_OF_A_RULE
    assert [one.more for one in said] == [0, 0, 6 - MOST_OF_A_RULE]
    assert counsel.sentence == "Twelve things to look at"
    assert sum(1 + one.more for one in counsel.given) == 12


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Planned 40 menus", "planned"), ("Quietly ran the shop", "ran"), ("Co-founded a firm", "co-founded"),
        ("Oversaw six cooks", "oversaw"), ("Running a shop", "running"), ("The best cook", ""), ("310 lunches", ""), ("", ""),
    ],
)  # fmt: skip
def test_verbs_are_known_in_their_forms(text: str, verb: str) -> None:
    assert verb_of(text) == verb


@pytest.mark.parametrize(
    ("spans", "count"),
    [
        ([("2020-01", "2021-12")], 2), ([("2020-01", "2021-12"), ("2021-01", "2022-12")], 3), ([("2016", "2019")], 4), ([], 0),
    ],
)  # fmt: skip
def test_years_of_work(spans: list[tuple[str, str]], count: int) -> None:
    assert years_worked(years(*spans), TODAY) == count
