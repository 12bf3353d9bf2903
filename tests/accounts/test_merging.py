"""A guest signs in to an account: what they wrote comes along, whole, once, beside what is there."""

import json
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, col

from tests.accounts.filled import keeper_of
from tests.world import Somebody, forget_limits, work
from web.db import owner_url
from web.kit.sealed import Sealed, SealedBytes
from web.profile.entries import KINDS
from web.profile.queries import profiles_of
from web.profile.tables import ENTRY_TABLES, UNNAMED, Photo, Profile
from web.resumes.tables import Resume
from web.settings import Settings

PATIENT = sa.text("select set_config('lock_timeout', '0', true), set_config('statement_timeout', '0', true)")
COMES_ALONG = {
    "profiles", "preferences", "photos", "resumes", "kept_careers", "resume_states", "takings", "dismissals", "imports",
    "jobs", "applications", "moments", "contacts", "acquaintances", "sendings", "boards", "views", "spreadsheets",
    "tallies", *(table.__tablename__ for table in ENTRY_TABLES),
}  # fmt: skip
STAYS = {
    "acts": "what a guest could take back is settled once it has come along",
    "kept_readings": "a file is read anew where it is read again",
    "prints": "sheets are set anew: their files lie under the guest's id",
    "sign_ins": "the browser gets a new one, in the person's name",
    "tokens": "a link in a letter is good for the guest it was written to, who is no more",
    "letters": "the account has letters of its own",
    "notifications": "the account has notices of its own",
    "exports": "an export says what an account had; only accounts have them",
    "identities": "a way into an account; a guest has none",
    "authenticators": "a proof of an account's; a guest has none",
    "recovery_codes": "a proof of an account's; a guest has none",
    "passkeys": "a proof of an account's; a guest has none",
    "events": "the trail is never changed; what happened to the guest stays theirs",
}
JSON_OBJECTS = {"controls", "unsettled", "extra", "enhanced", "found", "written", "said", "detail"}
REFERRED = {
    "profiles": "profile_id", "resumes": "resume_id", "skill_groups": "group_id", "jobs": "job_id",
    "applications": "application_id", "contacts": "contact_id",
}  # fmt: skip
FIREFOX = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"}


