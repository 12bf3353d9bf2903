"""Changing a career: each verb is one transaction, made by the handler that calls it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select
from uuid_utils.compat import uuid7

from web.kit.clock import now
from web.kit.events import record
from web.kit.forms import Form, Reading, Settled, settle
from web.kit.visits import Visit
from web.profile.entries import Kind
from web.profile.photo import Place, crop_at, cut_out, size_of
from web.profile.queries import default_profile, entries_of, profiles_of, says_something, technology_named
from web.profile.tables import UNNAMED, Entry, Experience, Photo, Preferences, Profile, Project, Skill, SkillGroup
from web.profile.technologies import fold
from web.profile.technologies import settled as spelling


def make_profile(db: Session, owner_id: UUID, full_name: str = "", language: str = "en") -> Profile:
    """The first profile of a person, and so the default one."""
    profile = Profile(owner_id=owner_id, full_name=full_name, language=language)
    db.add(profile)
    db.flush()
    return profile


def add_profile(db: Session, visit: Visit, name: str, language: str) -> Profile:
    """One more, empty, and worked on from now on."""
    profile = Profile(owner_id=visit.person_id, name=name, language=language, is_default=False)
    db.add(profile)
    choose_profile(db, [*profiles_of(db, visit.person_id, lock=True), profile], profile)
    _record(db, visit, "profile-made", profile)
    return profile


def choose_profile(db: Session, profiles: list[Profile], chosen: Profile) -> None:
    """Work on this one from now on. `profiles` are all of the person's, locked."""
    for each in profiles:
        each.is_default = False
    db.flush()
    chosen.is_default = True
    db.flush()


def remove_profile(db: Session, visit: Visit, profiles: list[Profile], gone: Profile) -> None:
    """Into the bin; where it was worked on, another one is from now on. The last one that is there has to stay."""
    others = [each for each in profiles if each is not gone and each.removed_at is None]
    if gone.removed_at is not None or not others:
        return
    if gone.is_default:
        choose_profile(db, profiles, max(others, key=lambda each: each.updated_at))
    gone.removed_at = now()
    _record(db, visit, "profile-removed", gone)


def restore_profile(db: Session, visit: Visit, profile: Profile) -> None:
    if profile.removed_at is not None:
        profile.removed_at = None
        _record(db, visit, "profile-restored", profile)


def _record(db: Session, visit: Visit, action: str, profile: Profile) -> None:
    record(
        db, action, profile.owner_id, whence=visit.whence, entity="profiles", entity_id=profile.id,
        new={"name": profile.name}, facts={"profile": profile},
    )  # fmt: skip


def welcome_profiles(db: Session, owner_id: UUID, name: str) -> None:
    """The profiles that came along in this transaction: those without a name of their own get this one. Where the
    person had not written anything before, the first of them is worked on, and the blank one makes way."""
    profiles = profiles_of(db, owner_id, lock=True)
    arrived_at = db.scalar(sa.select(sa.func.now()))
    arrived = [each for each in profiles if each.came_along_at == arrived_at]
    for each in arrived:
        if each.name == UNNAMED:
            each.name = name
    before = default_profile(db, owner_id)
    if not says_something(db, before):
        choose_profile(db, profiles, arrived[0])
        before.removed_at = now()


def save_preferences(
    db: Session, preferences: Preferences, form: type[Form], reading: Reading, was: Mapping[str, str]
) -> tuple[Preferences, Settled]:
    """Two tabs may both be the first to say something: the second one meets the row of the first."""
    if sa.inspect(preferences).transient:
        db.execute(
            insert(Preferences)
            .values(id=uuid7(), owner_id=preferences.owner_id, profile_id=preferences.profile_id)
            .on_conflict_do_nothing(index_elements=["profile_id"])
        )
        preferences = db.exec(select(Preferences).where(Preferences.profile_id == preferences.profile_id)).one()
    return preferences, settle(preferences, form, reading, was)


def add_entry(
    db: Session, profile: Profile, kind: Kind, reading: Reading, entry_id: UUID | None = None
) -> tuple[Entry, Settled]:
    """A new entry, newest first where a career reads newest first, last elsewhere. It may bring the id by which a
    résumé knows it."""
    rows = entries_of(db, profile, kind)
    if kind.newest_first:
        position = min((row.position for row in rows), default=1) - 1
    else:
        position = max((row.position for row in rows), default=-1) + 1
    entry = kind.table(id=entry_id or uuid7(), owner_id=profile.owner_id, profile_id=profile.id, position=position)
    db.add(entry)
    settled = settle(entry, kind.form, reading, {})
    connect(db, entry, settled)
    db.flush()
    return entry, settled


