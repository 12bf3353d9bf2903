"""The second wall: what PostgreSQL itself keeps apart, whatever the code forgets."""

from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, delete, select

from tests.world import Somebody
from web.accounts.tables import SignIn
from web.db import APP_ROLE, Database, hash_token, owner_url
from web.profile.tables import ENTRY_TABLES, Experience, Preferences, Profile
from web.resumes.tables import Resume
from web.settings import Settings

SHARED_TABLES = {"technologies", "counts"}  # nobody's rows: reference data, and counters that name no content
DOORS = {"enter", "idle_guests", "expired_prints", "clear_removed"}  # the only functions that look past the wall


def tables() -> dict[str, sa.Table]:
    return {table.name: table for table in SQLModel.metadata.sorted_tables}


@pytest.fixture
def catalog(settings: Settings) -> sa.Connection:  # type: ignore[misc]
    engine = sa.create_engine(owner_url(settings), poolclass=sa.NullPool)
    with engine.connect() as connection:
        yield connection


def test_every_table_with_an_owner_is_walled_off(catalog: sa.Connection) -> None:
    """A new table without a policy fails here."""
    found = catalog.execute(
        sa.text("""
            select c.relname, c.relrowsecurity and c.relforcerowsecurity,
                   exists (select from pg_policies p where p.tablename = c.relname and p.roles = '{metier_app}'
                            and p.qual is not null and p.with_check is not null)
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname not like 'procrastinate%'
               and c.relname <> 'alembic_version'
        """)
    ).all()
    walled = {name: forced and policy for name, forced, policy in found}
    assert set(walled) == set(tables())
    assert {name for name, whole in walled.items() if not whole} == SHARED_TABLES


def test_every_owned_table_hangs_on_its_owner() -> None:
    for name, table in tables().items():
        if name not in SHARED_TABLES | {"people"}:
            keys = {key.column.table.name for key in table.c.owner_id.foreign_keys}
            assert "people" in keys, name


def test_the_apps_role_is_an_ordinary_one(catalog: sa.Connection) -> None:
    role = catalog.execute(
        sa.text("select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = :name"),
        {"name": APP_ROLE},
    ).one()
    assert tuple(role) == (False, False, False, False)
    owned = catalog.scalar(sa.text("select count(*) from pg_tables where tableowner = :name"), {"name": APP_ROLE})
    truncates = catalog.scalar(
        sa.text(
            """select count(*) from information_schema.role_table_grants
                where grantee = :name and privilege_type = 'TRUNCATE'"""
        ),
        {"name": APP_ROLE},
    )
    assert (owned, truncates) == (0, 0)


def test_nothing_else_looks_past_the_wall(catalog: sa.Connection) -> None:
    definers = catalog.execute(
        sa.text("""
            select p.proname, p.proconfig::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
             where n.nspname = 'public' and p.prosecdef and p.proname not like 'procrastinate%'
        """)
    ).all()
    assert {name for name, _ in definers} == DOORS
    assert all("search_path" in (config or "") for _, config in definers)
    views = catalog.scalar(
        sa.text(
            """select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname = 'public' and c.relkind in ('v', 'm')"""
        )
    )
    assert views == 0


def test_the_process_runs_as_that_role(database: Database) -> None:
    database.check_role()
    with database.as_nobody() as db:
        assert db.scalar(sa.text("select current_user")) == APP_ROLE


@pytest.mark.parametrize(
    "table", [Profile, Preferences, Resume, SignIn, *ENTRY_TABLES], ids=lambda table: table.__tablename__
)
def test_without_any_filter_nobody_sees_anybody_else(alice: Somebody, bob: Somebody, table: type) -> None:
    alice.add("experience")
    alice.part("/profile/steps/looking", {"target_titles": ["Cook"]})
    with bob.database.as_person(bob.id) as db:
        assert all(row.owner_id == bob.id for row in db.exec(select(table)))
    with bob.database.as_nobody() as db:
        assert db.exec(select(table)).all() == []
    with bob.database.as_person(uuid4()) as db:
        assert db.exec(select(table)).all() == []


def test_without_any_filter_nobody_changes_anybody_else(alice: Somebody, bob: Somebody) -> None:
    entry = alice.add("experience")
    with bob.database.as_person(bob.id) as db:
        assert db.execute(sa.update(Experience).values(title="Thief")).rowcount == 0
        assert db.exec(delete(Experience)).rowcount == 0
    with alice.database.as_person(alice.id) as db:
        assert db.get_one(Experience, entry).title == ""


def test_a_row_cannot_be_given_to_or_hung_on_somebody_else(alice: Somebody, bob: Somebody) -> None:
    profile_of_alice = alice.profile.id
    for row in (
        Experience(owner_id=alice.id, profile_id=profile_of_alice),
        Experience(owner_id=bob.id, profile_id=profile_of_alice),
    ):
        with pytest.raises((sa.exc.ProgrammingError, sa.exc.IntegrityError)), bob.database.as_person(bob.id) as db:
            db.add(row)


def test_a_transaction_leaves_no_name_behind(alice: Somebody, database: Database) -> None:
    for _ in range(60):
        with database.as_person(alice.id) as db:
            assert db.exec(select(Profile)).one().owner_id == alice.id
        with database.as_nobody() as db:
            assert db.exec(select(Profile)).all() == []
    with pytest.raises(sa.exc.DataError), database.as_person(alice.id) as db:
        db.execute(sa.text("select 1 / 0"))
    with database.as_nobody() as db:
        assert db.exec(select(Profile)).all() == []


def test_contact_details_and_tokens_are_not_readable_at_rest(alice: Somebody, catalog: sa.Connection) -> None:
    secret = {
        "email": "canary@ashby.example",
        "phone": "07700 900 999",
        "address": "17 Canary Row",
        "postal_code": "CA1 1RY",
    }
    alice.part("/profile/steps/about", secret)
    rows = catalog.execute(
        sa.text("select p::text || s::text from profiles p join sign_ins s using (owner_id) where p.owner_id = :id"),
        {"id": alice.id},
    )
    stored = "".join(row[0] for row in rows)
    assert stored
    for canary in [*secret.values(), alice.token]:
        assert canary not in stored and canary.encode().hex() not in stored
    assert hash_token(alice.token).hex() in stored


def test_updated_at_is_the_databases_to_keep(alice: Somebody) -> None:
    before = alice.profile.updated_at
    alice.part("/profile/steps/about", {"headline": "Cook"})
    assert alice.profile.updated_at > before


def test_the_revision_moves_with_every_change_of_the_career(alice: Somebody) -> None:
    seen = {alice.profile.revision}
    entry = alice.add("experience")
    seen.add(alice.profile.revision)
    alice.part(f"/profile/experience/{entry}", {"title": "Cook"})
    seen.add(alice.profile.revision)
    alice.part(f"/profile/experience/{entry}/remove", {})
    seen.add(alice.profile.revision)
    alice.part("/profile/steps/about", {"headline": "Cook"})
    seen.add(alice.profile.revision)
    assert len(seen) == 5


def test_with_one_address_the_ordinary_role_is_taken_on(settings: Settings) -> None:
    """Who names only the owner's address still gets an app that row-level security binds."""
    alone = settings.model_copy(update={"database_url": settings.database_owner_url, "database_owner_url": ""})
    database = Database(alone)
    database.check_role()
    with database.as_nobody() as db:
        assert db.scalar(sa.text("select current_user")) == APP_ROLE
        assert db.exec(select(Profile)).all() == []
    database.engine.dispose()
