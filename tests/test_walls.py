"""The second wall: what PostgreSQL itself keeps apart, whatever the code forgets."""

from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select
from uuid_utils.compat import uuid7

from tests.accounts.filled import fill, keeper_of, owned_tables
from tests.world import Somebody
from web.accounts.exports import pack_export
from web.accounts.tables import Person
from web.db import APP_ROLE, Database, app_url, hash_token
from web.kit.mail import deliver_letter
from web.profile.tables import Experience, Profile
from web.settings import Settings

SHARED_TABLES = {
    "technologies",
    "counts",
    "keys",
}  # nobody's rows: reference data, counters and what shows the right key
DOORS = {
    "enter", "find_owner", "adopt", "idle_guests", "expired_prints", "clear_removed", "erased_people", "forget_errands",
    "clear_stale", "waiting_letters", "expired_exports", "admin_people", "admin_events", "admin_disable",
    "make_event_partitions", "tidy_imports", "admin_readings", "find_words", "expired_applications",
    "due_reminders", "find_feed", "adopt_all", "weigh_applications",
}  # the only functions that look past the wall  # fmt: skip
WHO_ONE_IS = {"id", "owner_id", "created_at", "updated_at"}
NOT_WRITABLE = {"is_admin"}  # of a person, by the app
UNIQUE_FOR_ALL = {
    "uq_people_email_index", "uq_sign_ins_token_hash", "uq_tokens_token_hash", "uq_identities_key",
    "uq_passkeys_credential_id", "uq_technologies_slug", "uq_technologies_name",
}  # what names one thing in the world, and is a hash or random; ids are unique besides  # fmt: skip
TRAIL = SQLModel.metadata.tables["events"]


def tables() -> dict[str, sa.Table]:
    return {table.name: table for table in SQLModel.metadata.sorted_tables}


@pytest.fixture
def catalog(settings: Settings) -> Iterator[sa.Connection]:
    with keeper_of(settings) as connection:
        yield connection


# --- the catalogue ---------------------------------------------------------------------------------------------------

IN_PUBLIC = "join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'"


def test_every_table_with_an_owner_is_walled_off(catalog: sa.Connection) -> None:
    """A new table without a policy fails here. The trail has a policy for reading and one for adding."""
    found = catalog.execute(
        sa.text(f"""
            select c.relname, c.relrowsecurity and c.relforcerowsecurity,
                   exists (select from pg_policies p where p.tablename = c.relname and p.roles = '{{metier_app}}'
                            and p.qual is not null and p.with_check is not null)
              from pg_class c {IN_PUBLIC}
             where c.relkind in ('r', 'p') and c.relname not like 'procrastinate%'
               and c.relname <> 'alembic_version' and not c.relispartition
        """)
    ).all()
    walled = {name: forced and (policy or name == "events") for name, forced, policy in found}
    assert set(walled) == set(tables())
    assert {name for name, whole in walled.items() if not whole} == SHARED_TABLES


def test_no_policy_says_more_than_whose_row_it_is(catalog: sa.Connection) -> None:
    policies = catalog.execute(
        sa.text("select tablename, cmd, qual, with_check from pg_policies where roles = '{metier_app}'")
    ).all()
    person = "(NULLIF(current_setting('app.person_id'::text, true), ''::text))::uuid"
    for table, does, sees, writes in policies:
        if table == "events":
            assert (does, sees) in (("SELECT", f"(owner_id = {person})"), ("INSERT", None))
            assert does == "SELECT" or writes.startswith(f"((actor_id = {person}) AND ((owner_id = {person}) OR")
        else:
            owner = "id" if table == "people" else "owner_id"
            assert (does, sees, writes) == ("ALL", f"({owner} = {person})", f"({owner} = {person})"), table


def test_a_month_of_the_trail_is_behind_the_same_wall(catalog: sa.Connection) -> None:
    """A partition asked for by its own name answers nobody: the app has no right to it, and it cannot be emptied."""
    partitions = catalog.execute(
        sa.text("""
            select c.relname, has_table_privilege(:app, c.oid, 'select, insert, update, delete, truncate'),
                   exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'refuse_truncate'),
                   exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'refuse_change')
              from pg_class c join pg_inherits i on i.inhrelid = c.oid and i.inhparent = 'events'::regclass
        """),
        {"app": APP_ROLE},
    ).all()
    assert len(partitions) >= 4
    assert {tuple(said) for _, *said in partitions} == {(False, True, True)}
    rights = catalog.scalars(
        sa.text("select privilege_type from information_schema.role_table_grants where table_name = 'events' and grantee = :app"),
        {"app": APP_ROLE},
    )  # fmt: skip
    assert set(rights) == {"SELECT"}


