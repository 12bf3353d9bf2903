"""The tracker: postings that people saved, and their way to each of them.

Revision ID: 20261121_tracker
Revises: 20261121_imports
"""

import re
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from web.kit.walls import APP, PERSON, protect

revision = "20261121_tracker"
down_revision = "20261121_imports"
branch_labels = None
depends_on = None

TABLES = (
    "acts", "boards", "contacts", "jobs", "views", "applications", "acquaintances", "moments", "sendings",
    "spreadsheets", "tallies",
)  # fmt: skip


def upgrade() -> None:
    make_words_plain()
    make_tables()
    for table in TABLES:
        protect(table)
    let_jobs_come_along()
    make_findable()
    keep_tallies()
    open_doors_for_reminders()
    open_door_to_the_bins()
    open_door_to_the_planner()


def downgrade() -> None:
    op.execute("drop function find_words(text[], boolean, int)")
    op.execute("drop function weigh_applications()")
    op.execute("drop function expired_applications(timestamptz)")
    op.execute("drop function find_feed(bytea)")
    op.execute("drop function due_reminders(timestamptz)")
    op.execute("drop function adopt_all(uuid, uuid)")
    for table in reversed(TABLES):
        op.drop_table(table)
    for table, change, _ in TALLIED:
        op.execute(f"drop function tally_{table}_{change}()")
    op.execute("drop function tally(uuid[])")
    op.execute("drop function rank_of(text)")
    for table in FINDABLE:
        op.execute(f"drop function keep_words_of_{table}()")
    op.execute("drop function vector_of(text)")
    op.execute("drop function plain_words(text)")


def make_words_plain() -> None:
    """Words as they are looked for, without case and accents."""
    op.execute(r"""
        create function plain_words(said text) returns text language sql immutable strict parallel safe
        return translate(replace(replace(lower(unaccent('unaccent'::regdictionary, said)), '++', 'plusplus'), '#', 'sharp'),
                         '-–—./\\,;:()[]{}&|@_''’"“”„*!?<>=~+', repeat(' ', 40))""")
    op.execute("""
        create function vector_of(said text) returns tsvector language sql immutable strict parallel safe
        return to_tsvector('simple'::regconfig, plain_words(said))""")


def found_by() -> tuple[sa.Column[Any], sa.Column[Any]]:
    """What a row is found by: kept beside it by the database, and read by nobody else."""
    return sa.Column("found_names", sa.Text()), sa.Column("found_words", postgresql.TSVECTOR())


def make_findable() -> None:
    """Behind row-level security an index over words stands unused, because nothing is compared before it is known whose
    it is: `find_words` looks past the wall, and takes whose words it may find from the transaction, never from who asks."""
    op.execute("create extension if not exists btree_gin")
    for table, (_, names, words, where) in FINDABLE.items():
        columns = sorted(set(re.findall(r"[a-z_]{2,}", f"{names} {words}")))
        op.execute(f"""
            create function keep_words_of_{table}() returns trigger language plpgsql
            set search_path = pg_catalog, public as $$
            begin
                select plain_words({names}), vector_of({words}) into new.found_names, new.found_words
                  from (select {", ".join(f"new.{column}" for column in columns)}) said;
                return new;
            end $$""")
        op.execute(f"""
            create trigger keep_words before insert or update of {", ".join(columns)} on {table}
            for each row execute function keep_words_of_{table}()""")
        said = f"where {where}" * bool(where)
        op.execute(f"create index ix_{table}_words on {table} using gin (owner_id, found_words) {said}")
        op.execute(f"create index ix_{table}_alike on {table} using gin (owner_id, found_names gin_trgm_ops) {said}")
    for table in NAMED:
        op.execute(f"create index ix_{table}_named on {table} using gin (owner_id, to_tsvector('simple', found_names))")
    op.execute(f"""
        create function find_words(words text[], is_close boolean, most int)
        returns table (kind text, application_id uuid, names text, says text)
        language plpgsql stable security definer
        set search_path = pg_catalog, public set pg_trgm.word_similarity_threshold = 0.3 as $$
        #variable_conflict use_column
        declare
            me uuid := {PERSON};
            plain text[] := array(select plain_words(word) from unnest(words) as word);
            longest text := (select word from unnest(plain) as word order by length(word) desc limit 1);
            query tsquery := to_tsquery('simple', (select string_agg(quote_literal(trim(word)) || ':*', ' & ')
                                                     from unnest(plain) as word where trim(word) <> ''));
        begin
            if is_close then
                return query {_best(_found(table, CLOSE, "word_similarity(longest, found_names)") for table in FINDABLE)};
            else
                return query {_best([*(_found(table, NAMES, "1") for table in NAMED), *(_found(table, SAYS, "0") for table in FINDABLE)])};
            end if;
        end $$""")
    op.execute("revoke all on function find_words(text[], boolean, int) from public")
    op.execute(f"grant execute on function find_words(text[], boolean, int) to {APP}")