def save_entry(db: Session, entry: Entry, kind: Kind, reading: Reading, was: Mapping[str, str]) -> Settled:
    settled = settle(entry, kind.form, reading, was)
    _end_or_present(entry, settled)
    connect(db, entry, settled)
    return settled


def _end_or_present(entry: Entry, settled: Settled) -> None:
    """Who still works there has no end: the tick wins over a date that was there before, a new date over the tick."""
    row: Any = entry
    if getattr(row, "is_current", False) and row.end_date:
        if "end_date" in settled.taken and "is_current" not in settled.taken:
            row.is_current = False
        else:
            row.end_date = None


def connect(db: Session, entry: Entry, settled: Settled) -> None:
    """What an entry leans on: a skill's technology, its heading, a project's places of work. Only one's own count, so
    nothing is written before they are looked up."""
    with db.no_autoflush:
        if isinstance(entry, Skill):
            if "name" in settled.taken:
                _recognise_technology(db, entry)
            if "group_id" in settled.taken and entry.group_id:
                group = db.exec(
                    select(SkillGroup.id).where(SkillGroup.owner_id == entry.owner_id, SkillGroup.id == entry.group_id)
                )
                if group.one_or_none() is None:
                    entry.group_id = None
        if isinstance(entry, Project) and "experience_ids" in settled.taken:
            mine = select(Experience.id).where(
                Experience.owner_id == entry.owner_id, Experience.profile_id == entry.profile_id
            )
            known = {str(found) for found in db.exec(mine)}
            entry.experience_ids = [wanted for wanted in entry.experience_ids if wanted in known]


def _recognise_technology(db: Session, skill: Skill) -> None:
    """The technology a skill names, at most once in a profile; a second skill of that name keeps its words alone."""
    found = technology_named(db, fold(spelling(skill.name) or skill.name))
    skill.technology_id = None
    if found is None:
        return
    twin = select(Skill.id).where(
        Skill.owner_id == skill.owner_id, Skill.profile_id == skill.profile_id, Skill.technology_id == found.id,
        Skill.id != skill.id, col(Skill.removed_at).is_(None),
    )  # fmt: skip
    if db.exec(twin).first() is None:
        skill.technology_id = found.id


def remove_entry(entry: Entry) -> None:
    """Off the sheet at once; it can be brought back until it is cleared away."""
    if entry.removed_at is None:
        entry.removed_at = now()
    if isinstance(entry, Skill):
        entry.technology_id = None


def restore_entry(db: Session, entry: Entry) -> None:
    entry.removed_at = None
    if isinstance(entry, Skill):
        _recognise_technology(db, entry)


def move_entry(db: Session, profile: Profile, kind: Kind, entry: Entry, by: int) -> None:
    """One place up (-1) or down (+1) among those that are there; at the end nothing happens."""
    rows = entries_of(db, profile, kind)
    at = next((i for i, row in enumerate(rows) if row.id == entry.id), None)
    if at is None or not 0 <= at + by < len(rows):
        return
    rows[at], rows[at + by] = rows[at + by], rows[at]
    for position, row in enumerate(rows):
        row.position = position


def keep_photo(db: Session, profile: Profile, whole: bytes) -> None:
    """The picture of a profile, in place of the one before; upright, and with the usual part of it printed."""
    width, height = size_of(whole)
    crop = crop_at(Place(), width, height)
    made = {
        "whole": whole, "cut": cut_out(whole, 0, crop), "width": width, "height": height, "turn": 0, "crop": list(crop),
    }  # fmt: skip
    row = insert(Photo).values(id=uuid7(), owner_id=profile.owner_id, profile_id=profile.id, **made)
    db.execute(row.on_conflict_do_update(index_elements=["profile_id"], set_=made))


def place_photo(photo: Photo, place: Place) -> None:
    """Print this part of it."""
    crop = crop_at(place, *turned_size(photo))
    photo.crop, photo.cut = list(crop), cut_out(photo.whole, photo.turn, crop)


def turn_photo(photo: Photo) -> None:
    """By a quarter, clockwise, with the usual part of it printed again."""
    photo.turn = (photo.turn + 90) % 360
    place_photo(photo, Place())


def turned_size(photo: Photo) -> tuple[int, int]:
    return (photo.height, photo.width) if photo.turn in (90, 270) else (photo.width, photo.height)


def see_step(profile: Profile, slug: str) -> None:
    """The person has been at this step: it counts as behind them, answered or skipped."""
    if slug not in profile.steps_seen:
        profile.steps_seen = [*profile.steps_seen, slug]


def finish_onboarding(profile: Profile) -> None:
    if profile.onboarded_at is None:
        profile.onboarded_at = now()
