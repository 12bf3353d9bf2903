"""Taking what was found into the profile, and taking it back out again.

Fields and entries that are there change through their forms, as when somebody writes them; what is new goes through
`web.profile.jsonresume.fill`. What a form would refuse waits in the row and is shown at its field.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from web.imports.choosing import chosen_of
from web.imports.drafts import Draft
from web.imports.likeness import Data
from web.imports.proposals import Do, Proposal, There, language_taken
from web.imports.tables import Import, State
from web.kit.clock import now
from web.kit.events import record
from web.kit.forms import Form, mark_of, raw_of, settle
from web.kit.jsonresume import PRESENT
from web.kit.own import own_or_none
from web.kit.visits import TooMuch, Visit
from web.profile.actions import remove_entry
from web.profile.entries import KINDS, Kind
from web.profile.forms import AboutForm, PreferencesForm
from web.profile.jsonresume import fill, rows_of
from web.profile.jsonresume.keys import (
    BASICS,
    CUSTOM,
    DETAILS,
    LOCATION,
    PROFILES,
    SECTIONS,
    TALKS,
    Section,
    said,
    values_of,
)
from web.profile.jsonresume.writing import Rows, entry_of, is_talk
from web.profile.queries import preferences_of
from web.profile.tables import CustomEntry, Entry, Preferences, Profile, Skill, SkillGroup
from web.profile.technologies import fold

BY_NAME: dict[str, Section] = {each.name: each for each in (*SECTIONS, PROFILES, DETAILS, TALKS, CUSTOM)}
KIND_OF: dict[type[Entry], Kind] = {kind.table: kind for kind in KINDS.values()}
PLAIN = ("name", "language", "picture", "extra")  # of a profile, which no form of the wizard asks for
TOO_HEAVY = "Together with what is here already this is more than a profile may hold. Take less of it."


# --- what is there ---------------------------------------------------------------------------------------------------


def there_of(db: Session, profile: Profile) -> There:
    """The career as proposals are made against it."""
    rows = rows_of(db, profile)
    return There(
        fields=values_of(profile, BASICS | LOCATION),
        entries={name: _entries(section, rows) for name, section in BY_NAME.items()},
        skills=frozenset(fold(row.name) for row in rows[Skill]),
        headings=frozenset(row.name for row in rows[SkillGroup]),
        language=profile.language,
        has_preferences=bool(said(preferences_of(db, profile).model_dump(include=set(PreferencesForm.model_fields)))),
    )


def _entries(section: Section, rows: Rows) -> list[tuple[UUID, Data]]:
    found = [row for row in rows[section.table] if is_talk(row)] if section is TALKS else rows[section.table]
    return [(row.id, entry_of(section, row, "self") | _heading(row)) for row in found if section.holds(row)]


def _heading(row: Entry) -> Data:
    """Entries under headings of one's own are told apart by it."""
    return {"section": row.section} if isinstance(row, CustomEntry) else {}


# --- taking ----------------------------------------------------------------------------------------------------------


def take(
    db: Session, visit: Visit, brought: Import, profile: Profile, draft: Draft, chosen: list[tuple[Proposal, Do]]
) -> None:
    """Do what was chosen for each proposal, all of it or, where it does not fit, nothing. Raises Unreadable or
    TooMuch. `brought` and `profile` are locked."""
    before = _Before(db, profile)
    language = language_taken(draft, there_of(db, profile))
    try:
        with db.begin_nested():
            adds = {proposal.place: proposal for proposal, do in chosen if do is Do.ADD or proposal.section == "skills"}
            if adds:
                fill(db, profile, chosen_of(draft.career, adds))
                db.flush()
            _write_fields(profile, [proposal for proposal, _ in chosen if proposal.section == "basics"])
            changed = [
                _change(db, profile, proposal, do) for proposal, do in chosen if proposal.mine_id and do is not Do.ADD
            ]
            added = before.added(db, profile)
            for row in added:
                _let_wait(row, KIND_OF[type(row)].form)
            db.flush()
    except IntegrityError as error:
        if "ck_profiles_weight" not in str(error.orig):
            raise
        raise TooMuch(TOO_HEAVY) from None
    profile.language = language or profile.language
    brought.written = {
        "added": [_noted(row) for row in added],
        "changed": changed,
        **before.fields_changed(db, profile),
    }
    brought.state, brought.taken_at, brought.undone_at = State.TAKEN, now(), None
    _record(db, visit, "career-brought", brought, profile, before.plain["language"])