# What each table calls a row, by which slips of the pen are forgiven; all its words; and which of its rows say any.
FINDABLE = {
    "jobs": ("job", "title || ' ' || company || ' ' || place", "title || ' ' || company || ' ' || place || E'\\n' || text", ""),
    "contacts": ("contact", "name || ' ' || role || ' ' || company", "name || ' ' || role || ' ' || company || E'\\n' || how_met", ""),
    "applications": ("note", "notes", "notes", "notes <> ''"),
    "moments": ("moment", "title || ' ' || place || ' ' || words", "title || ' ' || place || E'\\n' || words",
                "title || place || words <> ''"),
}  # fmt: skip
NAMED = ("jobs", "contacts")  # a row that is called so comes before one that only says so
SAYS, NAMES = "found_words @@ query", "to_tsvector('simple', found_names) @@ query"
CLOSE = """(found_names %> longest or found_names like '%' || longest || '%')
           and not exists (select from unnest(plain) as word
                            where word_similarity(word, found_names) < 0.3 and strpos(found_names, word) = 0)"""
THEIR_APPLICATION = {
    "jobs": "select a.id from applications a where a.owner_id = me and a.job_id = t.id and a.removed_at is null",
    "contacts": """select a.id from acquaintances q join applications a on a.owner_id = me and a.id = q.application_id
                    where q.owner_id = me and q.contact_id = t.id and a.removed_at is null order by a.id desc limit 1""",
    "applications": "select t.id where t.removed_at is null",
    "moments": "select a.id from applications a where a.owner_id = me and a.id = t.application_id and a.removed_at is null",
}


def _found(table: str, says: str, nearness: str) -> str:
    """A hundred rows that say it and whose application is not in the bin: more than anybody looks at."""
    kind, _, _, where = FINDABLE[table]
    mine = f"select * from {table} where owner_id = me and {says} {f'and {where}' * bool(where)} offset 0"
    return f"""(select '{kind}'::text as kind, t.id as row_id, their.id as application_id, {nearness} as nearness
                  from ({mine}) t, lateral ({THEIR_APPLICATION[table]}) their limit 100)"""


def _best(found: Iterable[str]) -> str:
    """The nearest of them, each once, with their words."""
    words = " union all ".join(
        f"select {names} as names, {words} as says from {table} where '{kind}' = f.kind and id = f.row_id"
        for table, (kind, names, words, _) in FINDABLE.items()
    )
    return f"""
        select f.kind, f.application_id, w.names, w.says
          from (select kind, row_id, application_id, max(nearness) as nearness
                  from ({" union all ".join(found)}) each group by kind, row_id, application_id
                 order by 4 desc, array_position(array['job', 'contact', 'note', 'moment'], kind), row_id desc
                 limit most) f, lateral ({words}) w
         order by f.nearness desc, array_position(array['job', 'contact', 'note', 'moment'], f.kind), f.row_id desc"""


# What changes a tally: a change of which table, and whose applications are to be counted anew.
TALLIED = (
    ("applications", "insert", "select id from after"),
    ("applications", "update", """
        select n.id from after n join before o on o.id = n.id
         where (n.stage, n.applied_on, n.response, n.resume_id, n.removed_at)
               is distinct from (o.stage, o.applied_on, o.response, o.resume_id, o.removed_at)"""),
    ("jobs", "update", """
        select a.id from after n join before o on o.id = n.id
          join applications a on a.owner_id = n.owner_id and a.job_id = n.id
         where (n.source, n.url) is distinct from (o.source, o.url)"""),
    ("moments", "insert", "select application_id from after where kind in ('saved', 'moved')"),
    ("moments", "update", """
        select n.application_id from after n join before o on o.id = n.id
         where n.kind in ('saved', 'moved') and (n.at, n.detail) is distinct from (o.at, o.detail)"""),
    ("moments", "delete", "select application_id from before where kind in ('saved', 'moved')"),
    ("sendings", "insert", "select application_id from after"),
    ("sendings", "delete", "select application_id from before"),
)  # fmt: skip
SEEN = {
    "insert": "new table as after",
    "update": "old table as before new table as after",
    "delete": "old table as before",
}