@pytest.fixture
def keeper(settings: Settings) -> Iterator[sa.Connection]:
    """The owner of the tables, who sees behind every wall."""
    engine = sa.create_engine(owner_url(settings), poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection


@pytest.fixture
def guest(alice: Somebody) -> Somebody:
    """Alice at another device, where she has begun anew as a guest."""
    alice.register()
    other = alice.another_browser()
    other.headers = {**other.headers, **FIREFOX}
    return other.start()


def come_in(guest: Somebody) -> None:
    forget_limits(guest.database)
    answer = guest.sign_in()
    assert answer.status_code == 303, answer.text


def profiles(who: Somebody) -> list[Profile]:
    with who.database.as_person(who.id) as db:
        return profiles_of(db, who.id)


def owned() -> dict[str, sa.Table]:
    return {table.name: table for table in SQLModel.metadata.sorted_tables if "owner_id" in table.c}


def rows_of(keeper: sa.Connection, owner_id: UUID) -> dict[str, dict[str, dict[str, Any]]]:
    """Every row of a person's, by table and id."""
    return {
        name: {
            row["id"]: row
            for row in keeper.scalars(sa.text(f'select to_jsonb(t) from "{name}" t where owner_id = :id'), {"id": owner_id})
        }
        for name in owned()
    }  # fmt: skip


# --- every table there is --------------------------------------------------------------------------------------------


def test_every_owned_table_is_classified() -> None:
    assert set(owned()) == COMES_ALONG | set(STAYS)


def fill(keeper: sa.Connection, owner_id: UUID) -> None:
    """A row in every table that has an owner, and in those of entries one that is removed; made from the metadata."""
    ids = {"owner_id": owner_id}
    for name, table in owned().items():
        if name == "tallies":  # the database's own, which it wrote with the application
            continue
        for removed in (False, True) if name in {each.__tablename__ for each in ENTRY_TABLES} else (False,):
            row = {column.name: value_for(column, ids) for column in table.columns if wants_a_value(column)}
            row |= {"removed_at": datetime.now(UTC)} if removed else {}
            keeper.execute(table.insert().values(row))
        ids[REFERRED.get(name, "-")] = row["id"]


def wants_a_value(column: sa.Column[Any]) -> bool:
    left_out = {"created_at", "updated_at", "is_default", "removed_at", "came_along_at", "technology_id", "is_current"}
    return column.name not in left_out


def value_for(column: sa.Column[Any], ids: dict[str, UUID]) -> Any:
    """Something that the column's type and checks let in."""
    fixed = {
        "salary_currency": "EUR",
        "currency": "EUR",
        "started_year": 2020,
        "turn": 90,
        "key": secrets.token_hex(32),
    }
    if column.name in ids:
        return ids[column.name]
    if column.name in fixed and isinstance(column.type, sa.Text | sa.Integer):
        return fixed[column.name]
    if column.name.endswith("date"):
        return "2020-05"
    if isinstance(column.type, sa.Enum):
        return column.type.python_type(column.type.enums[0])
    if isinstance(column.type, Sealed | sa.Text):
        return column.name
    if isinstance(column.type, sa.LargeBinary | SealedBytes):
        return secrets.token_bytes(32)
    if isinstance(column.type, sa.DateTime):
        return datetime.now(UTC)
    if isinstance(column.type, sa.Boolean):
        return True
    if isinstance(column.type, sa.Date):
        return date(2026, 11, 21)
    if isinstance(column.type, sa.Integer | sa.Numeric | sa.Float):
        return 1
    if isinstance(column.type, sa.Uuid):
        return uuid4()
    return {"guest": "words"} if column.name in JSON_OBJECTS else ["words"]


def test_everything_comes_along_once_and_whole(alice: Somebody, guest: Somebody, keeper: sa.Connection) -> None:
    """Also what is removed, and a second profile; and not a letter of what was there is changed."""
    alice.add("experience", title="Cook")
    guest.part("/profile/steps/about", {"headline": "Baker"})
    guest_id = guest.id
    keeper.execute(sa.text("update profiles set is_default = false where owner_id = :id"), {"id": guest_id})
    fill(keeper, guest_id)
    theirs, hers = rows_of(keeper, guest_id), rows_of(keeper, alice.id)
    assert all(theirs.values()), [name for name, rows in theirs.items() if not rows]
    come_in(guest)
    after = rows_of(keeper, alice.id)
    left = rows_of(keeper, guest_id)
    assert {name for name, rows in left.items() if rows} == {"events"}
    assert keeper.scalar(sa.text("select count(*) from people where id = :id"), {"id": guest_id}) == 0
    for name in COMES_ALONG:
        assert set(after[name]) == set(hers[name]) | set(theirs[name]), name
        for row_id, row in theirs[name].items():
            assert content(after[name][row_id]) == content(row), name
        for row_id, row in hers[name].items():
            assert after[name][row_id] == row, name
    for name in STAYS:
        assert not set(after[name]) & set(theirs[name]), name
        assert set(after[name]) >= set(hers[name]), name


def content(row: dict[str, Any]) -> str:
    """A row without what coming along is allowed to change."""
    changed = {"owner_id", "updated_at", "is_default", "came_along_at", "revision"}
    if row.get("name") == UNNAMED or "Firefox" in str(row.get("name")):
        changed.add("name")
    return json.dumps({name: value for name, value in row.items() if name not in changed}, sort_keys=True)


# --- beside what is there --------------------------------------------------------------------------------------------


def test_it_stands_beside_what_is_there_and_says_where_it_is_from(alice: Somebody, guest: Somebody) -> None:
    guest.add("experience", title="Baker")
    come_in(guest)
    assert [(each.name.partition(",")[0], each.is_default) for each in profiles(alice)] == [
        (UNNAMED, True), ("From Firefox on Windows", False),
    ]  # fmt: skip
    page, came = alice.get("/profiles").text, profiles(alice)[1].came_along_at
    assert came and f"Came along on {came.astimezone(UTC).strftime('%-d %B %Y')}" in page
    assert "Baker" not in alice.get("/profile/steps/experience").text


def test_it_can_be_taken_back_and_brought_back(alice: Somebody, guest: Somebody) -> None:
    entry = guest.add("experience", title="Baker")
    come_in(guest)
    brought = profiles(alice)[1]
    alice.post(f"/profiles/{brought.id}/remove")
    assert [each.removed_at is None for each in profiles(alice)] == [True, False]
    alice.post(f"/profiles/{brought.id}/restore")
    alice.post(f"/profiles/{brought.id}/choose")
    assert f'id="entry-{entry}"' in alice.get("/profile/steps/experience").text


def test_its_sheet_is_set_anew_and_the_old_files_go(alice: Somebody, guest: Somebody) -> None:
    guest.part("/profile/steps/about", {"headline": "Baker"})
    assert guest.get("/resumes/default/pdf").status_code == 200
    guest_id = guest.id
    assert guest.house.files.names_under(f"people/{guest_id}")
    come_in(guest)
    work(guest.house)
    assert guest.house.files.names_under(f"people/{guest_id}") == []
    alice.post(f"/profiles/{profiles(alice)[1].id}/choose")
    assert alice.get("/resumes/default/pdf").status_code == 200


def test_where_nothing_was_written_before_it_is_worked_on(charlie: Somebody) -> None:
    """And the blank profile makes way, into the bin."""
    charlie.register()
    guest = charlie.another_browser().start()
    entry = guest.add("experience", title="Baker")
    come_in(guest)
    blank, brought = profiles(charlie)
    assert blank.removed_at and brought.is_default and brought.came_along_at
    assert f'id="entry-{entry}"' in charlie.get("/profile/steps/experience").text
    assert charlie.get("/resumes/default/pdf").status_code == 200


# --- nothing to bring ------------------------------------------------------------------------------------------------


def leave_blank(guest: Somebody) -> None:
    pass


def open_every_form_and_say_nothing(guest: Somebody) -> None:
    for kind in KINDS.values():
        if not kind.quick:
            guest.add(kind.slug)
    for step in ("about", "looking", "more"):
        guest.part(f"/profile/steps/{step}", {"full_name": ""})


def look_at_the_sheet(guest: Somebody) -> None:
    assert guest.get("/resumes/default/pdf").status_code == 200


@pytest.mark.parametrize("do", [leave_blank, open_every_form_and_say_nothing, look_at_the_sheet])
@pytest.mark.parametrize("name", ["", "Alice Ashby"], ids=["nameless", "by the same name"])
def test_who_wrote_nothing_brings_nothing(
    alice: Somebody, keeper: sa.Connection, name: str, do: Callable[[Somebody], None]
) -> None:
    alice.register()
    guest = alice.another_browser()
    guest.name = name
    guest.start()
    do(guest)
    guest_id = guest.id
    come_in(guest)
    work(guest.house)
    assert len(profiles(alice)) == 1
    assert keeper.scalar(sa.text("select count(*) from people where id = :id"), {"id": guest_id}) == 0
    assert guest.house.files.names_under(f"people/{guest_id}") == []
    assert happened(keeper, alice.id, "work-came-along") == 0


def happened(keeper: sa.Connection, owner_id: UUID, action: str) -> int:
    counted = sa.text("select count(*) from events where owner_id = :id and action = :action")
    return int(keeper.scalar(counted, {"id": owner_id, "action": action}))  # type: ignore[arg-type]


def write_a_name(guest: Somebody) -> None:
    guest.part("/profile/steps/about", {"full_name": "Alice B. Ashby"})


def write_half_a_date(guest: Somebody) -> None:
    guest.part(f"/profile/experience/{guest.add('experience')}", {"start_date-year": "20"})


def remove_what_was_written(guest: Somebody) -> None:
    guest.part(f"/profile/interest/{guest.add('interest', name='Chess')}/remove", {})


def say_what_one_looks_for(guest: Somebody) -> None:
    guest.part("/profile/steps/looking", {"target_titles": ["Baker"]})


def bring_a_photo(guest: Somebody) -> None:
    with keeper_of(guest.house.settings) as keeper:
        row = {"id": uuid4(), "owner_id": guest.id, "profile_id": guest.profile.id, "whole": b"", "cut": b""}
        keeper.execute(sa.insert(Photo).values(**row, width=1, height=1, turn=0, crop=[]))


def tailor_a_resume(guest: Somebody) -> None:
    with keeper_of(guest.house.settings) as keeper:
        said = sa.update(Resume).where(col(Resume.owner_id) == guest.id).values(tailoring={"titles": {"work": "Work"}})
        keeper.execute(said)


LEAST = [
    write_a_name, write_half_a_date, remove_what_was_written, say_what_one_looks_for, bring_a_photo, tailor_a_resume,
]  # fmt: skip


@pytest.mark.parametrize("do", LEAST)
def test_the_least_word_comes_along(guest: Somebody, alice: Somebody, do: Callable[[Somebody], None]) -> None:
    do(guest)
    come_in(guest)
    assert len(profiles(alice)) == 2


# --- exactly once ----------------------------------------------------------------------------------------------------


def test_fifty_sign_ins_bring_it_once(alice: Somebody, guest: Somebody, keeper: sa.Connection) -> None:
    """As many at once as may try passwords at once."""
    guest.add("experience", title="Baker")
    browsers = [guest.another_browser() for _ in range(50)]
    for browser in browsers:
        browser.token = guest.token
    forget_limits(guest.database)
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda browser: browser.sign_in(), browsers))
    assert [answer.headers.get("location") for answer in answers] == ["/profile/steps"] * 50
    rows = rows_of(keeper, alice.id)
    assert len(rows["profiles"]) == len(rows["resumes"]) == 2 and len(rows["experiences"]) == 1
    assert happened(keeper, alice.id, "work-came-along") == 1
    assert len({browser.token for browser in browsers}) == 50, "and each is signed in"