def _record(db: Session, visit: Visit, action: str, brought: Import, profile: Profile, was: str) -> None:
    """`was` is the profile's language before."""
    record(
        db, action, brought.owner_id, whence=visit.whence, entity="imports", entity_id=brought.id,
        new={"file": brought.name}, facts={"profile": profile, "was": was},
    )  # fmt: skip


class _Before:
    """What a profile was like before something was taken into it."""

    def __init__(self, db: Session, profile: Profile) -> None:
        self.ids = {row.id for rows in rows_of(db, profile).values() for row in rows}
        self.profile = _said(profile, AboutForm)
        self.plain = {name: getattr(profile, name) for name in PLAIN}
        self.preferences = _said(preferences_of(db, profile), PreferencesForm)

    def added(self, db: Session, profile: Profile) -> list[Entry]:
        return [row for rows in rows_of(db, profile).values() for row in rows if row.id not in self.ids]

    def fields_changed(self, db: Session, profile: Profile) -> Data:
        return {
            "profile": _difference(self.profile, _said(profile, AboutForm)),
            "plain": {
                name: [was, is_now] for name, was in self.plain.items() if (is_now := getattr(profile, name)) != was
            },
            "preferences": _difference(self.preferences, _said(preferences_of(db, profile), PreferencesForm)),
        }


def _said(row: Any, form: type[Form]) -> Data:
    """What each field says, as a browser would send it, and the value that stands behind it."""
    return {name: (raw_of(row, name), getattr(row, name)) for name in form.model_fields}


def _difference(was: Data, is_now: Data) -> Data:
    """What a field said, what it says, and the value that was, by name, where it says something else."""
    return {name: [raw, is_now[name][0], value] for name, (raw, value) in was.items() if raw != is_now[name][0]}


def _noted(row: Entry) -> list[str]:
    kind = KIND_OF[type(row)]
    return [kind.slug, str(row.id), _mark(row, kind.form)]


def _mark(row: Entry, form: type[Form]) -> str:
    return mark_of([f"{name}={value}" for name, (value, _) in _said(row, form).items()])


def _write_fields(profile: Profile, fields: list[Proposal]) -> None:
    """The person's own fields, through the form that asks for them; a picture has no question of its own."""
    columns = BASICS | LOCATION | {"text": "city"}
    wanted = {columns[proposal.place.rpartition("/")[2]]: str(proposal.found) for proposal in fields}
    if picture := wanted.pop("picture", ""):
        profile.picture = picture
    settle(profile, AboutForm, AboutForm.check(wanted), {})


def _change(db: Session, profile: Profile, proposal: Proposal, do: Do) -> Data:
    """Merge into an entry that is there, or replace what it says; returns what was and what is."""
    section = BY_NAME[proposal.section]
    row = db.exec(
        select(section.table)
        .where(section.table.owner_id == profile.owner_id, section.table.id == proposal.mine_id)
        .with_for_update()
    ).one()
    kind = KIND_OF[section.table]
    was = _said(row, kind.form)
    values = proposal.gains if do is Do.MERGE else proposal.found
    raw = _raw_values(section, kind.form, row, values, is_whole=do is Do.REPLACE)
    settle(row, kind.form, kind.form.check(raw), {})
    return {"kind": kind.slug, "id": str(row.id), "fields": _difference(was, _said(row, kind.form))}