def keep_tallies() -> None:
    """What the figures count of an application stands in a row of its own, drawn anew by whatever changes it: ten
    thousand are counted by one look at narrow rows, and no figure is older than what it counts.

    How far a stage is: a refusal comes to what was applied for, who withdraws may never have applied, a stage of one's
    own lies between. A stay is told in whole days; one whose beginning or end nobody said is not counted.

    The plan is made once: to plan it for each application takes three times as long as to draw one."""
    op.execute("""
        create function rank_of(stage text) returns int language sql immutable strict parallel safe
        return case stage when 'saved' then 0 when 'withdrawn' then 0 when 'applied' then 1 when 'rejected' then 1
                          when 'offer' then 3 when 'accepted' then 4 else 2 end""")
    op.execute(r"""
        create function tally(ids uuid[]) returns void language plpgsql
        set search_path = pg_catalog, public set plan_cache_mode = force_generic_plan as $$
        begin
            insert into tallies (id, owner_id, is_counted, reached, is_answered, resume, design, source, month, stays)
            select a.id, a.owner_id, a.removed_at is null, far.reached,
                   far.reached > 1 or a.stage = 'rejected' or coalesce(way.is_refused, false)
                       or a.response in ('question', 'invitation', 'offer', 'refusal'),
                   coalesce(nullif(sent.resume_name, ''), a.resume_id::text, ''), coalesce(sent.design, ''),
                   coalesce(nullif(j.source, ''), substring(j.url from '^https?://(?\:www\.)?([^/:?#]+)'), ''),
                   coalesce(to_char(a.applied_on, 'YYYY-MM'), ''), coalesce(way.stays, '{}')
              from applications a
              join jobs j on j.owner_id = a.owner_id and j.id = a.job_id
              left join lateral (
                   select max(rank_of(stage)) as reached, bool_or(stage = 'rejected') as is_refused,
                          array_agg(stage || ':' || extract(day from long)) filter (where long is not null) as stays
                     from (select stage, lead(dated) over (order by at, id) - dated as long
                             from (select m.id, m.at, coalesce(m.detail->>'stage', 'saved') as stage,
                                          case when m.detail->>'undated' is null then m.at end as dated
                                     from moments m
                                    where m.application_id = a.id and m.kind in ('saved', 'moved')) moves) stayed) way
                   on true
              left join lateral (
                   select s.resume_name, s.design from sendings s
                    where s.application_id = a.id order by s.id desc limit 1) sent on true,
              lateral (select greatest(way.reached, rank_of(a.stage), (a.applied_on is not null)::int) as reached) far
             where a.id = any (ids)
            on conflict (id) do update
               set is_counted = excluded.is_counted, reached = excluded.reached, is_answered = excluded.is_answered,
                   resume = excluded.resume, design = excluded.design, source = excluded.source,
                   month = excluded.month, stays = excluded.stays;
        end $$""")
    for table, change, ids in TALLIED:
        keep_tallies_of(table, change, ids)


def keep_tallies_of(table: str, change: str, ids: str) -> None:
    """What goes, or gets another owner, along with its application changes nothing that is counted of it."""
    op.execute(f"""
        create function tally_{table}_{change}() returns trigger language plpgsql as $$
        declare ids uuid[] := array({ids});
        begin
            if ids <> '{{}}' then
                perform tally(ids);
            end if;
            return null;
        end $$""")
    alone = "when (pg_trigger_depth() = 0)" if table in ("moments", "sendings") else ""
    op.execute(f"""
        create trigger tally_{change} after {change} on {table} referencing {SEEN[change]}
        for each statement {alone} execute function tally_{table}_{change}()""")


