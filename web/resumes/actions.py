"""Making résumés and their sheets."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

import anyio.to_thread
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete, select
from uuid_utils.compat import uuid7

from web.kit.clock import now
from web.kit.printing import Order, Printed, designs
from web.kit.visits import NotFound, Visit
from web.profile.jsonresume.writing import Rows, rows_of, written_for
from web.profile.tables import Entry, Photo, Profile
from web.resumes.tables import Print, Resume
from web.resumes.tailoring import Tailoring, printing_controls, tailored

DEFAULT = "default"
A_DAY = timedelta(days=1)
MOST_PRINTS = (1_200, 3_600)  # sheets a person may have set, and within how many seconds


@dataclass(frozen=True)
class Sheet:
    """A printed résumé: its key, how many pages, the words of each page in reading order, and how large its PDF is."""

    owner_id: UUID
    key: str
    pages: int
    words: list[str]
    bytes: int

    @property
    def pdf(self) -> str:
        return f"people/{self.owner_id}/prints/{self.key}.pdf"

    def picture(self, page: int) -> str:
        return f"people/{self.owner_id}/prints/{self.key}-{page}.png"


def make_resume(db: Session, profile: Profile, name: str = "Résumé") -> Resume:
    resume = Resume(owner_id=profile.owner_id, profile_id=profile.id, name=name, language=profile.language)
    db.add(resume)
    db.flush()
    return resume


def resume_of(
    db: Session, owner_id: UUID, wanted: str, lock: bool = False, with_bin: bool = False
) -> tuple[Resume, Profile]:
    """A person's résumé by id, or the default one by that word, with its profile; raises NotFound for anything else and
    for what lies in the bin. `lock` is for a change to come: two tabs make theirs one after the other."""
    resume, profile = _found(db, owner_id, wanted, lock, with_bin)
    return resume, profile


def resume_with(
    db: Session, owner_id: UUID, wanted: str, table: type[Entry], entry_id: UUID, lock: bool = False
) -> tuple[Resume, Profile, Entry | None]:
    """The same and an entry of the profile, in one query."""
    resume, profile, entry = _found(db, owner_id, wanted, lock, with_bin=False, table=table, entry_id=entry_id)
    return resume, profile, entry


def _found(
    db: Session, owner_id: UUID, wanted: str, lock: bool, with_bin: bool,
    table: type[Entry] | None = None, entry_id: UUID | None = None,
) -> sa.Row[*tuple[Any, ...]]:  # fmt: skip
    named = {} if wanted == DEFAULT else {"resume": _id(wanted)}
    query = _resume_query(bool(named), lock, with_bin, table)
    found = db.execute(query, {"owner": owner_id, "entry": entry_id, **named}).one_or_none()
    if found is None:
        raise NotFound
    return found


@cache
def _resume_query(is_named: bool, lock: bool, with_bin: bool, table: type[Entry] | None) -> sa.Select[*tuple[Any, ...]]:
    """Put together once: every page of a résumé begins with it, and every pause in typing. It is a résumé by its id,
    or the default one of the default profile."""
    owner, resume, entry = (sa.bindparam(name, type_=sa.Uuid()) for name in ("owner", "resume", "entry"))
    which = [col(Resume.id) == resume] if is_named else [col(Resume.is_default), col(Profile.is_default)]
    query: sa.Select[*tuple[Any, ...]] = sa.select(Resume, Profile).where(
        col(Resume.owner_id) == owner, col(Profile.id) == Resume.profile_id, col(Profile.owner_id) == owner,
        col(Profile.removed_at).is_(None), *which,
    )  # fmt: skip
    if table:
        its_own = sa.and_(col(table.owner_id) == owner, col(table.profile_id) == Profile.id, col(table.id) == entry)
        query = query.add_columns(table).outerjoin(table, its_own)
    query = query if with_bin else query.where(col(Resume.removed_at).is_(None))
    return query.with_for_update(of=Resume) if lock else query


def _id(wanted: str) -> UUID:
    try:
        return UUID(wanted)
    except ValueError:
        raise NotFound from None


# --- sheets ----------------------------------------------------------------------------------------------------------


async def print_sheet(
    visit: Visit, wanted: str, design: str = "", lane: str | None = None, can_wait: bool = False
) -> Sheet:
    """The sheet of a résumé as it stands now, set at most once. Raises PrintFailed, or Superseded within a lane."""
    sheet = await visit.in_thread(lambda db: present_sheet(db, visit.person_id, wanted, design))
    if sheet:
        return sheet
    resume, profile, order = await visit.in_thread(lambda db: order_for(db, visit.person_id, wanted, design))
    if sheet := await visit.in_thread(earlier_sheet, resume, profile, order):
        return sheet
    await anyio.to_thread.run_sync(visit.count, "print", *MOST_PRINTS)
    printed = await visit.house.press.print(order, lane=lane, can_wait=can_wait)
    return await visit.in_thread(keep, visit, resume, profile, order, printed)


def present_sheet(db: Session, owner_id: UUID, wanted: str, design: str = "") -> Sheet | None:
    """The sheet of a résumé's very words, if it was set before: no need to gather the career."""
    resume, profile = resume_of(db, owner_id, wanted)
    row = db.exec(
        select(Print)
        .where(
            Print.resume_id == resume.id,
            Print.edition == designs()[design or resume.design].version,
            Print.profile_revision == profile.revision,
            Print.resume_stamp == resume.updated_at,
        )
        .limit(1)
    ).one_or_none()
    return _used(row) if row else None


