"""The editor: what a résumé says differently from its profile, its history, what was taken along, and the photo.

Revision ID: 20261121_editor
Revises: 20261121_accounts
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from web.kit.walls import protect

revision = "20261121_editor"
down_revision = "20261121_accounts"
branch_labels = None
depends_on = None

TABLES = ("kept_careers", "photos", "dismissals", "resume_states", "takings")
ENTRIES = (
    "links", "details", "experiences", "educations", "skill_groups", "skills", "languages", "projects",
    "certifications", "achievements", "volunteerings", "interests", "references", "custom_entries",
)  # fmt: skip


def upgrade() -> None:
    widen_resumes()
    make_tables()
    for table in TABLES:
        protect(table)
    op.execute(clear_removed(*ENTRIES, unprinted=("resumes", "profiles")))
    revise_by_photo()
    touch_resumes(f"update of {', '.join(WORDS_AND_LOOKS)}")
    let_photos_and_tailoring_count()


def downgrade() -> None:
    op.execute("drop function says_something(uuid, text)")
    op.execute("alter function says_a_word(uuid, text) rename to says_something")
    for table in reversed(TABLES):
        op.drop_table(table)
    op.execute("drop function revise_by_photo()")
    op.execute(clear_removed(*ENTRIES, "profiles"))
    touch_resumes("update")
    op.drop_constraint(op.f("ck_resumes_default_is_there"), "resumes")
    for column in COLUMNS:
        op.drop_column("resumes", column.name)


def widen_resumes() -> None:
    for column in COLUMNS:
        op.add_column("resumes", column)
    for column in ("tone", "target_title", "has_photo", "seen_revision"):
        op.alter_column("resumes", column, server_default=None)
    for name, rule in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_resumes_{name}"), "resumes", rule)


COLUMNS = (
    sa.Column("target_title", sa.Text(), server_default="", nullable=False),
    sa.Column(
        "tone",
        sa.Enum("plain", "warm", "formal", "bold", name="tone", native_enum=False, create_constraint=True, length=40),
        server_default="plain",
        nullable=False,
    ),
    sa.Column("tailoring", sa.LargeBinary(), nullable=True),
    sa.Column("letter", sa.LargeBinary(), nullable=True),
    sa.Column("has_photo", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    sa.Column("state_id", sa.Uuid(), nullable=True),
    sa.Column("seen_revision", sa.BigInteger(), server_default="0", nullable=False),
    sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
)
WORDS_AND_LOOKS = (
    "name", "target_title", "tone", "design", "paper", "language", "controls", "has_photo", "tailoring",
)  # fmt: skip
CHECKS = {
    "default_is_there": "not (is_default and removed_at is not null)",
    "tailoring": "octet_length(tailoring) <= 150000",
    "target_title_length": "char_length(target_title) <= 300",
}


def clear_removed(*tables: str, unprinted: Sequence[str] = ()) -> str:
    """Rows go when they were removed long enough ago; those of `unprinted` tables, when their sheets have gone as well:
    the files of a sheet are known to nothing but its row."""
    deletes = [f'delete from "{table}" where removed_at < since' for table in tables]
    deletes += [
        f"delete from {table} r where removed_at < since and not exists ({PRINTED[table]})" for table in unprinted
    ]
    counted = "get diagnostics gone = row_count; total := total + gone;"
    return f"""
        create or replace function clear_removed(since timestamptz) returns bigint
        language plpgsql security definer set search_path = pg_catalog, public as $$
        declare gone bigint; total bigint := 0;
        begin
            {" ".join(f"{each}; {counted}" for each in deletes)}
            return total;
        end $$"""


PRINTED = {
    "resumes": "select from prints s where s.resume_id = r.id",
    "profiles": "select from prints s join resumes o on o.id = s.resume_id where o.profile_id = r.id",
}


def touch_resumes(when: str) -> None:
    """Being the default one, archived or in the bin is no change of what a résumé says, and its sheets stay good."""
    op.execute("drop trigger touch on resumes")
    op.execute(
        f"create trigger touch before {when} on resumes for each row when (old.* is distinct from new.*) "
        "execute function touch()"
    )


def revise_by_photo() -> None:
    """A photo prints: a sheet set before it changed is not the present one."""
    op.execute("""
        create function revise_by_photo() returns trigger language plpgsql as $$
        begin
            update profiles set weight = weight where id = coalesce(new.profile_id, old.profile_id);
            return null;
        end $$""")
    op.execute("""
        create trigger revise_by_photo after insert or update or delete on photos
        for each row execute function revise_by_photo()""")


def let_photos_and_tailoring_count() -> None:
    """A guest who only brought a photo, or wrote into a résumé alone, has something that comes along."""
    op.execute("alter function says_something(uuid, text) rename to says_a_word")
    op.execute("""
        create function says_something(wanted uuid, known_name text) returns boolean language sql stable as $$
            select says_a_word(wanted, known_name) or exists (select from photos where profile_id = wanted)
                or exists (select from resumes where profile_id = wanted and tailoring is not null) $$""")


def make_tables() -> None:
    op.create_table(
        "kept_careers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("keyframe_id", sa.Uuid(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner_id", "profile_id"],
            ["profiles.owner_id", "profiles.id"],
            name=op.f("fk_kept_careers_owner_id_profile_id"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_kept_careers_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_careers")),
        sa.UniqueConstraint("profile_id", "revision", name=op.f("uq_kept_careers_profile_id_revision")),
    )
    op.create_index(op.f("ix_kept_careers_owner_id"), "kept_careers", ["owner_id"], unique=False)
    op.create_table(
        "photos",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("whole", sa.LargeBinary(), nullable=True),
        sa.Column("cut", sa.LargeBinary(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("crop", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.CheckConstraint("turn in (0, 90, 180, 270)", name=op.f("ck_photos_turn")),
        sa.ForeignKeyConstraint(
            ["owner_id", "profile_id"],
            ["profiles.owner_id", "profiles.id"],
            name=op.f("fk_photos_owner_id_profile_id"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_photos_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photos")),
        sa.UniqueConstraint("profile_id", name=op.f("uq_photos_profile_id")),
    )
    op.create_index(op.f("ix_photos_owner_id"), "photos", ["owner_id"], unique=False)
    op.create_table(
        "dismissals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("resume_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.CheckConstraint("char_length(about) <= 300", name=op.f("ck_dismissals_about_length")),
        sa.CheckConstraint("char_length(rule) <= 300", name=op.f("ck_dismissals_rule_length")),
        sa.ForeignKeyConstraint(
            ["owner_id", "resume_id"],
            ["resumes.owner_id", "resumes.id"],
            name=op.f("fk_dismissals_owner_id_resume_id"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_dismissals_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dismissals")),
        sa.UniqueConstraint("resume_id", "rule", "about", name=op.f("uq_dismissals_resume_id_rule_about")),
    )
    op.create_index(op.f("ix_dismissals_owner_id"), "dismissals", ["owner_id"], unique=False)
    op.create_table(
        "resume_states",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("resume_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("keyframe_id", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("touches", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.CheckConstraint("char_length(name) <= 300", name=op.f("ck_resume_states_name_length")),
        sa.CheckConstraint("char_length(touches) <= 300", name=op.f("ck_resume_states_touches_length")),
        sa.CheckConstraint("char_length(what) <= 300", name=op.f("ck_resume_states_what_length")),
        sa.ForeignKeyConstraint(
            ["owner_id", "resume_id"],
            ["resumes.owner_id", "resumes.id"],
            name=op.f("fk_resume_states_owner_id_resume_id"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["people.id"], name=op.f("fk_resume_states_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resume_states")),
    )
    op.create_index(op.f("ix_resume_states_owner_id"), "resume_states", ["owner_id"], unique=False)
    op.create_index(op.f("ix_resume_states_resume_id_id"), "resume_states", ["resume_id", "id"], unique=False)
    op.create_index(op.f("ix_resume_states_parent_id"), "resume_states", ["parent_id"], unique=False)
    op.create_table(
        "takings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("resume_id", sa.Uuid(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("state_id", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("char_length(format) <= 40", name=op.f("ck_takings_format_length")),
        sa.CheckConstraint("times > 0 and bytes >= 0", name=op.f("ck_takings_counts")),
        sa.ForeignKeyConstraint(
            ["owner_id", "resume_id"],
            ["resumes.owner_id", "resumes.id"],
            name=op.f("fk_takings_owner_id_resume_id"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_takings_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takings")),
        sa.UniqueConstraint(
            "resume_id",
            "format",
            "state_id",
            "revision",
            name=op.f("uq_takings_resume_id_format_state_id_revision"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(op.f("ix_takings_owner_id"), "takings", ["owner_id"], unique=False)