def open_door_to_the_planner() -> None:
    """Only a table's owner may have it counted. Who brings thousands of rows in one transaction must: the planner knows
    these tables as they were before, perhaps empty, and would look through all of them for each row's neighbours. What
    somebody else counts at the moment is passed over."""
    op.execute("""
        create function weigh_applications() returns void
        language plpgsql security definer set search_path = pg_catalog, public as $$
        begin
            analyze (skip_locked) jobs (id, owner_id), applications (id, owner_id, job_id), contacts (id, owner_id),
                    acquaintances (owner_id, application_id, contact_id), moments (owner_id, application_id),
                    tallies (id, owner_id);
        end $$""")
    op.execute("revoke all on function weigh_applications() from public")
    op.execute(f"grant execute on function weigh_applications() to {APP}")


def open_door_to_the_bins() -> None:
    """What lies in a bin since before then, whoever put it there: the worker deletes each in its owner's name."""
    op.execute("""
        create function expired_applications(since timestamptz) returns table (owner_id uuid, application_id uuid)
        language sql security definer set search_path = pg_catalog, public as $$
            select a.owner_id, a.id from applications a where a.removed_at < since order by a.removed_at limit 1000
        $$""")
    op.execute("revoke all on function expired_applications(timestamptz) from public")
    op.execute(f"grant execute on function expired_applications(timestamptz) to {APP}")


def let_jobs_come_along() -> None:
    """A guest who signs in to an account brings the jobs along as well. What hangs on them follows by its foreign keys,
    which wait until all of it has moved: an application hangs on a job and on a résumé."""
    op.execute("""
        create function adopt_all(guest uuid, person uuid) returns jsonb
        language plpgsql security definer set search_path = pg_catalog, public as $$
        declare moved jsonb := '{}'; thing text; many bigint; known jsonb;
        begin
            perform 1 from people where id in (guest, person) order by id for update;
            if not exists (select from people where id = guest and registered_at is null)
               or not exists (select from people where id = person and registered_at is not null) then
                return null;
            end if;
            set constraints all deferred;
            foreach thing in array array['acquaintances', 'applications', 'moments', 'sendings'] loop
                execute format('select count(*) from %I where owner_id = $1', thing) into many using guest;
                if many > 0 then moved := moved || jsonb_build_object(thing, many); end if;
            end loop;
            delete from acts where owner_id = guest;
            delete from boards where owner_id = guest and exists (select from boards where owner_id = person);
            delete from views g where owner_id = guest
               and exists (select from views v where v.owner_id = person and v.name = g.name);
            foreach thing in array array['boards', 'contacts', 'jobs', 'spreadsheets', 'views'] loop
                execute format('update %I set owner_id = $2 where owner_id = $1', thing) using guest, person;
                get diagnostics many = row_count;
                if many > 0 then moved := moved || jsonb_build_object(thing, many); end if;
            end loop;
            known := adopt(guest, person);
            return known || moved;
        end $$""")
    op.execute("revoke all on function adopt_all(uuid, uuid) from public")
    op.execute(f"grant execute on function adopt_all(uuid, uuid) to {APP}")


def open_doors_for_reminders() -> None:
    """Who may have something to be told, for the worker, who then looks closely in their name; and whose calendar a
    secret opens. A thing that is said for a day may be due a good day before or after the noon it is kept at."""
    op.execute("""
        create function due_reminders(present timestamptz) returns setof uuid
        language plpgsql security definer set search_path = pg_catalog, public as $$
        begin
            return query
            select b.owner_id from boards b join people p on p.id = b.owner_id
             where b.remind = 'digest' and (b.due_at is null or b.due_at <= present)
               and p.disabled_at is null and p.erased_at is null
            union
            select a.owner_id from applications a join people p on p.id = a.owner_id
             where not exists (select from boards b where b.owner_id = a.owner_id)
               and p.disabled_at is null and p.erased_at is null
            union
            select b.owner_id from boards b join people p on p.id = b.owner_id join moments m on m.owner_id = b.owner_id
              join applications a on a.owner_id = m.owner_id and a.id = m.application_id
             where b.remind = 'each' and p.disabled_at is null and p.erased_at is null
               and a.archived_at is null and a.removed_at is null
               and a.stage not in ('accepted', 'rejected', 'withdrawn')
               and m.kind in ('step', 'interview') and m.done_at is null and m.told_for is distinct from m.at
               and m.at > present - interval '3 days'
               and m.at <= present + make_interval(
                   hours => b.hours_before + case when m.zone = '' then 26 - b.digest_hour else 0 end);
        end $$""")
    op.execute("""
        create function find_feed(hash bytea) returns uuid
        language plpgsql security definer set search_path = pg_catalog, public as $$
        begin
            return (select b.owner_id from boards b join people p on p.id = b.owner_id
                     where b.feed_hash = hash and p.disabled_at is null and p.erased_at is null);
        end $$""")
    for door in ("due_reminders(timestamptz)", "find_feed(bytea)"):
        op.execute(f"revoke all on function {door} from public")
        op.execute(f"grant execute on function {door} to {APP}")


