"""Imports: files that people bring, what was read in them, and numbers about that for an administrator.

Revision ID: 20261121_imports
Revises: 20261121_editor
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from web.kit.walls import APP, PERSON, protect

revision = "20261121_imports"
down_revision = "20261121_editor"
branch_labels = None
depends_on = None

TABLES = ("imports", "kept_readings")
DOORS = ("tidy_imports(timestamptz)", "admin_readings()")


def upgrade() -> None:
    make_tables()
    for table in TABLES:
        protect(table)
    op.execute(says_something(*SAYS, A_FILE))
    make_doors()


def downgrade() -> None:
    for door in DOORS:
        op.execute(f"drop function {door}")
    op.execute(says_something(*SAYS))
    for table in reversed(TABLES):
        op.drop_table(table)


SAYS = (
    "says_a_word(wanted, known_name)",
    "exists (select from photos where profile_id = wanted)",
    "exists (select from resumes where profile_id = wanted and tailoring is not null)",
)  # what there is of a guest's that comes along
A_FILE = "exists (select from imports where profile_id = wanted)"


def says_something(*any_of: str) -> str:
    """A guest who only brought a file has something that comes along."""
    return f"""
        create or replace function says_something(wanted uuid, known_name text) returns boolean language sql stable as $$
            select {" or ".join(any_of)} $$"""


def make_doors() -> None:
    """What looks past the wall: a chore that forgets and gives up for everybody, and numbers without a name."""
    op.execute("""
        create function tidy_imports(at timestamptz) returns bigint
        language plpgsql security definer set search_path = pg_catalog, public as $$
        declare many bigint; total bigint := 0;
        begin
            delete from kept_readings where used_at < at - interval '30 days'
                and (hits = 0 or used_at < at - interval '180 days');
            get diagnostics many = row_count; total := total + many;
            update imports set state = 'failed', reason = 'Reading was cut short again and again. Please bring it once more.'
             where state in ('waiting', 'reading') and updated_at < at - interval '2 hours';
            get diagnostics many = row_count; return total + many;
        end $$""")
    op.execute(f"""
        create function admin_readings()
        returns table (files bigint, again bigint, sure double precision, failed bigint)
        language plpgsql security definer set search_path = pg_catalog, public as $$
        begin
            if not exists (select from people me where me.id = {PERSON} and me.is_admin and me.disabled_at is null) then
                raise exception 'not an administrator' using errcode = 'insufficient_privilege';
            end if;
            return query select count(*), coalesce(sum(k.hits), 0)::bigint, avg(k.confidence),
                                (select count(*) from imports i where i.state = 'failed')
                           from kept_readings k;
        end $$""")
    for door in DOORS:
        op.execute(f"revoke all on function {door} from public")
        op.execute(f"grant execute on function {door} to {APP}")


def make_tables() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=True),
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=True),
        sa.Column("github", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "reading",
                "ready",
                "failed",
                "cancelled",
                "taken",
                "undone",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "stage",
            sa.Enum(
                "received",
                "read",
                "understood",
                "ready",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("found", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("draft", sa.LargeBinary(), nullable=True),
        sa.Column("written", sa.LargeBinary(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("octet_length(sha256) = 32", name=op.f("ck_imports_sha256_is_sha256")),
        sa.CheckConstraint("char_length(name) <= 300", name=op.f("ck_imports_name_length")),
        sa.CheckConstraint("char_length(media_type) <= 300", name=op.f("ck_imports_media_type_length")),
        sa.CheckConstraint("char_length(format) <= 300", name=op.f("ck_imports_format_length")),
        sa.CheckConstraint("char_length(reader) <= 300", name=op.f("ck_imports_reader_length")),
        sa.CheckConstraint("char_length(github) <= 300", name=op.f("ck_imports_github_length")),
        sa.CheckConstraint("confidence between 0 and 1", name=op.f("ck_imports_confidence")),
        sa.ForeignKeyConstraint(
            ["owner_id", "profile_id"],
            ["profiles.owner_id", "profiles.id"],
            name=op.f("fk_imports_owner_id_profile_id"),
            onupdate="CASCADE",
            ondelete="SET NULL (profile_id)",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_imports_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_index(op.f("ix_imports_owner_id"), "imports", ["owner_id"], unique=False)
    op.create_index(op.f("ix_imports_profile_id"), "imports", ["profile_id"], unique=False)
    op.create_table(
        "kept_readings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("draft", sa.LargeBinary(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("octet_length(sha256) = 32", name=op.f("ck_kept_readings_sha256_is_sha256")),
        sa.CheckConstraint("char_length(format) <= 300", name=op.f("ck_kept_readings_format_length")),
        sa.CheckConstraint("char_length(reader) <= 300", name=op.f("ck_kept_readings_reader_length")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["people.id"], name=op.f("fk_kept_readings_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_readings")),
        sa.UniqueConstraint("owner_id", "sha256", "reader", name=op.f("uq_kept_readings_owner_id_sha256_reader")),
    )
    op.create_index(op.f("ix_kept_readings_owner_id"), "kept_readings", ["owner_id"], unique=False)