def test_fifty_transactions_at_once_adopt_once(alice: Somebody, guest: Somebody, keeper: sa.Connection) -> None:
    entry, guest_id, alice_id = guest.add("experience", title="Baker"), guest.id, alice.id

    def adopt(_: int) -> Any:
        with guest.database.as_person(alice_id) as db:
            db.execute(PATIENT)  # thirty wait for one row
            return db.scalar(sa.text("select adopt_all(:guest, :person)"), {"guest": guest_id, "person": alice_id})

    with ThreadPoolExecutor(30) as pool:
        moved = [each for each in pool.map(adopt, range(50)) if each is not None]
    assert moved == [{"experiences": 1, "profiles": 1, "resumes": 1}]
    assert set(rows_of(keeper, alice_id)["experiences"]) == {str(entry)}


def test_the_guests_cookie_is_dead_afterwards(guest: Somebody) -> None:
    ghost = Somebody("Ghost", guest.client, guest.database, token=guest.token)
    guest.add("experience", title="Baker")
    come_in(guest)
    assert ghost.get("/profile/steps/about").headers["location"].startswith("/sign-in")
    assert ghost.part("/profile/steps/about", {"headline": "Thief"}).status_code == 401


def test_somebody_elses_sign_in_brings_nothing_of_theirs(alice: Somebody, bob: Somebody) -> None:
    """Alice signs in where Bob, a person, is signed in: he is signed out, and keeps what is his."""
    alice.register()
    bob.register()
    entry = bob.add("experience", title="Builder")
    here = alice.another_browser()
    here.token = bob.token
    come_in(here)
    assert len(profiles(alice)) == 1
    assert bob.get("/profile/steps/about").headers["location"].startswith("/sign-in")
    bob.token = ""
    come_in(bob)
    assert f'id="entry-{entry}"' in bob.get("/profile/steps/experience").text