@dataclass(frozen=True)
class ReadyFile:
    """The PDF of a résumé's very words: the sheet, whose name it bears and for what, and which state of it this is."""

    sheet: Sheet
    full_name: str
    target_title: str
    resume_id: UUID
    state_id: UUID | None
    revision: int


def present_file(db: Session, owner_id: UUID, wanted: str) -> ReadyFile | None:
    """The file of a résumé's very words, if it was set before: all in one query."""
    editions = {each.slug: each.version for each in designs().values()}
    asked = {"owner": owner_id, "slugs": list(editions), "versions": list(editions.values())}
    if wanted == DEFAULT:
        found = db.execute(_DEFAULT_FILE, asked).one_or_none()
    else:
        found = db.execute(_FILE, asked | {"resume": _id(wanted)}).one_or_none()
    if found is None:
        return None
    sheet = Sheet(found.owner_id, found.key, found.pages, [], found.bytes)
    return ReadyFile(sheet, found.full_name, found.target_title, found.id, found.state_id, found.revision)


def _file_query(which: str) -> sa.TextClause:
    """Written out: the download of a ready sheet should cost little more than its one query."""
    return sa.text(f"""
        select s.owner_id, s.key, s.pages, s.bytes, p.full_name, r.target_title, r.id, r.state_id, p.revision
          from resumes r
          join profiles p on p.id = r.profile_id
          join prints s on s.resume_id = r.id and s.design = r.design
         where r.owner_id = :owner and p.removed_at is null and r.removed_at is null
           and s.profile_revision = p.revision and s.resume_stamp = r.updated_at
           and (s.design, s.edition) in (select * from unnest(cast(:slugs as text[]), cast(:versions as text[])))
           and {which}
         limit 1
    """)


_DEFAULT_FILE = _file_query("r.is_default and p.is_default")
_FILE = _file_query("r.id = :resume")


def order_for(db: Session, owner_id: UUID, wanted: str, design: str = "") -> tuple[Resume, Profile, Order]:
    """What the press is asked for: the career as a reader may see it, in this résumé's design, paper and language."""
    resume, profile = resume_of(db, owner_id, wanted)
    design = design or resume.design
    newest = _newest(db, resume, design)
    order = order_of(resume, (profile, rows_of(db, profile)), design)
    return resume, profile, replace(order, hint=newest.step if newest else None, photo=_photo_on(db, resume, design))


