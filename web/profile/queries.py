"""Reading a career. Everything is scoped by its owner here, and once more by row-level security."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from web.kit.own import own
from web.kit.visits import NotFound
from web.profile.completeness import Counts
from web.profile.entries import Kind
from web.profile.tables import (
    ENTRY_TABLES,
    Entry,
    Photo,
    Preferences,
    Profile,
    Technology,
)


def default_profile(db: Session, owner_id: UUID) -> Profile:
    """The profile a person works on; raises NotFound for somebody who has none."""
    wanted = select(Profile).where(Profile.owner_id == owner_id, col(Profile.is_default))
    profile = db.exec(wanted).one_or_none()
    if profile is None:
        raise NotFound
    return profile


def profiles_of(db: Session, owner_id: UUID, lock: bool = False) -> list[Profile]:
    """Every profile, the removed ones too, by age: locked in the same order, so that nobody waits in a circle."""
    wanted = select(Profile).where(Profile.owner_id == owner_id).order_by(col(Profile.id))
    return list(db.exec(wanted.with_for_update() if lock else wanted))


def profile_in(profiles: list[Profile], profile_id: UUID) -> Profile:
    """The one of that id; raises NotFound where it is none of these."""
    profile = next((each for each in profiles if each.id == profile_id), None)
    if profile is None:
        raise NotFound
    return profile


def says_something(db: Session, profile: Profile) -> bool:
    """Whether there is a word of the person's in it; what an opened form leaves behind is none."""
    return bool(db.scalar(_SAYS_SOMETHING, {"profile": profile.id}))


_SAYS_SOMETHING = sa.text("select says_something(:profile, '')")


def sizes_of(db: Session, owner_id: UUID) -> dict[UUID, int]:
    """How many entries each profile has, by its id."""
    of_kinds = [
        select(table.profile_id).where(table.owner_id == owner_id, col(table.removed_at).is_(None))
        for table in ENTRY_TABLES
    ]
    entries = sa.union_all(*of_kinds).subquery()
    counted = sa.select(entries.c.profile_id, sa.func.count().label("many")).group_by(entries.c.profile_id)
    return {row.profile_id: row.many for row in db.execute(counted)}


def preferences_of(db: Session, profile: Profile) -> Preferences:
    """What the person is looking for; an unsaved row where nothing was said yet."""
    wanted = select(Preferences).where(Preferences.owner_id == profile.owner_id, Preferences.profile_id == profile.id)
    return db.exec(wanted).one_or_none() or Preferences(owner_id=profile.owner_id, profile_id=profile.id)


def photo_of(db: Session, profile: Profile, lock: bool = False) -> Photo | None:
    """The picture for a profile's résumés, where there is one."""
    wanted = select(Photo).where(Photo.owner_id == profile.owner_id, Photo.profile_id == profile.id)
    return db.exec(wanted.with_for_update() if lock else wanted).one_or_none()


def entries_of(db: Session, profile: Profile, kind: Kind) -> list[Entry]:
    """The entries of one kind that were not removed, in the person's order."""
    table = kind.table
    wanted = (
        select(table)
        .where(table.owner_id == profile.owner_id, table.profile_id == profile.id, col(table.removed_at).is_(None))
        .order_by(col(table.position), col(table.id))
    )
    return list(db.exec(wanted))


def entry_of(db: Session, owner_id: UUID, kind: Kind, entry_id: UUID) -> Entry:
    """One entry, removed or not, locked for the change to come; raises NotFound for anybody else's."""
    return own(db, kind.table, owner_id, entry_id, lock=True)


def counts_of(db: Session, profile: Profile) -> Counts:
    """What the rule of completeness looks at, in one query."""
    row = db.execute(_COUNTS, {"owner": profile.owner_id, "profile": profile.id}).one()
    return Counts(bool(profile.headline), len(profile.summary), *row)


def _how_many(table: str, says: str) -> str:
    mine = "owner_id = :owner and profile_id = :profile and removed_at is null"
    return f"(select count(*) from {table} where {mine} and {says})"


# Written out, because every page and every save asks it: building it anew would cost more than answering it.
_COUNTS = sa.text(
    "select "
    + ", ".join(
        [
            _how_many("experiences", "(title <> '' or company <> '')"),
            _how_many("projects", "name <> ''"),
            _how_many("skills", "name <> ''"),
            _how_many("educations", "(institution <> '' or study_type <> '' or area <> '')"),
        ]
    )
)


def technologies_like(db: Session, folded: str, most: int = 12) -> list[str]:
    """Names that begin with, then contain, then resemble what was typed."""
    if not folded:
        return []
    likeness = sa.func.similarity(col(Technology.folded), folded)
    begins = col(Technology.folded).startswith(folded, autoescape=True)
    alias = sa.func.lower(sa.cast(col(Technology.aliases), sa.Text)).contains(f'"{folded}', autoescape=True)
    wanted = (
        select(Technology.name)
        .where(sa.or_(begins, alias, col(Technology.folded).contains(folded, autoescape=True), likeness > 0.4))
        .order_by(begins.desc(), alias.desc(), likeness.desc(), sa.func.length(Technology.name), col(Technology.name))
        .limit(most)
    )
    return list(db.exec(wanted))


def technology_named(db: Session, folded: str) -> Technology | None:
    return db.exec(select(Technology).where(Technology.folded == folded)).first()
