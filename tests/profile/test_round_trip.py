"""A career goes into the tables and comes out as it was."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from web.kit.jsonresume import ENTRIES, METIER, SHAPE, Unreadable, compact, tidied
from web.profile.jsonresume import career_of, fill
from web.profile.tables import AchievementKind, Experience, Preferences, Profile, Skill, SkillGroup, Technology
from web.profile.technologies import settled

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
    st.one_of(st.characters(exclude_categories=("Cs", "Cc")), st.sampled_from("aé漢🙂ע\u0301\n\"'<&")), min_size=1, max_size=12
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


talk = _some(METIER["achievements"][0], kind=st.sampled_from(["speaking", "other"]), unsettled=st.just({})).map(
    lambda entry: {"kind": "speaking", **entry}
)
custom = st.fixed_dictionaries({
    "name": words,
    "entries": st.lists(_some(METIER["sections"][0]["entries"][0], unsettled=st.just({})), min_size=1, max_size=2),
})  # fmt: skip
metier = st.fixed_dictionaries({}, optional={
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


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(resumes)
def test_any_resume_comes_back_as_it_went_in(db: Session, data: dict[str, Any]) -> None:
    assert round_trip(db, empty_profile(db), data) == compact(tidied(data))
