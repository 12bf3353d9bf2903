"""A career goes into the tables and comes out as it was."""

import json
import re
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from web.kit.clock import now
from web.kit.jsonresume import ENTRIES, METIER, SHAPE, Unreadable, Wrong, compact, tidied
from web.profile.jsonresume import career_of, fill, rows_of
from web.profile.jsonresume.keys import CHOICES, CUSTOM, DETAILS, HEADINGS, PROFILES, SECTIONS, SKILLS, TALKS, Section
from web.profile.tables import Experience, Preferences, Profile, Skill, SkillKind, Technology

TRUTH = Path(__file__).parents[3] / "shared/data/resumes"
SAMPLES = Path(__file__).parents[1] / "samples"


def empty_profile(db: Session) -> Profile:
    made = Profile(owner_id=db.info["person_id"], is_default=False)
    db.add(made)
    db.flush()
    return made


def round_trip(db: Session, profile: Profile, data: dict[str, Any]) -> dict[str, Any]:
    fill(db, profile, tidied(data))
    db.flush()
    db.expire_all()
    return career_of(db, profile)


# --- any résumé ------------------------------------------------------------------------------------------------------

words = st.text(
    st.one_of(st.characters(exclude_categories=("Cs", "Cc")), st.sampled_from("aé漢🙂ע\u0301\n\"'<&")),
    min_size=1,
    max_size=12,
)
dates = st.dates(date(1900, 1, 1), date(2999, 12, 31)).map(str)
partial_dates = st.one_of(dates, dates.map(lambda d: d[:7]), dates.map(lambda d: d[:4]))
addresses = words.map(lambda word: f"https://example.org/{word}")
unknown = st.dictionaries(
    words.map(lambda word: f"x-{word}"),
    st.recursive(st.one_of(st.none(), st.booleans(), st.integers(-(2**50), 2**50), words),
                 lambda inner: st.lists(inner, max_size=2) | st.dictionaries(words, inner, max_size=2), max_leaves=4),
    max_size=1,
)  # fmt: skip