def test_every_owned_table_hangs_on_its_owner() -> None:
    for name, table in tables().items():
        if name not in SHARED_TABLES | {"people", "events"}:
            keys = {key.column.table.name for key in table.c.owner_id.foreign_keys}
            assert "people" in keys, name


def test_what_hangs_on_a_row_hangs_on_its_owner_too(catalog: sa.Connection) -> None:
    """A foreign key looks past the wall: with the owner in it, it cannot name somebody else's row."""
    for table in owned_tables():
        for key in sa.inspect(catalog).get_foreign_keys(table.name):
            if key["referred_table"] not in SHARED_TABLES | {"people"}:
                assert key["constrained_columns"][0] == key["referred_columns"][0] == "owner_id", key


def test_what_is_unique_is_so_for_one_person(catalog: sa.Connection) -> None:
    """A unique value of somebody else's would be told by the refusal of one's own."""
    found = catalog.execute(
        sa.text(f"""
            select i.relname, array(select a.attname::text from unnest(x.indkey) with ordinality k (number, place)
                                     join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number order by place)
              from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid {IN_PUBLIC}
             where x.indisunique and not x.indisprimary and c.relname not like 'procrastinate%'
               and c.relname <> 'alembic_version' and not c.relispartition
        """)
    ).all()
    hang_on_a_row = ("owner_id", "profile_id", "resume_id", "application_id")
    for_all = {name for name, columns in found if columns[0] not in hang_on_a_row and not set(columns) >= {"id"}}
    assert for_all == UNIQUE_FOR_ALL


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


def test_the_app_cannot_make_anybody_an_administrator(alice: Somebody, catalog: sa.Connection) -> None:
    columns = set(tables()["people"].columns.keys())
    for right in ("INSERT", "UPDATE"):
        may = catalog.scalars(
            sa.text(
                "select column_name::text from information_schema.column_privileges "
                "where table_name = 'people' and grantee = :app and privilege_type = :right"
            ),
            {"app": APP_ROLE, "right": right},
        )
        assert columns - set(may) == NOT_WRITABLE
    with pytest.raises(sa.exc.ProgrammingError, match="permission denied"), alice.database.as_person(alice.id) as db:
        db.execute(sa.update(Person).values(is_admin=True))


def test_nothing_else_looks_past_the_wall(catalog: sa.Connection) -> None:
    definers = catalog.execute(
        sa.text("""
            select p.proname, p.proconfig::text, p.proacl::text
              from pg_proc p join pg_namespace n on n.oid = p.pronamespace
             where n.nspname = 'public' and p.prosecdef and p.proname not like 'procrastinate%'
        """)
    ).all()
    assert {name for name, _, _ in definers} == DOORS
    for name, config, rights in definers:
        assert config and "search_path=pg_catalog, public" in config, name
        assert rights and not any(right.startswith("=") for right in rights.strip("{}").split(",")), f"{name}: {rights}"
    views = catalog.scalar(sa.text(f"select count(*) from pg_class c {IN_PUBLIC} where c.relkind in ('v', 'm')"))
    assert views == 0


ADMINS_ONLY = (
    "admin_people(null, null, 50)",
    "admin_events(:id, null, 50)",
    "admin_disable(:id, true)",
    "admin_readings()",
)


@pytest.mark.parametrize("door", ADMINS_ONLY)
def test_the_database_itself_asks_who_administers(alice: Somebody, bob: Somebody, door: str) -> None:
    ask = sa.text(f"select {door}").bindparams(**({"id": alice.id} if ":id" in door else {}))
    with pytest.raises(sa.exc.ProgrammingError, match="not an administrator"), bob.database.as_person(bob.id) as db:
        db.execute(ask)
    with pytest.raises(sa.exc.ProgrammingError, match="not an administrator"), bob.database.as_nobody() as db:
        db.execute(ask)


def test_the_process_runs_as_that_role(database: Database) -> None:
    database.check_role()
    with database.as_nobody() as db:
        assert db.scalar(sa.text("select current_user")) == APP_ROLE


# --- what one transaction sees and does ------------------------------------------------------------------------------


@pytest.fixture
def hers(alice: Somebody, settings: Settings) -> Somebody:
    """Alice with a row in every table."""
    with keeper_of(settings) as keeper:
        fill(keeper, alice.id, "canary")
    return alice


def test_without_any_filter_nobody_sees_anybody_else(hers: Somebody, bob: Somebody) -> None:
    bobs = bob.id
    for table in [*owned_tables(), TRAIL]:
        for acting in (bob.database.as_person(bobs), bob.database.as_nobody(), bob.database.as_person(uuid4())):
            with acting as db:
                assert all(row.owner_id == bobs for row in db.execute(sa.select(table))), table.name
        with bob.database.as_person(hers.id) as db:
            assert db.execute(sa.select(table)).first(), table.name