def make_tables() -> None:
    make_arrangements()
    make_jobs()
    make_applications()
    make_people()
    make_timeline()


def make_arrangements() -> None:
    op.create_table(
        "acts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("char_length(words) <= 300", name=op.f("ck_acts_words_length")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_acts_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acts")),
    )
    op.create_index(op.f("ix_acts_owner_id"), "acts", ["owner_id"], unique=False)
    op.create_table(
        "boards",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("stages", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("by_letter", sa.Boolean(), nullable=False),
        sa.Column(
            "remind",
            sa.Enum("digest", "each", "never", name="remind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("digest_hour", sa.Integer(), nullable=False),
        sa.Column("hours_before", sa.Integer(), nullable=False),
        sa.Column("quiet_days", sa.Integer(), nullable=False),
        sa.Column("feed_hash", sa.LargeBinary(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("char_length(zone) <= 300", name=op.f("ck_boards_zone_length")),
        sa.CheckConstraint("digest_hour between 0 and 23", name=op.f("ck_boards_digest_hour")),
        sa.CheckConstraint("hours_before between 0 and 336", name=op.f("ck_boards_hours_before")),
        sa.CheckConstraint("quiet_days between 0 and 365", name=op.f("ck_boards_quiet_days")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_boards_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boards")),
        sa.UniqueConstraint("owner_id", name=op.f("uq_boards_owner_id")),
    )
    op.create_index(op.f("ix_boards_due_at"), "boards", ["due_at"], unique=False)
    op.create_index(op.f("ix_boards_feed_hash"), "boards", ["feed_hash"], unique=False)
    op.create_index(op.f("ix_boards_owner_id"), "boards", ["owner_id"], unique=False)
    op.create_table(
        "views",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.CheckConstraint("char_length(name) <= 300", name=op.f("ck_views_name_length")),
        sa.CheckConstraint("char_length(query) <= 2000", name=op.f("ck_views_query_length")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_views_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_views")),
        sa.UniqueConstraint("owner_id", "name", name=op.f("uq_views_owner_id_name")),
    )
    op.create_index(op.f("ix_views_owner_id"), "views", ["owner_id"], unique=False)
    op.create_table(
        "spreadsheets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sheet", sa.LargeBinary(), nullable=True),
        sa.Column("columns", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("day_first", sa.Boolean(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "ready",
                "waiting",
                "bringing",
                "done",
                "failed",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("act_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("char_length(name) <= 300", name=op.f("ck_spreadsheets_name_length")),
        sa.CheckConstraint("char_length(reason) <= 300", name=op.f("ck_spreadsheets_reason_length")),
        sa.CheckConstraint("done between 0 and total", name=op.f("ck_spreadsheets_done")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_spreadsheets_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spreadsheets")),
    )
    op.create_index(op.f("ix_spreadsheets_owner_id"), "spreadsheets", ["owner_id"], unique=False)


def make_jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("apply_url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column(
            "remote",
            sa.Enum("remote", "hybrid", "on-site", name="remote", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column(
            "employment",
            sa.Enum(
                "full-time",
                "part-time",
                "contract",
                "temporary",
                "internship",
                "apprenticeship",
                "volunteer",
                "permanent",
                name="employment",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("salary_low", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("salary_high", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column(
            "period",
            sa.Enum(
                "hour",
                "day",
                "week",
                "month",
                "year",
                name="period",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("required", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("preferred", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("years", sa.Integer(), nullable=True),
        sa.Column("benefits", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("visa", sa.Boolean(), nullable=True),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("said", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        *found_by(),
        sa.CheckConstraint("currency is null or currency ~ '^[A-Z]{3}$'", name=op.f("ck_jobs_currency")),
        sa.CheckConstraint("char_length(apply_url) <= 2000", name=op.f("ck_jobs_apply_url_length")),
        sa.CheckConstraint("char_length(company) <= 300", name=op.f("ck_jobs_company_length")),
        sa.CheckConstraint("char_length(external_id) <= 300", name=op.f("ck_jobs_external_id_length")),
        sa.CheckConstraint("char_length(key) <= 2000", name=op.f("ck_jobs_key_length")),
        sa.CheckConstraint("char_length(place) <= 300", name=op.f("ck_jobs_place_length")),
        sa.CheckConstraint("char_length(source) <= 300", name=op.f("ck_jobs_source_length")),
        sa.CheckConstraint("char_length(text) <= 100000", name=op.f("ck_jobs_text_length")),
        sa.CheckConstraint("char_length(title) <= 300", name=op.f("ck_jobs_title_length")),
        sa.CheckConstraint("char_length(url) <= 2000", name=op.f("ck_jobs_url_length")),
        sa.CheckConstraint("salary_low <= salary_high", name=op.f("ck_jobs_salary_in_order")),
        sa.CheckConstraint("years between 0 and 60", name=op.f("ck_jobs_years")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_jobs_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("owner_id", "id", name=op.f("uq_jobs_owner_id_id")),
    )
    op.create_index(op.f("ix_jobs_fingerprint_owner_id"), "jobs", ["fingerprint", "owner_id"], unique=False)
    op.create_index(op.f("ix_jobs_key_owner_id"), "jobs", ["key", "owner_id"], unique=False)


def make_applications() -> None:
    op.create_table(
        "applications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("resume_id", sa.Uuid(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("stage_since", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("place", sa.Float(), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "manual", "assisted", "automatic", name="method", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("answers", sa.LargeBinary(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("excitement", sa.Integer(), nullable=False),
        sa.Column("salary_hoped", sa.Text(), nullable=False),
        sa.Column(
            "response",
            sa.Enum(
                "",
                "receipt",
                "question",
                "invitation",
                "offer",
                "refusal",
                name="response",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("response_on", sa.Date(), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        *found_by(),
        sa.CheckConstraint("char_length(notes) <= 20000", name=op.f("ck_applications_notes_length")),
        sa.CheckConstraint("char_length(salary_hoped) <= 300", name=op.f("ck_applications_salary_hoped_length")),
        sa.CheckConstraint("char_length(stage) <= 40", name=op.f("ck_applications_stage_length")),
        sa.CheckConstraint("excitement between 0 and 5", name=op.f("ck_applications_excitement")),
        sa.ForeignKeyConstraint(
            ["owner_id", "job_id"],
            ["jobs.owner_id", "jobs.id"],
            name=op.f("fk_applications_owner_id_job_id"),
            deferrable=True,
            initially="IMMEDIATE",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id", "resume_id"],
            ["resumes.owner_id", "resumes.id"],
            name=op.f("fk_applications_owner_id_resume_id"),
            deferrable=True,
            initially="IMMEDIATE",
            onupdate="CASCADE",
            ondelete="SET NULL (resume_id)",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_applications_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
        sa.UniqueConstraint("owner_id", "id", name=op.f("uq_applications_owner_id_id")),
        sa.UniqueConstraint("owner_id", "job_id", name=op.f("uq_applications_owner_id_job_id")),
    )
    op.create_index("ix_applications_board", "applications", ["owner_id", "stage", "place"], unique=False)
    op.create_index(op.f("ix_applications_resume_id"), "applications", ["resume_id"], unique=False)
    op.create_table(
        "tallies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("is_answered", sa.Boolean(), nullable=False),
        sa.Column("resume", sa.Text(), nullable=False),
        sa.Column("design", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("stays", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id", "id"],
            ["applications.owner_id", "applications.id"],
            name=op.f("fk_tallies_owner_id_id"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_tallies_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tallies")),
    )
    op.create_index(op.f("ix_tallies_owner_id"), "tallies", ["owner_id"], unique=False)


def make_people() -> None:
    op.create_table(
        "contacts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("email", sa.LargeBinary(), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("how_met", sa.Text(), nullable=False),
        *found_by(),
        sa.CheckConstraint("char_length(company) <= 300", name=op.f("ck_contacts_company_length")),
        sa.CheckConstraint("char_length(how_met) <= 2000", name=op.f("ck_contacts_how_met_length")),
        sa.CheckConstraint("char_length(name) <= 300", name=op.f("ck_contacts_name_length")),
        sa.CheckConstraint("char_length(role) <= 300", name=op.f("ck_contacts_role_length")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_contacts_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
        sa.UniqueConstraint("owner_id", "id", name=op.f("uq_contacts_owner_id_id")),
    )
    op.create_table(
        "acquaintances",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id", "application_id"],
            ["applications.owner_id", "applications.id"],
            name=op.f("fk_acquaintances_owner_id_application_id"),
            deferrable=True,
            initially="IMMEDIATE",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id", "contact_id"],
            ["contacts.owner_id", "contacts.id"],
            name=op.f("fk_acquaintances_owner_id_contact_id"),
            deferrable=True,
            initially="IMMEDIATE",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["people.id"], name=op.f("fk_acquaintances_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acquaintances")),
        sa.UniqueConstraint(
            "owner_id",
            "application_id",
            "contact_id",
            name=op.f("uq_acquaintances_owner_id_application_id_contact_id"),
        ),
    )
    op.create_index(
        op.f("ix_acquaintances_owner_id_contact_id"), "acquaintances", ["owner_id", "contact_id"], unique=False
    )


def make_timeline() -> None:
    op.create_table(
        "moments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "saved",
                "moved",
                "sent",
                "note",
                "letter",
                "call",
                "interview",
                "step",
                "file",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_for", sa.DateTime(timezone=True), nullable=True),
        *found_by(),
        sa.CheckConstraint("char_length(file_name) <= 300", name=op.f("ck_moments_file_name_length")),
        sa.CheckConstraint("char_length(place) <= 600", name=op.f("ck_moments_place_length")),
        sa.CheckConstraint("char_length(title) <= 300", name=op.f("ck_moments_title_length")),
        sa.CheckConstraint("char_length(words) <= 20000", name=op.f("ck_moments_words_length")),
        sa.CheckConstraint("char_length(zone) <= 300", name=op.f("ck_moments_zone_length")),
        sa.CheckConstraint("minutes between 0 and 10080", name=op.f("ck_moments_minutes")),
        sa.ForeignKeyConstraint(
            ["owner_id", "application_id"],
            ["applications.owner_id", "applications.id"],
            name=op.f("fk_moments_owner_id_application_id"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_moments_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moments")),
    )
    op.create_index(
        "ix_moments_ahead",
        "moments",
        ["owner_id", "at"],
        unique=False,
        postgresql_where=sa.text("done_at is null and kind in ('step', 'interview')"),
    )
    op.create_index(op.f("ix_moments_application_id_at"), "moments", ["application_id", "at"], unique=False)
    op.create_index(op.f("ix_moments_owner_id_application_id"), "moments", ["owner_id", "application_id"], unique=False)
    op.create_table(
        "sendings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resume_id", sa.Uuid(), nullable=True),
        sa.Column("state_id", sa.Uuid(), nullable=True),
        sa.Column("resume_name", sa.Text(), nullable=False),
        sa.Column("design", sa.Text(), nullable=False),
        sa.Column("order", sa.LargeBinary(), nullable=True),
        sa.Column("sheet_sha256", sa.LargeBinary(), nullable=True),
        sa.Column("letter_sha256", sa.LargeBinary(), nullable=True),
        sa.Column("frozen", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("char_length(design) <= 300", name=op.f("ck_sendings_design_length")),
        sa.CheckConstraint("char_length(resume_name) <= 300", name=op.f("ck_sendings_resume_name_length")),
        sa.ForeignKeyConstraint(
            ["owner_id", "application_id"],
            ["applications.owner_id", "applications.id"],
            name=op.f("fk_sendings_owner_id_application_id"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_sendings_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sendings")),
    )
    op.create_index(op.f("ix_sendings_application_id"), "sendings", ["application_id"], unique=False)
    op.create_index(
        op.f("ix_sendings_owner_id_application_id"), "sendings", ["owner_id", "application_id"], unique=False
    )
    op.create_index(op.f("ix_sendings_owner_id_resume_id"), "sendings", ["owner_id", "resume_id"], unique=False)
