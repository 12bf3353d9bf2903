"""Accounts: addresses, passwords and other proofs, letters, notifications, and the trail of what happened.

Revision ID: 20261121_accounts
Revises: 20261121_house
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from web.kit.walls import APP, PERSON, protect

revision = "20261121_accounts"
down_revision = "20261121_house"
branch_labels = None
depends_on = None

OWNED = (
    "identities", "tokens", "authenticators", "recovery_codes", "passkeys", "exports", "letters", "notifications",
)  # fmt: skip
ENTRIES = (
    "links", "details", "experiences", "educations", "skill_groups", "skills", "languages", "projects",
    "certifications", "achievements", "volunteerings", "interests", "references", "custom_entries",
)  # fmt: skip
OF_A_PROFILE = ("preferences", *ENTRIES, "resumes")
MAY_WRITE = (
    "id", "created_at", "updated_at", "plan", "registered_at", "seen_at", "email", "email_index", "password_hash",
    "password_changed_at", "signed_in_at", "disabled_at", "erased_at", "unread", "event_key",
)  # fmt: skip
MONTHS_AHEAD = 3


def upgrade() -> None:
    widen_people()
    widen_sign_ins()
    let_profiles_move()
    make_tables()
    for table in OWNED:
        protect(table)
    make_trail()
    make_keys()
    seal_prints()
    count_unread()
    make_doors()


def widen_people() -> None:
    for column in (
        sa.Column("email", sa.LargeBinary(), nullable=True),
        sa.Column("email_index", sa.LargeBinary(), nullable=True),
        sa.Column("password_hash", sa.Text(), server_default="", nullable=False),
        sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_admin", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unread", sa.Integer(), server_default="0", nullable=False),
        sa.Column("event_key", sa.LargeBinary(), nullable=True),
    ):
        op.add_column("people", column)
    op.create_unique_constraint(op.f("uq_people_email_index"), "people", ["email_index"])
    op.create_index(op.f("ix_people_erased_at"), "people", ["erased_at"])
    op.create_check_constraint(op.f("ck_people_email_is_indexed"), "people", "(email is null) = (email_index is null)")
    op.create_check_constraint(op.f("ck_people_email_index_is_sha256"), "people", "octet_length(email_index) = 32")
    columns = ", ".join(MAY_WRITE)
    op.execute(f"revoke insert, update on people from {APP}")
    op.execute(f"grant insert ({columns}), update ({columns}) on people to {APP}")


def widen_sign_ins() -> None:
    methods = sa.Enum(
        "guest", "password", "passkey", "google", "linkedin",
        name="method", native_enum=False, create_constraint=True, length=40,
    )  # fmt: skip
    for column in (
        sa.Column("address", sa.LargeBinary(), nullable=True),
        sa.Column("method", methods, server_default="guest", nullable=False),
        sa.Column("idle_seconds", sa.Integer(), server_default="2592000", nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("proved_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
    ):
        op.add_column("sign_ins", column)
    op.alter_column("sign_ins", "method", server_default=None)


def let_profiles_move() -> None:
    """A guest's profile can come to an account: whose it is goes along with everything that hangs on it."""
    for column in ("removed_at", "came_along_at"):
        op.add_column("profiles", sa.Column(column, sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(
        op.f("ck_profiles_default_is_there"), "profiles", "not (is_default and removed_at is not null)"
    )
    op.execute(SAYS_SOMETHING)
    op.execute(clear_removed(*ENTRIES, "profiles"))
    for table in OF_A_PROFILE:
        rehang(table, "profile_id", "profiles", f"{GOES_ALONG} on delete cascade")
    rehang("prints", "resume_id", "resumes", f"{GOES_ALONG} on delete cascade")
    rehang("skills", "group_id", "skill_groups", f"{GOES_ALONG} on delete set null (group_id) deferrable")


GOES_ALONG = "on update cascade"

# Whether there is a word of the person's in a profile, besides a name that is known already. What an opened form leaves
# behind, such as an entry that was added and never filled in, says nothing.
SAYS_SOMETHING = """
    create function says_something(wanted uuid, known_name text) returns boolean language plpgsql stable as $$
    declare table_name text; found_words boolean;
    begin
        foreach table_name in array array[{tables}] loop
            execute format(
                'select exists (select from %I t, jsonb_each(to_jsonb(t) - $3) as said (what, words)
                  where t.%I = $1 and said.words not in (%L, %L, %L, %L, %L)
                    and not (said.what = %L and said.words = to_jsonb($2)))',
                table_name, case table_name when 'profiles' then 'id' else 'profile_id' end,
                'null', '""', '[]', '{{}}', 'false', 'full_name')
               into found_words using wanted, known_name, array[{ours}]
                 || case table_name when 'profiles' then array['name', 'language'] else array[]::text[] end;
            if found_words then return true; end if;
        end loop;
        return false;
    end $$""".format(
    tables=", ".join(f"'{table}'" for table in ("profiles", "preferences", *ENTRIES)),
    ours=", ".join(
        f"'{column}'"
        for column in (
            "id", "owner_id", "profile_id", "created_at", "updated_at", "position", "removed_at", "kind", "visibility",
            "is_default", "steps_seen", "onboarded_at", "came_along_at", "weight", "revision",
        )
    ),
)  # fmt: skip


def clear_removed(*tables: str) -> str:
    names = ", ".join(f"'{table}'" for table in tables)
    return f"""
        create or replace function clear_removed(since timestamptz) returns bigint
        language plpgsql security definer set search_path = pg_catalog, public as $$
        declare entries text; gone bigint; total bigint := 0;
        begin
            foreach entries in array array[{names}] loop
                execute format('delete from %I where removed_at < $1', entries) using since;
                get diagnostics gone = row_count;
                total := total + gone;
            end loop;
            return total;
        end $$"""


def rehang(table: str, column: str, on: str, rules: str) -> None:
    name = f"fk_{table}_owner_id_{column}"
    op.execute(f'alter table "{table}" drop constraint {name}')
    op.execute(
        f'alter table "{table}" add constraint {name} foreign key (owner_id, {column}) references {on} (owner_id, id) '
        f"{rules} not valid"
    )
    op.execute(f'alter table "{table}" validate constraint {name}')


def make_trail() -> None:
    """Append-only: the app's role may add and read its own; nobody, not even the owner, changes or removes a row."""
    op.execute("""
        create table events (
            id uuid not null,
            at timestamptz not null default now(),
            owner_id uuid not null,
            actor_id uuid not null,
            action text not null,
            entity text not null default '',
            entity_id uuid,
            detail bytea,
            constraint pk_events primary key (id, at)
        ) partition by range (at)""")
    op.execute("create index ix_events_owner_id_at on events (owner_id, at)")
    op.execute("""
        create function refuse_change() returns trigger language plpgsql as $$
        begin raise exception 'the trail is append-only' using errcode = 'insufficient_privilege'; end $$""")
    op.execute("""
        create trigger refuse_change before update or delete on events
        for each row execute function refuse_change()""")
    op.execute("""
        create trigger refuse_truncate before truncate on events
        for each statement execute function refuse_change()""")
    op.execute("alter table events enable row level security")
    op.execute("alter table events force row level security")
    op.execute(f"create policy owner on events for select to {APP} using (owner_id = {PERSON})")
    op.execute(
        f"create policy actor on events for insert to {APP} with check (actor_id = {PERSON} and (owner_id = {PERSON} "
        f"or exists (select from people me where me.id = {PERSON} and me.is_admin and me.disabled_at is null)))"
    )
    op.execute("create policy keeper on events to current_user using (true) with check (true)")
    op.execute(f"grant select, insert (id, owner_id, actor_id, action, entity, entity_id, detail) on events to {APP}")
    op.execute("""
        create function make_event_partitions(months integer) returns integer
        language plpgsql security definer set search_path = pg_catalog, public as $$
        declare first date; name text; made integer := 0;
        begin
            perform pg_advisory_xact_lock(7240002);
            for month in 0..least(months, 24) loop
                first := date_trunc('month', now() at time zone 'UTC') + make_interval(months => month);
                name := 'events_' || to_char(first, 'YYYY_MM');
                continue when to_regclass('public.' || name) is not null;
                begin
                    execute format(
                        'create table public.%I partition of events for values from (%L) to (%L)',
                        name, first::timestamp at time zone 'UTC',
                        (first + interval '1 month')::timestamp at time zone 'UTC');
                    execute format(
                        'create trigger refuse_truncate before truncate on public.%I '
                        'for each statement execute function refuse_change()', name);
                    made := made + 1;
                exception when check_violation then null; -- the rest holds rows of this month, and keeps it
                end;
            end loop;
            return made;
        end $$""")
    op.execute("create table events_otherwise partition of events default")
    op.execute("""
        create trigger refuse_truncate before truncate on events_otherwise
        for each statement execute function refuse_change()""")
    op.execute(f"select make_event_partitions({MONTHS_AHEAD})")


def make_keys() -> None:
    """Nobody's rows: what shows whether a process holds the right keys. The app may add to it and not change it."""
    op.create_table(
        "keys",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_keys")),
    )
    op.execute(f"grant select, insert on keys to {APP}")


def seal_prints() -> None:
    """The words of a sheet name its person as their profile does; what was set before is set again when it is wanted."""
    op.execute("delete from prints")
    op.execute("alter table prints alter column words drop not null, alter column words type bytea using null")


def count_unread() -> None:
    op.execute("""
        create function count_unread() returns trigger language plpgsql as $$
        declare more integer := 0; whose uuid;
        begin
            if tg_op <> 'INSERT' then
                whose := old.owner_id;
                if old.read_at is null then more := more - 1; end if;
            end if;
            if tg_op <> 'DELETE' then
                whose := new.owner_id;
                if new.read_at is null then more := more + 1; end if;
            end if;
            if more <> 0 then update people set unread = greatest(unread + more, 0) where id = whose; end if;
            return null;
        end $$""")
    op.execute("""
        create trigger count_unread after insert or update or delete on notifications
        for each row execute function count_unread()""")


def make_doors() -> None:
    """The few functions that look past the wall. Each does one thing, for a caller who could not be told yet who it is,
    for a task that works for everybody, or for an administrator, whom the database itself asks for the flag."""
    op.execute("drop function enter(bytea)")
    door(
        "enter(hash bytea)",
        "table (person_id uuid, sign_in_id uuid, is_guest boolean, is_admin boolean, unread integer, proved_at timestamptz)",
        """
        declare last_seen timestamptz; browser_seen timestamptz;
        begin
            select s.owner_id, s.id, p.registered_at is null, p.is_admin, p.unread, s.proved_at, p.seen_at, s.seen_at
              into person_id, sign_in_id, is_guest, is_admin, unread, proved_at, last_seen, browser_seen
              from sign_ins s join people p on p.id = s.owner_id
             where s.token_hash = hash and s.expires_at > now()
               and s.seen_at > now() - make_interval(secs => s.idle_seconds)
               and p.disabled_at is null and p.erased_at is null;
            if not found then return; end if;
            perform set_config('app.person_id', person_id::text, true);
            if last_seen < now() - interval '1 day' then
                update people p set seen_at = now() where p.id = person_id;
                update sign_ins s set expires_at = now() + interval '400 days' where s.id = sign_in_id and is_guest;
            end if;
            if browser_seen < now() - interval '5 minutes' then
                update sign_ins s set seen_at = now() where s.id = sign_in_id;
            end if;
            return next;
        end""",
    )
    door(
        "find_owner(what text, key bytea)", "uuid",
        """
        begin
            return case what
                when 'address' then (select id from people where email_index = key)
                when 'identity' then (select i.owner_id from identities i where i.key = find_owner.key)
                when 'token' then (select owner_id from tokens where token_hash = key)
                when 'passkey' then (select owner_id from passkeys where credential_id = key)
            end;
        end""",
    )  # fmt: skip
    door(
        "adopt(guest uuid, person uuid)", "jsonb",
        """
        declare moved jsonb := '{}'; thing record; many bigint; known_name text;
        begin
            perform 1 from people where id in (guest, person) order by id for update;
            if not exists (select from people where id = guest and registered_at is null)
               or not exists (select from people where id = person and registered_at is not null) then
                return null;
            end if;
            set constraints all deferred;
            select full_name into known_name from profiles where owner_id = person and is_default;
            delete from prints where owner_id = guest;
            delete from profiles where owner_id = guest and not says_something(id, known_name);
            for thing in
                select c.relname as name from pg_attribute a
                  join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
                 where n.nspname = 'public' and c.relkind = 'r' and a.attname = 'profile_id' and not a.attisdropped
                 order by 1
            loop
                execute format('select count(*) from %I where owner_id = $1', thing.name) into many using guest;
                if many > 0 then moved := moved || jsonb_build_object(thing.name, many); end if;
            end loop;
            update profiles set owner_id = person, is_default = false, came_along_at = now() where owner_id = guest;
            get diagnostics many = row_count;
            if many > 0 then moved := moved || jsonb_build_object('profiles', many); end if;
            delete from people where id = guest;
            return moved;
        end""",
    )  # fmt: skip
    door(
        "erased_people(since timestamptz)", "setof uuid",
        "begin return query select id from people where erased_at <= since order by erased_at limit 1000; end",
    )  # fmt: skip
    door(
        "forget_errands(person uuid)", "bigint",
        """
        declare gone bigint;
        begin
            delete from procrastinate_jobs where args->>'owner_id' = person::text and status <> 'doing';
            get diagnostics gone = row_count;
            return gone;
        end""",
    )  # fmt: skip
    door(
        "clear_stale(at timestamptz)", "bigint",
        """
        declare gone bigint; total bigint := 0;
        begin
            delete from sign_ins where expires_at < at - interval '30 days'
                or seen_at + make_interval(secs => idle_seconds) < at - interval '30 days';
            get diagnostics gone = row_count; total := total + gone;
            delete from tokens where expires_at < at;
            get diagnostics gone = row_count; total := total + gone;
            delete from letters where state <> 'waiting' and created_at < at - interval '30 days';
            get diagnostics gone = row_count; total := total + gone;
            delete from notifications where read_at < at - interval '180 days';
            get diagnostics gone = row_count; return total + gone;
        end""",
    )  # fmt: skip
    door(
        "waiting_letters(at timestamptz)", "table (owner_id uuid, letter_id uuid)",
        """
        begin
            return query select l.owner_id, l.id from letters l
                          where l.state = 'waiting' and l.due_at <= at order by l.due_at limit 500;
        end""",
    )  # fmt: skip
    door(
        "expired_exports(at timestamptz)", "table (owner_id uuid, export_id uuid)",
        "begin return query select e.owner_id, e.id from exports e where e.expires_at <= at limit 1000; end",
    )  # fmt: skip
    admins_only = f"""
            if not exists (select from people me where me.id = {PERSON} and me.is_admin and me.disabled_at is null) then
                raise exception 'not an administrator' using errcode = 'insufficient_privilege';
            end if;"""
    door(
        "admin_people(index bytea, whom uuid, most integer)",
        "table (id uuid, email bytea, registered_at timestamptz, seen_at timestamptz, signed_in_at timestamptz,"
        " disabled_at timestamptz, erased_at timestamptz, is_admin boolean, event_key bytea)",
        f"""
        begin{admins_only}
            return query select p.id, p.email, p.registered_at, p.seen_at, p.signed_in_at, p.disabled_at, p.erased_at,
                                p.is_admin, p.event_key
                           from people p where p.registered_at is not null
                            and (index is null or p.email_index = index) and (whom is null or p.id = whom)
                          order by p.registered_at desc limit least(most, 100);
        end""",
    )
    door(
        "admin_events(person uuid, before uuid, most integer)",
        "table (id uuid, at timestamptz, owner_id uuid, actor_id uuid, action text, entity text, entity_id uuid, detail bytea)",
        f"""
        begin{admins_only}
            return query select e.id, e.at, e.owner_id, e.actor_id, e.action, e.entity, e.entity_id, e.detail
                           from events e where e.owner_id = person
                            and (before is null or (e.at, e.id) < (select b.at, b.id from events b where b.id = before))
                          order by e.at desc, e.id desc limit least(most, 500);
        end""",
    )
    door(
        "admin_disable(person uuid, disabled boolean)", "boolean",
        f"""
        begin{admins_only}
            update people p set disabled_at = case when disabled then now() end
             where p.id = person and p.registered_at is not null and not p.is_admin
               and (p.disabled_at is null) = disabled;
            if not found then return false; end if;
            if disabled then delete from sign_ins where owner_id = person; end if;
            return true;
        end""",
    )  # fmt: skip
    op.execute("revoke all on function make_event_partitions(integer) from public")
    op.execute(f"grant execute on function make_event_partitions(integer) to {APP}")


def door(head: str, answers: str, body: str) -> None:
    op.execute(
        f"create function {head} returns {answers} language plpgsql security definer "
        f"set search_path = pg_catalog, public as $${body}$$"
    )
    kinds = ", ".join(argument.split()[1] for argument in head.partition("(")[2].rstrip(")").split(","))
    signature = f"{head.partition('(')[0]}({kinds})"
    op.execute(f"revoke all on function {signature} from public")
    op.execute(f"grant execute on function {signature} to {APP}")


DOORS = (
    "find_owner(text, bytea)", "adopt(uuid, uuid)", "erased_people(timestamptz)", "forget_errands(uuid)",
    "clear_stale(timestamptz)", "waiting_letters(timestamptz)", "expired_exports(timestamptz)",
    "admin_people(bytea, uuid, integer)", "admin_events(uuid, uuid, integer)", "admin_disable(uuid, boolean)",
    "make_event_partitions(integer)",
)  # fmt: skip


def make_tables() -> None:
    op.create_table(
        "authenticators",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["people.id"], name=op.f("fk_authenticators_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authenticators")),
    )
    op.create_index(op.f("ix_authenticators_owner_id"), "authenticators", ["owner_id"], unique=False)
    op.create_table(
        "exports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "packing",
                "ready",
                "failed",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_exports_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
    )
    op.create_index(op.f("ix_exports_owner_id"), "exports", ["owner_id"], unique=False)
    op.create_table(
        "identities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column(
            "provider",
            sa.Enum("google", "linkedin", name="provider", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("email", sa.LargeBinary(), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("octet_length(key) = 32", name=op.f("ck_identities_key_is_sha256")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_identities_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identities")),
        sa.UniqueConstraint("key", name=op.f("uq_identities_key")),
        sa.UniqueConstraint("owner_id", "provider", name=op.f("uq_identities_owner_id_provider")),
    )
    op.create_index(op.f("ix_identities_owner_id"), "identities", ["owner_id"], unique=False)
    op.create_table(
        "letters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("recipient", sa.LargeBinary(), nullable=True),
        sa.Column("context", sa.LargeBinary(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("waiting", "sent", "failed", name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_letters_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
    )
    op.create_index(op.f("ix_letters_owner_id"), "letters", ["owner_id"], unique=False)
    op.create_table(
        "notifications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "system",
                "job-match",
                "application",
                "credit",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("char_length(link) <= 300", name=op.f("ck_notifications_link_length")),
        sa.CheckConstraint("char_length(title) <= 300", name=op.f("ck_notifications_title_length")),
        sa.CheckConstraint("char_length(words) <= 1000", name=op.f("ck_notifications_words_length")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["people.id"], name=op.f("fk_notifications_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
    )
    op.create_index(op.f("ix_notifications_owner_id"), "notifications", ["owner_id"], unique=False)
    op.create_index("ix_notifications_owner_id_created_at", "notifications", ["owner_id", "created_at"], unique=False)
    op.create_table(
        "passkeys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("transports", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("char_length(name) <= 300", name=op.f("ck_passkeys_name_length")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_passkeys_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
    )
    op.create_index(op.f("ix_passkeys_owner_id"), "passkeys", ["owner_id"], unique=False)
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("octet_length(code_hash) = 32", name=op.f("ck_recovery_codes_code_hash_is_sha256")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["people.id"], name=op.f("fk_recovery_codes_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("owner_id", "code_hash", name=op.f("uq_recovery_codes_owner_id_code_hash")),
    )
    op.create_index(op.f("ix_recovery_codes_owner_id"), "recovery_codes", ["owner_id"], unique=False)
    op.create_table(
        "tokens",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "register",
                "reset",
                "change-address",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("binding", sa.LargeBinary(), nullable=False),
        sa.Column("detail", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("octet_length(binding) = 32", name=op.f("ck_tokens_binding_is_sha256")),
        sa.CheckConstraint("octet_length(token_hash) = 32", name=op.f("ck_tokens_token_hash_is_sha256")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_tokens_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_tokens_token_hash")),
    )
    op.create_index(op.f("ix_tokens_expires_at"), "tokens", ["expires_at"], unique=False)
    op.create_index(op.f("ix_tokens_owner_id"), "tokens", ["owner_id"], unique=False)


def downgrade() -> None:
    for name in DOORS:
        op.execute(f"drop function {name}")
    for table in ("keys", "events", *reversed(OWNED)):
        op.drop_table(table)
    op.execute("drop function refuse_change()")
    op.execute("drop function count_unread()")
    let_profiles_stay()
    op.execute("delete from prints")
    op.execute("alter table prints alter column words type jsonb using '[]', alter column words set not null")
    for column in ("address", "method", "idle_seconds", "seen_at", "proved_at"):
        op.drop_column("sign_ins", column)
    op.execute("update people set registered_at = null")
    for column in (
        "email", "email_index", "password_hash", "password_changed_at", "signed_in_at", "is_admin", "disabled_at",
        "erased_at", "unread", "event_key",
    ):  # fmt: skip
        op.drop_column("people", column)
    op.execute(f"grant insert, update on people to {APP}")
    op.execute("drop function enter(bytea)")
    door(
        "enter(hash bytea)",
        "table (person_id uuid, sign_in_id uuid, is_guest boolean, seen_at timestamptz)",
        ENTER_BEFORE,
    )


def let_profiles_stay() -> None:
    for table in OF_A_PROFILE:
        rehang(table, "profile_id", "profiles", "on delete cascade")
    rehang("prints", "resume_id", "resumes", "on delete cascade")
    rehang("skills", "group_id", "skill_groups", "on delete set null (group_id)")
    op.execute(clear_removed(*ENTRIES))
    op.execute("drop function says_something(uuid, text)")
    op.drop_constraint(op.f("ck_profiles_default_is_there"), "profiles")
    for column in ("removed_at", "came_along_at"):
        op.drop_column("profiles", column)


ENTER_BEFORE = """
    begin
        select s.owner_id, s.id, p.registered_at is null, p.seen_at
          into person_id, sign_in_id, is_guest, seen_at
          from sign_ins s join people p on p.id = s.owner_id
         where s.token_hash = hash and s.expires_at > now();
        if not found then return; end if;
        perform set_config('app.person_id', person_id::text, true);
        if seen_at < now() - interval '1 day' then
            update people p set seen_at = now() where p.id = person_id;
            update sign_ins s set expires_at = now() + interval '30 days' where s.id = sign_in_id and is_guest;
        end if;
        return next;
    end"""