def test_an_administrators_transaction_sees_no_row_of_anybody_elses(
    hers: Somebody, bob: Somebody, settings: Settings
) -> None:
    with keeper_of(settings) as keeper:
        keeper.execute(sa.text("update people set is_admin = true where id = :id"), {"id": bob.id})
    bobs = bob.id
    with bob.database.as_person(bobs) as db:
        for table in [*owned_tables(), TRAIL]:
            assert all(row.owner_id == bobs for row in db.execute(sa.select(table))), table.name


def test_without_any_filter_nobody_changes_anybody_else(hers: Somebody, bob: Somebody) -> None:
    told = 'select md5(string_agg(t::text, chr(10) order by t::text)) from "{}" t where owner_id = :id'
    names = [table.name for table in owned_tables()]

    def rows() -> list[str]:
        with keeper_of(hers.house.settings) as keeper:
            return [keeper.execute(sa.text(told.format(name)), {"id": hers.id}).scalar_one() for name in names]

    before = rows()
    for table in reversed(owned_tables()):
        with bob.database.as_person(uuid4()) as db:
            assert db.execute(sa.update(table).values(created_at=sa.func.now())).rowcount == 0  # type: ignore[attr-defined]
            assert db.execute(sa.delete(table)).rowcount == 0  # type: ignore[attr-defined]
    assert rows() == before


def test_a_row_cannot_be_given_to_or_hung_on_somebody_else(alice: Somebody, bob: Somebody) -> None:
    profile_of_alice = alice.profile.id
    for row in (
        Experience(owner_id=alice.id, profile_id=profile_of_alice),
        Experience(owner_id=bob.id, profile_id=profile_of_alice),
    ):
        with pytest.raises((sa.exc.ProgrammingError, sa.exc.IntegrityError)), bob.database.as_person(bob.id) as db:
            db.add(row)


def test_the_worker_in_bobs_name_touches_nothing_of_hers(hers: Somebody, bob: Somebody) -> None:
    with hers.database.as_person(hers.id) as db:
        export = db.scalar(sa.text("select id from exports"))
        letter = db.scalar(
            sa.text("update letters set state = 'waiting', due_at = now() - interval '1 hour' returning id")
        )
    pack_export(hers.house, {"owner_id": str(bob.id), "export_id": str(export)})
    deliver_letter(hers.house, {"owner_id": str(bob.id), "letter_id": str(letter)})
    with hers.database.as_person(hers.id) as db:
        assert db.execute(sa.text("select state, tries from letters")).one() == ("waiting", 1)
        assert db.execute(sa.text("select state from exports")).one() == ("cancelled",)


def test_a_trail_cannot_be_written_for_somebody_else(alice: Somebody, bob: Somebody) -> None:
    for owner, actor in ((alice.id, bob.id), (alice.id, alice.id), (bob.id, alice.id)):
        row = {"id": uuid7(), "owner_id": owner, "actor_id": actor, "action": "forged"}
        with pytest.raises(sa.exc.ProgrammingError, match="row-level security"), bob.database.as_person(bob.id) as db:
            db.execute(sa.insert(TRAIL).inline(), row)


# --- from one transaction to the next --------------------------------------------------------------------------------


@pytest.fixture
def one_connection(settings: Settings) -> Iterator[Database]:
    """Everybody takes turns on the same connection."""
    made = Database(settings)
    made.engine.dispose()
    made.engine = sa.create_engine(app_url(settings), pool_size=1, max_overflow=0)
    yield made
    made.engine.dispose()


def seen(db: Session) -> set[UUID]:
    return set(db.exec(select(Profile.owner_id)))


def test_a_transaction_leaves_no_name_behind(alice: Somebody, bob: Somebody, one_connection: Database) -> None:
    ids = {alice.id, bob.id}
    for _ in range(30):
        for person_id in ids:
            with one_connection.as_person(person_id) as db:
                assert seen(db) == {person_id}
            with one_connection.as_nobody() as db:
                assert seen(db) == set()
        with one_connection.as_caller(hash_token(bob.token)) as db:
            assert seen(db) == {bob.id}


FAULTS: dict[str, Callable[[Session], object]] = {
    "in the statement": lambda db: db.execute(sa.text("select 1 / 0")),
    "of the connection": lambda db: db.execute(sa.text("select pg_terminate_backend(pg_backend_pid())")),
    "of ours": lambda db: db.info["a name that is not there"],
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_transaction_that_breaks_leaves_no_name_behind(
    alice: Somebody, bob: Somebody, one_connection: Database, fault: str
) -> None:
    with pytest.raises((sa.exc.DBAPIError, KeyError)), one_connection.as_person(alice.id) as db:
        FAULTS[fault](db)
    with one_connection.as_nobody() as db:
        assert seen(db) == set()
    with one_connection.as_caller(hash_token(bob.token)) as db:
        assert seen(db) == {bob.id}


# --- at rest ---------------------------------------------------------------------------------------------------------
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