def _some(shape: dict[str, Any], **special: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with some of a shape's keys and now and then a key that nobody knows."""
    values = {key: special[key] if key in special else _value(key, inner) for key, inner in shape.items()}
    known = st.fixed_dictionaries({}, optional=values)
    return st.builds(lambda mine, other: _ordered({**other, **mine}), known, unknown)


def _value(key: str, shape: Any) -> st.SearchStrategy[Any]:
    if isinstance(shape, list):
        return st.lists(_value(key, shape[0]), max_size=3)
    if isinstance(shape, dict):
        return _some(shape)
    if key == "url" or key.endswith("Url"):
        return addresses
    if key == "endDate":
        return partial_dates | st.just("present")
    return partial_dates if "date" in key.lower() else words


def _ordered(entry: dict[str, Any]) -> dict[str, Any]:
    start, end = entry.get("startDate"), entry.get("endDate")
    if start and end and end != "present":
        shared = min(len(start), len(end))
        if end[:shared] < start[:shared]:
            entry["startDate"], entry["endDate"] = end, start
    return entry


def titled(entry: dict[str, Any]) -> dict[str, Any]:
    return {"title": "Something", **entry}


talk = _some(METIER["achievements"][0], kind=st.sampled_from(["speaking", "other"]), unsettled=st.just({})).map(
    lambda entry: {"kind": "speaking", **entry}
)
custom: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries({
    "name": words,
    "entries": st.lists(
        _some(METIER["sections"][0]["entries"][0], unsettled=st.just({})).map(titled), min_size=1, max_size=2
    ),
})  # fmt: skip
metier: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries({}, optional={
    "language": st.sampled_from(["de", "ar", "pt-BR"]),
    "details": st.lists(_some(METIER["details"][0]), max_size=2),
    "achievements": st.lists(talk, max_size=2),
    "sections": st.lists(custom, max_size=2, unique_by=lambda section: section["name"]),
    "preferences": st.fixed_dictionaries({}, optional={
        "targetTitles": st.lists(words, max_size=2), "salaryLeast": st.integers(0, 10**7),
        "salaryCurrency": st.sampled_from(["EUR", "GBP"]), "remotePolicy": st.sampled_from(["hybrid", "any"]),
        "needsVisa": st.booleans(), "workAuthorisation": words,
    }),
})  # fmt: skip
resumes = st.fixed_dictionaries(
    {"basics": _some(SHAPE["basics"])},
    optional={
        **{name: st.lists(_some(entry), max_size=3) for name, entry in ENTRIES.items()},
        "meta": _some({"canonical": str, "version": str, "metier": None}, canonical=addresses, metier=metier),
        "x-file": unknown,
    },
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(resumes)
def test_any_resume_comes_back_as_it_went_in(db: Session, data: dict[str, Any]) -> None:
    assert round_trip(db, empty_profile(db), data) == compact(tidied(data))


@pytest.mark.parametrize(
    "file", sorted([*SAMPLES.glob("*.json"), *TRUTH.glob("*.truth.json")]), ids=lambda file: file.name
)
def test_a_published_resume_comes_back_as_it_went_in(db: Session, file: Path) -> None:
    data = json.loads(file.read_text(encoding="utf-8"))
    assert round_trip(db, empty_profile(db), data) == compact(tidied(data))


def test_the_published_resumes_are_there() -> None:
    if not TRUTH.exists():
        pytest.skip("no ../shared/data/resumes beside this checkout: only the samples of our own were tried")
    assert len(list(TRUTH.glob("*.truth.json"))) >= 45


# --- any career ------------------------------------------------------------------------------------------------------


def sample() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((SAMPLES / "jsonresume.json").read_text(encoding="utf-8"))
    return read


def test_everything_a_career_can_say_has_its_column(db: Session) -> None:
    """The sample says something in every column of every table, so that a new one cannot be forgotten here."""
    profile = empty_profile(db)
    fill(db, profile, tidied(sample()))
    db.expire_all()
    ours = {"id", "owner_id", "profile_id", "group_id", "technology_id", "created_at", "updated_at", "position",
            "removed_at", "came_along_at", "is_default", "steps_seen", "onboarded_at", "weight"}  # fmt: skip
    rows = [
        profile,
        db.exec(select(Preferences)).one(),
        *(row for rows in rows_of(db, profile).values() for row in rows),
    ]
    said: dict[str, set[str]] = {}
    for row in rows:
        says = {name for name in type(row).model_fields if getattr(row, name) not in (None, "", [], {}, False)}
        said.setdefault(type(row).__name__, set()).update(says)
    silent = {type(row).__name__: set(type(row).model_fields) - ours - said[type(row).__name__] for row in rows}
    assert {name: columns for name, columns in silent.items() if columns} == {}


def test_a_summary_written_over_keeps_its_provenance_and_drafts_stay_drafts(db: Session) -> None:
    profile = empty_profile(db)
    fill(db, profile, tidied(sample()))
    job = db.exec(select(Experience).order_by(col(Experience.position))).first()
    assert job is not None
    assert job.enhanced["model"] == "none"
    assert job.unsettled == {"end_date": "soon"}
    assert "soon" not in json.dumps(career_of(db, profile, "reader"))


def test_a_second_profile_filled_from_the_first_is_equal_to_it(db: Session) -> None:
    first, second = empty_profile(db), empty_profile(db)
    fill(db, first, tidied(sample()))
    fill(db, second, career_of(db, first))
    db.expire_all()
    assert career_of(db, second) == career_of(db, first) == compact(sample())


def test_filling_twice_adds_nothing(db: Session) -> None:
    profile = empty_profile(db)
    fill(db, profile, tidied(sample()))
    fill(db, profile, tidied(sample()))
    assert career_of(db, profile) == compact(sample())


def test_what_is_there_is_neither_overwritten_nor_moved(db: Session) -> None:
    profile = empty_profile(db)
    fill(db, profile, tidied({
        "basics": {"name": "Ada", "profiles": [{"network": "Mine"}]},
        "work": [{"name": "First"}], "skills": [{"name": "Tools", "keywords": ["Loom"]}],
        "meta": {"metier": {"preferences": {"salaryMost": 100}}},
    }))  # fmt: skip
    fill(db, profile, tidied({
        "basics": {"name": "Grace", "label": "Admiral", "profiles": [{"network": "Hers"}]},
        "work": [{"name": "Second"}, {"name": "First"}],
        "skills": [{"name": "Tools", "keywords": ["Punched cards", "Loom"]}],
        "meta": {"metier": {"preferences": {"salaryLeast": 200, "targetTitles": ["Admiral"]}}},
    }))  # fmt: skip
    career = career_of(db, profile)
    assert career["basics"] == {
        "name": "Ada",
        "label": "Admiral",
        "profiles": [{"network": "Mine"}, {"network": "Hers"}],
    }
    assert [job["name"] for job in career["work"]] == ["First", "Second"]
    assert career["skills"] == [{"name": "Tools", "keywords": ["Loom", "Punched cards"]}]
    assert career["meta"]["metier"]["preferences"] == {"targetTitles": ["Admiral"], "salaryMost": 100}


def test_remarks_follow_their_entry_when_another_program_moved_it(db: Session) -> None:
    data = tidied(sample())
    data["work"].reverse()
    profile = empty_profile(db)
    fill(db, profile, data)
    jobs = {job.company: job for job in db.exec(select(Experience))}
    assert jobs["Analytical Engines Ltd"].achievements == ["Halved the time of a table."]
    assert jobs["Royal Society"].achievements == []


def test_a_removed_entry_is_not_written(db: Session) -> None:
    profile = empty_profile(db)
    fill(db, profile, tidied({"work": [{"name": "Gone"}, {"name": "Here"}]}))
    gone = db.exec(select(Experience).where(Experience.company == "Gone")).one()
    gone.removed_at = now()
    db.flush()
    assert career_of(db, profile)["work"] == [{"name": "Here"}]


def test_skills_are_tied_to_technologies_once(db: Session) -> None:
    profile = empty_profile(db)
    fill(
        db,
        profile,
        tidied({"skills": [{"name": "Web", "keywords": ["JS", "javascript", "Weaving"]}, {"name": "Postgres"}]}),
    )
    names = {row.id: row.name for row in db.exec(select(Technology))}
    skills = db.exec(select(Skill).order_by(col(Skill.name))).all()
    assert [(skill.name, skill.technology_id and names[skill.technology_id]) for skill in skills] == [
        ("JS", "JavaScript"), ("Postgres", "PostgreSQL"), ("Weaving", None), ("javascript", None),
    ]  # fmt: skip


def test_a_picture_inside_the_file_is_kept(db: Session) -> None:
    data = {"basics": {"name": "Ada", "image": "data:image/png;base64," + "A" * 5_000}}
    assert round_trip(db, empty_profile(db), data) == data


def test_more_than_a_profile_may_hold_changes_nothing(db: Session) -> None:
    profile = empty_profile(db)
    heavy = tidied(
        {"basics": {"name": "Ada"}, "work": [{"name": f"Job {n}", "summary": "x" * 6_000} for n in range(10)]}
    )
    fill(db, profile, heavy)
    before = career_of(db, profile)
    again = {"work": [{"name": f"More {n}", "summary": "y" * 6_000} for n in range(10)]}
    with pytest.raises(Unreadable, match="more than 100,000 bytes"):
        fill(db, profile, tidied(again))
    db.expire_all()
    assert career_of(db, profile) == before


def test_a_certificate_that_expires_before_it_was_issued_is_named(db: Session) -> None:
    data = tidied({
        "certificates": [{"name": "First aid", "date": "2020-05"}],
        "meta": {"metier": {"certificates": [{"of": "First aid", "expiryDate": "2019"}]}},
    })  # fmt: skip
    with pytest.raises(Unreadable, match='^meta.metier.certificates: "First aid" expires before it was issued$'):
        fill(db, empty_profile(db), data)


def test_a_refused_file_leaves_nothing_behind(db: Session) -> None:
    profile = empty_profile(db)
    data = tidied({
        "basics": {"name": "Ada"}, "work": [{"name": "Acme"}], "certificates": [{"name": "A", "date": "2020"}],
        "meta": {"metier": {"certificates": [{"of": "A", "expiryDate": "2019"}]}},
    })  # fmt: skip
    with pytest.raises(Unreadable):
        fill(db, profile, data)
    db.flush()
    assert career_of(db, profile) == {}


def test_a_key_that_means_something_elsewhere_means_nothing_here(db: Session) -> None:
    foreign = {
        "roles": "all", "endDate": "present", "unsettled": 1, "kind": "other", "owner_id": "me", "removed_at": "now",
        "is_current": True, "extra": {}, "isPrimary": "yes", "achievements": 3, "experiences": [1], "id": 7,
    }  # fmt: skip
    sections = {name: [{**foreign, next(iter(entry)): "A"}] for name, entry in ENTRIES.items()}
    for name in ("work", "volunteer", "education", "projects"):
        sections[name][0]["roles"] = ["all"]
    data = {"basics": {**foreign, "location": foreign, "profiles": [foreign]}, **sections, **foreign}
    data |= {"meta": {**foreign, "metier": {"details": [{"label": "A", "id": 7, "owner_id": "me"}]}}}
    assert round_trip(db, empty_profile(db), data) == compact(tidied(data))


def test_queries_do_not_grow_with_the_career(db: Session) -> None:
    def queries(profile: Profile) -> int:
        asked: list[str] = []
        connection = db.connection()
        listener = lambda *given: asked.append(given[2])  # noqa: E731
        sa.event.listen(connection, "before_cursor_execute", listener)
        career_of(db, profile)
        sa.event.remove(connection, "before_cursor_execute", listener)
        return len(asked)

    small, large = empty_profile(db), empty_profile(db)
    fill(db, large, tidied(sample()))
    fill(db, large, tidied({"work": [{"name": f"Job {n}"} for n in range(100)]}))
    assert queries(small) == queries(large) <= 15


# --- what a file may say fits the tables ------------------------------------------------------------------------------


def lengths_of(table: type[Any]) -> dict[str, int]:
    """How many letters each column takes, as its CHECK says."""
    checks = [str(check.sqltext) for check in table.__table__.constraints if isinstance(check, sa.CheckConstraint)]
    found = [re.fullmatch(r"char_length\((\w+)\) <= (\d+)", check) for check in checks]
    return {match[1]: int(match[2]) for match in found if match}


def shape_of(section: Section) -> dict[str, Any]:
    alone = {
        PROFILES.name: SHAPE["basics"]["profiles"],
        DETAILS.name: METIER["details"],
        TALKS.name: METIER["achievements"],
        CUSTOM.name: METIER["sections"][0]["entries"],
        HEADINGS.name: [ENTRIES["skills"]],
    }
    shape: dict[str, Any] = alone[section.name][0] if section.name in alone else ENTRIES[section.name]
    return shape | (METIER[section.name][0] if section in (*SECTIONS, SKILLS) else {})


KEPT = [*SECTIONS, PROFILES, DETAILS, TALKS, CUSTOM, HEADINGS, SKILLS]


@pytest.mark.parametrize("section", KEPT, ids=lambda section: section.name)
def test_the_longest_text_a_file_may_have_fits_its_column(section: Section) -> None:
    lengths = lengths_of(section.table)
    assert lengths
    for key, column in (section.columns | section.beyond | section.private).items():
        if column in lengths and key != "roles":  # several roles share a column; what is too long waits in `extra`
            with pytest.raises(Wrong):
                shape_of(section)[key]("x" * (lengths[column] + 1))


@pytest.mark.parametrize(("key", "choices"), [*CHOICES.items(), ("kind", SkillKind)])
def test_every_choice_there_is_may_stand_in_a_file(key: str, choices: type[StrEnum]) -> None:
    read = next(shape[key] for shape in (METIER["preferences"], *(METIER[n][0] for n in ("work", "projects", "skills")))
                if key in shape)  # fmt: skip
    assert [read(choice.value) for choice in choices] == list(choices)


# --- what a reader gets ----------------------------------------------------------------------------------------------


def test_a_reader_gets_no_preferences_levels_or_private_projects(db: Session) -> None:
    profile = empty_profile(db)
    fill(db, profile, tidied(sample()))
    career = career_of(db, profile, "reader")
    told = json.dumps(career)
    assert "preferences" not in career["meta"]["metier"]
    assert "90000" not in told
    assert "skills" not in career["meta"]["metier"]
    assert "Secret engine" not in told
    assert "enhanced" not in told
    assert career["meta"]["metier"]["work"][0]["employmentType"] == "full-time"
    assert career["meta"]["metier"]["sections"][0]["name"] == "Licences"


def test_a_reader_never_learns_the_company_of_an_anonymised_project(db: Session) -> None:
    profile = empty_profile(db)
    fill(db, profile, tidied({
        "projects": [{
            "name": "ACME portal", "entity": "Acme", "description": "For acme and\nBig  Bank.", "url": "https://acme.example",
            "highlights": ["Saved Acme a day."], "startDate": "2020", "secret": "Acme", "keywords": ["Acme API"],
        }],
        "meta": {"metier": {"projects": [{
            "of": "ACME portal, Acme", "clients": "Big Bank, Acme", "companyAlias": "A retailer",
            "visibility": "anonymised",
            "demoUrl": "https://demo.acme.example", "challenges": "Acme's age", "experiences": ["Dev, Acme"],
        }]}},
    }))  # fmt: skip
    career = career_of(db, profile, "reader")
    assert "acme" not in json.dumps(career).lower()
    assert "bank" not in json.dumps(career).lower()
    assert career["projects"][0]["entity"] == "A retailer"
    assert career["projects"][0]["description"] == "For A retailer and\nA retailer."
    assert career["projects"][0]["highlights"] == ["Saved A retailer a day."]
    assert career_of(db, profile)["projects"][0]["entity"] == "Acme"