def _raw_values(section: Section, form: type[Form], row: Any, values: Data, is_whole: bool) -> Data:
    """Values of JSON Resume as a browser would send them into the entry's form."""
    raw = {column: _sent(values[key]) for key, column in section.columns.items() if key in values}
    if values.get("endDate"):
        goes_on = values["endDate"] == PRESENT
        raw |= {"is_current": "on" if goes_on else "", "end_date": "" if goes_on else values["endDate"]}
    if "roles" in values:
        raw["role"] = ", ".join(values["roles"])
    results = getattr(row, "achievements", [])
    if is_whole and results and "lines" in raw:
        raw["achievements"] = []
    elif results and "lines" in raw:
        raw["lines"] = [line for line in raw["lines"] if line not in results]
    return {name: value for name, value in raw.items() if name in form.model_fields}


def _sent(value: Any) -> Any:
    return [str(each) for each in value] if isinstance(value, list) else str(value)


def _let_wait(row: Any, form: type[Form]) -> None:
    """What the form of a new entry would refuse is no value: it waits, and is shown at its field."""
    said = {name: raw for name, (raw, _) in _said(row, form).items() if name not in row.unsettled}
    waiting = {name: said[name] for name in form.check(said).errors}
    for name in waiting:
        setattr(row, name, form.model_fields[name].get_default())
    if waiting:
        row.unsettled = {**row.unsettled, **waiting}


# --- taking it back --------------------------------------------------------------------------------------------------


@dataclass
class Undone:
    """What went back, and what stays because somebody changed it since."""

    entries: int = 0
    fields: int = 0
    stays: list[str] = field(default_factory=list)


def undo(db: Session, visit: Visit, brought: Import, profile: Profile) -> Undone:
    """Into the bin with what was added, back with what was changed, wherever nobody wrote since. `brought` and
    `profile` are locked."""
    done, spoke = Undone(), profile.language
    written = brought.written
    for noted in sorted(written.get("added", []), key=lambda noted: noted[0] == "skill-group"):
        _take_out(db, profile, noted, done)
    for change in written.get("changed", []):
        if row := _entry(db, profile, change["kind"], change["id"]):
            _put_back(row, KINDS[change["kind"]].form, change["fields"], done, KINDS[change["kind"]].heading(row))
    _put_back(profile, AboutForm, written.get("profile", {}), done, "")
    preferences: Preferences = preferences_of(db, profile)
    _put_back(preferences, PreferencesForm, written.get("preferences", {}), done, "What you are looking for")
    for name, (was, now_is) in written.get("plain", {}).items():
        if getattr(profile, name) == now_is:
            setattr(profile, name, was)
    brought.state, brought.undone_at = State.UNDONE, now()
    _record(db, visit, "import-undone", brought, profile, spoke)
    return done


def _take_out(db: Session, profile: Profile, noted: list[str], done: Undone) -> None:
    slug, entry_id, mark = noted
    row = _entry(db, profile, slug, entry_id)
    if row is None or row.removed_at is not None:
        return
    if mark != _mark(row, KINDS[slug].form) or (isinstance(row, SkillGroup) and _has_skills(db, row)):
        done.stays.append(KINDS[slug].heading(row))
    else:
        remove_entry(row)
        done.entries += 1


def _entry(db: Session, profile: Profile, slug: str, entry_id: str) -> Any:
    return own_or_none(db, KINDS[slug].table, profile.owner_id, UUID(entry_id), lock=True)


def _has_skills(db: Session, group: SkillGroup) -> bool:
    wanted = select(Skill.id).where(Skill.owner_id == group.owner_id, Skill.group_id == group.id)
    return db.exec(wanted.where(col(Skill.removed_at).is_(None))).first() is not None


def _put_back(row: Any, form: type[Form], fields: Mapping[str, Any], done: Undone, heading: str) -> None:
    untouched = {name: was for name, was in fields.items() if raw_of(row, name) == was[1]}
    if untouched:
        reading = form.check({name: raw for name, (raw, _, _) in untouched.items()})
        settle(row, form, reading, {})
        for name in reading.errors:  # it waited before as well, over the value behind it
            setattr(row, name, untouched[name][2])
        done.fields += len(untouched)
    kept = [name.replace("_", " ") for name in fields if name not in untouched]
    done.stays += [f"{heading}: {name}" if heading else name for name in kept]