def _photo_on(db: Session, resume: Resume, design: str) -> bytes | None:
    """What is printed of the person's picture, where this résumé shows it and its design has a place for it."""
    if not resume.has_photo or design not in designs() or not designs()[design].has_photo:
        return None
    mine = Photo.owner_id == resume.owner_id, Photo.profile_id == resume.profile_id
    return db.exec(select(Photo.cut).where(*mine)).one_or_none()


def order_of(resume: Resume, career: tuple[Profile, Rows], design: str = "") -> Order:
    tailoring = Tailoring.read(resume.tailoring)
    return Order(
        resume=written_for("reader", *tailored(*career, tailoring)),
        design=design or resume.design,
        paper=resume.paper.value,
        language=resume.language,
        controls=resume.controls | printing_controls(tailoring),
    )


def earlier_sheet(db: Session, resume: Resume, profile: Profile, order: Order) -> Sheet | None:
    """The sheet of the same content from before, whatever was tried in between: it is the present one again."""
    keys = {order.key(), replace(order, hint=None).key()}
    same = select(Print).where(Print.resume_id == resume.id, col(Print.key).in_(keys))
    row = db.exec(same.order_by(col(Print.id)).limit(1)).one_or_none()
    if row is None:
        return None
    row.profile_revision, row.resume_stamp = profile.revision, resume.updated_at
    return _used(row)


def keep(db: Session, visit: Visit, resume: Resume, profile: Profile, order: Order, printed: Printed) -> Sheet:
    """Files first, the row after: a row never names a file that is not there.

    Raises NotSignedIn where the sign-in ended while the sheet was set.
    """
    files = visit.house.files
    sheet = Sheet(visit.person_id, order.key(), printed.pages, printed.words, len(printed.pdf))
    for number, picture in enumerate(printed.pictures, 1):
        files.put(sheet.picture(number), picture)
    files.put(sheet.pdf, printed.pdf)
    made = {
        "design": order.design, "edition": designs()[order.design].version, "profile_revision": profile.revision,
        "resume_stamp": resume.updated_at, "step": printed.step, "pages": printed.pages, "bytes": len(printed.pdf),
        "words": printed.words,
    }  # fmt: skip
    row = insert(Print).values(id=uuid7(), owner_id=sheet.owner_id, resume_id=resume.id, key=sheet.key, **made)
    db.execute(row.on_conflict_do_update(index_elements=["resume_id", "key"], set_={**made, "used_at": now()}))
    return sheet


def newest_sheet(db: Session, owner_id: UUID, wanted: str) -> Sheet | None:
    """The sheet that was set last in this design, however the words have changed since."""
    resume, _ = resume_of(db, owner_id, wanted)
    newest = _newest(db, resume, resume.design)
    return _used(newest) if newest else None


def sheet_keyed(db: Session, owner_id: UUID, key: str) -> Sheet:
    """A sheet of this person's that was set before; raises NotFound for anybody else's."""
    wanted = select(Print).where(Print.owner_id == owner_id, Print.key == key)
    wanted = wanted.join(Resume, col(Resume.id) == Print.resume_id).join(Profile, col(Profile.id) == Resume.profile_id)
    row = db.exec(
        wanted.where(col(Profile.removed_at).is_(None), col(Resume.removed_at).is_(None)).limit(1)
    ).one_or_none()
    if row is None:
        raise NotFound
    return _used(row)


def forget(db: Session, sheet: Sheet) -> None:
    """The file store lost it: drop the row, so that it is set again."""
    db.execute(delete(Print).where(col(Print.owner_id) == sheet.owner_id, col(Print.key) == sheet.key))


def _newest(db: Session, resume: Resume, design: str) -> Print | None:
    wanted = select(Print).where(Print.resume_id == resume.id, Print.design == design)
    return db.exec(wanted.order_by(col(Print.id).desc()).limit(1)).one_or_none()


def _used(row: Print) -> Sheet:
    """A sheet somebody looks at is kept: the clean-up goes by the day it was last used."""
    if row.used_at < now() - A_DAY:
        row.used_at = now()
    return sheet_of(row)


def sheet_of(row: Print) -> Sheet:
    return Sheet(row.owner_id, row.key, row.pages, row.words, row.bytes)
