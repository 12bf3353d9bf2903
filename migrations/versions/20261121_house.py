"""The whole house: people, their careers, their résumés, and the walls between them.

Revision ID: 20261121_house
Revises:
"""

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager
from sqlalchemy.dialects import postgresql
from uuid_utils.compat import uuid7

from web.kit.walls import APP, keep_times, protect
from web.profile.technologies import rows

revision = "20261121_house"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    prepare()
    make_tables()
    make_rules()
    for table in OWNED:
        protect(table)
    protect("people", owner="id")
    make_doors()
    make_queue()
    seed_technologies()


OWNED = (
    "sign_ins", "profiles", "preferences", "links", "details", "experiences", "educations", "skill_groups", "skills",
    "languages", "projects", "certifications", "achievements", "volunteerings", "interests", "references",
    "custom_entries", "resumes", "prints",
)  # fmt: skip
ENTRIES = OWNED[3:-2]
TABLES = ("counts", "people", "technologies", *OWNED)


def prepare() -> None:
    """What tables lean on: extensions, the app's ordinary role, the keeper of `updated_at`."""
    op.execute("create extension if not exists pg_trgm")
    op.execute("create extension if not exists unaccent")
    op.execute(f"""
        do $$ begin
            if not exists (select from pg_roles where rolname = '{APP}') then
                create role {APP} nologin;
            end if;
            if not pg_has_role(current_user, '{APP}', 'member') then
                execute format('grant {APP} to %I', current_user);
            end if;
        end $$""")
    op.execute("""
        create function touch() returns trigger language plpgsql as $$
        begin new.updated_at := now(); return new; end $$""")
    op.execute(f"grant select on alembic_version to {APP}")


def make_rules() -> None:
    """A profile's weight and revision, kept by the database: no two tabs slip past the cap together, and whoever
    kept something made from a career sees at one glance whether it is still the present one."""
    op.execute("""
        create function weight_of(entry jsonb) returns integer language sql immutable as $$
            select 50 + coalesce(sum(octet_length(value)), 0)::integer from jsonb_each_text(entry - array[
                'id', 'owner_id', 'profile_id', 'created_at', 'updated_at', 'position', 'removed_at', 'enhanced'])
        $$""")
    op.execute("""
        create function weigh() returns trigger language plpgsql as $$
        declare heavier integer := 0; of_profile uuid;
        begin
            if tg_op <> 'INSERT' then
                of_profile := old.profile_id;
                if old.removed_at is null then heavier := heavier - weight_of(to_jsonb(old)); end if;
            end if;
            if tg_op <> 'DELETE' then
                of_profile := new.profile_id;
                if new.removed_at is null then heavier := heavier + weight_of(to_jsonb(new)); end if;
            end if;
            update profiles set weight = weight + heavier where id = of_profile;
            return null;
        end $$""")
    op.execute("""
        create function revise() returns trigger language plpgsql as $$
        begin new.revision := old.revision + 1; return new; end $$""")
    op.execute("create trigger revise before update on profiles for each row execute function revise()")
    for table in ENTRIES:
        op.execute(
            f'create trigger weigh after insert or update or delete on "{table}" for each row execute function weigh()'
        )


def make_doors() -> None:
    """What the app's role may do outside the wall: enter by a token, find abandoned guests, read shared tables."""
    op.execute("""
        create function enter(hash bytea)
        returns table (person_id uuid, sign_in_id uuid, is_guest boolean, seen_at timestamptz)
        language plpgsql security definer set search_path = pg_catalog, public as $$
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
        end $$""")
    op.execute("""
        create function idle_guests(since timestamptz) returns setof uuid
        language sql security definer set search_path = pg_catalog, public as $$
            select id from people where registered_at is null and seen_at < since order by seen_at limit 1000
        $$""")
    op.execute("""
        create function expired_prints(since timestamptz) returns table (owner_id uuid, print_id uuid)
        language sql security definer set search_path = pg_catalog, public as $$
            select p.owner_id, p.id from prints p where p.used_at < since order by p.used_at limit 1000
        $$""")
    op.execute(f"""
        create function clear_removed(since timestamptz) returns bigint
        language plpgsql security definer set search_path = pg_catalog, public as $$
        declare entries text; gone bigint; total bigint := 0;
        begin
            foreach entries in array array[{", ".join(f"'{table}'" for table in ENTRIES)}] loop
                execute format('delete from %I where removed_at < $1', entries) using since;
                get diagnostics gone = row_count;
                total := total + gone;
            end loop;
            return total;
        end $$""")
    for door in (
        "enter(bytea)",
        "idle_guests(timestamptz)",
        "expired_prints(timestamptz)",
        "clear_removed(timestamptz)",
    ):
        op.execute(f"revoke all on function {door} from public")
        op.execute(f"grant execute on function {door} to {APP}")
    op.execute(f"grant select on technologies to {APP}")
    op.execute(f"grant select, insert, update, delete on counts to {APP}")
    keep_times("technologies")


def make_queue() -> None:
    """procrastinate's own tables and functions, for the app's role to use."""
    op.get_bind().exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))
    op.execute(f"""
        do $$ declare thing record; begin
            for thing in select c.relname, c.relkind from pg_class c join pg_namespace n on n.oid = c.relnamespace
                          where n.nspname = 'public' and c.relname like 'procrastinate%' and c.relkind in ('r', 'S')
            loop
                if thing.relkind = 'r' then
                    execute format('grant select, insert, update, delete on %I to {APP}', thing.relname);
                else
                    execute format('grant usage, select on sequence %I to {APP}', thing.relname);
                end if;
            end loop;
        end $$""")


def seed_technologies() -> None:
    op.bulk_insert(
        sa.table(
            "technologies",
            *(sa.column(name) for name in ("slug", "name", "folded", "category", "layer")),
            sa.column("id", sa.Uuid),
            sa.column("aliases", postgresql.JSONB),
        ),
        [{"id": uuid7(), **row} for row in rows()],
    )


def make_tables() -> None:
    op.create_table(
        "counts",
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bucket", name=op.f("pk_counts")),
    )
    op.create_index(op.f("ix_counts_ends_at"), "counts", ["ends_at"], unique=False)
    op.create_table(
        "people",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column(
            "plan",
            sa.Enum("free", "plus", "pro", name="plan", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_index(op.f("ix_people_seen_at"), "people", ["seen_at"], unique=False)
    op.create_table(
        "technologies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("layer", sa.Text(), nullable=False),
        sa.Column("aliases", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_technologies")),
        sa.UniqueConstraint("name", name=op.f("uq_technologies_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_technologies_slug")),
    )
    op.create_index(op.f("ix_technologies_folded"), "technologies", ["folded"], unique=False)
    op.create_index(
        "ix_technologies_folded_trigram",
        "technologies",
        ["folded"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"folded": "gin_trgm_ops"},
    )
    op.create_table(
        "profiles",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("email", sa.LargeBinary(), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("address", sa.LargeBinary(), nullable=True),
        sa.Column("postal_code", sa.LargeBinary(), nullable=True),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("picture", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("steps_seen", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("onboarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("weight", sa.Integer(), server_default="0", nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("unsettled", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("extra", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.CheckConstraint("char_length(city) <= 300", name=op.f("ck_profiles_city_length")),
        sa.CheckConstraint("char_length(country) <= 300", name=op.f("ck_profiles_country_length")),
        sa.CheckConstraint("char_length(full_name) <= 300", name=op.f("ck_profiles_full_name_length")),
        sa.CheckConstraint("char_length(headline) <= 300", name=op.f("ck_profiles_headline_length")),
        sa.CheckConstraint("char_length(name) <= 300", name=op.f("ck_profiles_name_length")),
        sa.CheckConstraint("char_length(picture) <= 2000", name=op.f("ck_profiles_picture_length")),
        sa.CheckConstraint("char_length(region) <= 300", name=op.f("ck_profiles_region_length")),
        sa.CheckConstraint("char_length(summary) <= 8000", name=op.f("ck_profiles_summary_length")),
        sa.CheckConstraint("char_length(url) <= 2000", name=op.f("ck_profiles_url_length")),
        sa.CheckConstraint("weight <= 100000", name=op.f("ck_profiles_weight")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_profiles_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profiles")),
        sa.UniqueConstraint("owner_id", "id", name=op.f("uq_profiles_owner_id_id")),
    )
    op.create_index(
        "ix_profiles_one_default", "profiles", ["owner_id"], unique=True, postgresql_where=sa.text("is_default")
    )
    op.create_index(op.f("ix_profiles_owner_id"), "profiles", ["owner_id"], unique=False)
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.CheckConstraint("octet_length(token_hash) = 32", name=op.f("ck_sign_ins_token_hash_is_sha256")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_sign_ins_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
    )
    op.create_index(op.f("ix_sign_ins_expires_at"), "sign_ins", ["expires_at"], unique=False)
    op.create_index(op.f("ix_sign_ins_owner_id"), "sign_ins", ["owner_id"], unique=False)
    op.create_table(
        "achievements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unsettled", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("extra", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "award",
                "publication",
                "speaking",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("authors", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "date ~ '^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$'",
            name=op.f("ck_achievements_date_is_date"),
        ),
        sa.CheckConstraint("char_length(issuer) <= 600", name=op.f("ck_achievements_issuer_length")),
        sa.CheckConstraint("char_length(summary) <= 8000", name=op.f("ck_achievements_summary_length")),
        sa.CheckConstraint("char_length(title) <= 600", name=op.f("ck_achievements_title_length")),
        sa.CheckConstraint("char_length(url) <= 2000", name=op.f("ck_achievements_url_length")),
        sa.ForeignKeyConstraint(
            ["owner_id", "profile_id"],
            ["profiles.owner_id", "profiles.id"],
            name=op.f("fk_achievements_owner_id_profile_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_achievements_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_achievements")),
    )
    op.create_index(op.f("ix_achievements_owner_id"), "achievements", ["owner_id"], unique=False)
    op.create_index(
        op.f("ix_achievements_profile_id_position"), "achievements", ["profile_id", "position"], unique=False
    )
    op.create_table(
        "certifications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unsettled", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("extra", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("credential_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("issued_date", sa.Text(), nullable=True),
        sa.Column("expiry_date", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "expiry_date ~ '^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$'",
            name=op.f("ck_certifications_expiry_date_is_date"),
        ),
        sa.CheckConstraint(
            "issued_date ~ '^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$'",
            name=op.f("ck_certifications_issued_date_is_date"),
        ),
        sa.CheckConstraint("char_length(credential_id) <= 300", name=op.f("ck_certifications_credential_id_length")),
        sa.CheckConstraint("char_length(issuer) <= 300", name=op.f("ck_certifications_issuer_length")),
        sa.CheckConstraint("char_length(name) <= 300", name=op.f("ck_certifications_name_length")),
        sa.CheckConstraint("char_length(url) <= 2000", name=op.f("ck_certifications_url_length")),
        sa.CheckConstraint(
            "left(expiry_date, least(length(issued_date), length(expiry_date))) >= left(issued_date, least(length(issued_date), length(expiry_date)))",
            name=op.f("ck_certifications_expiry_date_after_issued_date"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id", "profile_id"],
            ["profiles.owner_id", "profiles.id"],
            name=op.f("fk_certifications_owner_id_profile_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["people.id"], name=op.f("fk_certifications_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certifications")),
    )
    op.create_index(op.f("ix_certifications_owner_id"), "certifications", ["owner_id"], unique=False)
    op.create_index(
        op.f("ix_certifications_profile_id_position"), "certifications", ["profile_id", "position"], unique=False
    )
    op.create_table(
        "custom_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unsettled", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("extra", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("start_date", sa.Text(), nullable=True),
        sa.Column("end_date", sa.Text(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.CheckConstraint(
            "end_date ~ '^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$'",
            name=op.f("ck_custom_entries_end_date_is_date"),
        ),
        sa.CheckConstraint(
            "start_date ~ '^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$'",
            name=op.f("ck_custom_entries_start_date_is_date"),
        ),
        sa.CheckConstraint("char_length(location) <= 300", name=op.f("ck_custom_entries_location_length")),
        sa.CheckConstraint("char_length(organisation) <= 300", name=op.f("ck_custom_entries_organisation_length")),
        sa.CheckConstraint("char_length(section) <= 300", name=op.f("ck_custom_entries_section_length")),
        sa.CheckConstraint("char_length(summary) <= 8000", name=op.f("ck_custom_entries_summary_length")),
        sa.CheckConstraint("char_length(title) <= 300", name=op.f("ck_custom_entries_title_length")),
        sa.CheckConstraint("char_length(url) <= 2000", name=op.f("ck_custom_entries_url_length")),
        sa.CheckConstraint(
            "left(end_date, least(length(start_date), length(end_date))) >= left(start_date, least(length(start_date), length(end_date)))",
            name=op.f("ck_custom_entries_end_date_after_start_date"),
        ),
        sa.CheckConstraint(
            "not (is_current and end_date is not null)", name=op.f("ck_custom_entries_current_has_no_end")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id", "profile_id"],
            ["profiles.owner_id", "profiles.id"],
            name=op.f("fk_custom_entries_owner_id_profile_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["people.id"], name=op.f("fk_custom_entries_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_entries")),
    )
    op.create_index(op.f("ix_custom_entries_owner_id"), "custom_entries", ["owner_id"], unique=False)
    op.create_index(
        op.f("ix_custom_entries_profile_id_position"), "custom_entries", ["profile_id", "position"], unique=False
    )
    op.create_table(
        "details",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unsettled", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("extra", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.CheckConstraint("char_length(label) <= 300", name=op.f("ck_details_label_length")),
        sa.CheckConstraint("char_length(value) <= 300", name=op.f("ck_details_value_length")),
        sa.ForeignKeyConstraint(
            ["owner_id", "profile_id"],
            ["profiles.owner_id", "profiles.id"],
            name=op.f("fk_details_owner_id_profile_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_details_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_details")),
    )
    op.create_index(op.f("ix_details_owner_id"), "details", ["owner_id"], unique=False)
    op.create_index(op.f("ix_details_profile_id_position"), "details", ["profile_id", "position"], unique=False)
    op.create_table(
        "educations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unsettled", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("extra", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("institution", sa.Text(), nullable=False),
        sa.Column("study_type", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("start_date", sa.Text(), nullable=True),
        sa.Column("end_date", sa.Text(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Text(), nullable=False),
        sa.Column("honours", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("courses", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.CheckConstraint(
            "end_date ~ '^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$'",
            name=op.f("ck_educations_end_date_is_date"),
        ),
        sa.CheckConstraint(
            "start_date ~ '^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$'",
            name=op.f("ck_educations_start_date_is_date"),
        ),
        sa.CheckConstraint("char_length(area) <= 300", name=op.f("ck_educations_area_length")),
        sa.CheckConstraint("char_length(honours) <= 300", name=op.f("ck_educations_honours_length")),
        sa.CheckConstraint("char_length(institution) <= 300", name=op.f("ck_educations_institution_length")),
        sa.CheckConstraint("char_length(location) <= 300", name=op.f("ck_educations_location_length")),
        sa.CheckConstraint("char_length(score) <= 300", name=op.f("ck_educations_score_length")),
        sa.CheckConstraint("char_length(study_type) <= 300", name=op.f("ck_educations_study_type_length")),
        sa.CheckConstraint("char_length(summary) <= 8000", name=op.f("ck_educations_summary_length")),
        sa.CheckConstraint("char_length(url) <= 2000", name=op.f("ck_educations_url_length")),
        sa.CheckConstraint(
            "left(end_date, least(length(start_date), length(end_date))) >= left(start_date, least(length(start_date), length(end_date)))",
            name=op.f("ck_educations_end_date_after_start_date"),
        ),
        sa.CheckConstraint("not (is_current and end_date is not null)", name=op.f("ck_educations_current_has_no_end")),
        sa.ForeignKeyConstraint(
            ["owner_id", "profile_id"],
            ["profiles.owner_id", "profiles.id"],
            name=op.f("fk_educations_owner_id_profile_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_educations_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_educations")),
    )
    op.create_index(op.f("ix_educations_owner_id"), "educations", ["owner_id"], unique=False)
    op.create_index(op.f("ix_educations_profile_id_position"), "educations", ["profile_id", "position"], unique=False)
    op.create_table(
        "experiences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unsettled", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("extra", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("company_url", sa.Text(), nullable=False),
        sa.Column("company_size", sa.Text(), nullable=False),
        sa.Column("company_industry", sa.Text(), nullable=False),
        sa.Column("company_description", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column(
            "employment_type",
            sa.Enum(
                "full-time",
                "part-time",
                "contract",
                "freelance",
                "temporary",
                "internship",
                "apprenticeship",
                "voluntary",
                "family",
                name="employment_type",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("start_date", sa.Text(), nullable=True),
        sa.Column("end_date", sa.Text(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("achievements", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("technologies", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("enhanced", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.CheckConstraint(
            "end_date ~ '^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$'",
            name=op.f("ck_experiences_end_date_is_date"),
        ),
        sa.CheckConstraint(
            "start_date ~ '^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$'",
            name=op.f("ck_experiences_start_date_is_date"),
        ),
        sa.CheckConstraint("char_length(company) <= 300", name=op.f("ck_experiences_company_length")),
        sa.CheckConstraint(
            "char_length(company_description) <= 8000", name=op.f("ck_experiences_company_description_length")
        ),
        sa.CheckConstraint("char_length(company_industry) <= 300", name=op.f("ck_experiences_company_industry_length")),
        sa.CheckConstraint("char_length(company_size) <= 300", name=op.f("ck_experiences_company_size_length")),
        sa.CheckConstraint("char_length(company_url) <= 2000", name=op.f("ck_experiences_company_url_length")),
        sa.CheckConstraint("char_length(location) <= 300", name=op.f("ck_experiences_location_length")),
        sa.CheckConstraint("char_length(summary) <= 8000", name=op.f("ck_experiences_summary_length")),
        sa.CheckConstraint("char_length(title) <= 300", name=op.f("ck_experiences_title_length")),
        sa.CheckConstraint(
            "left(end_date, least(length(start_date), length(end_date))) >= left(start_date, least(length(start_date), length(end_date)))",
            name=op.f("ck_experiences_end_date_after_start_date"),
        ),
        sa.CheckConstraint("not (is_current and end_date is not null)", name=op.f("ck_experiences_current_has_no_end")),
        sa.ForeignKeyConstraint(
            ["owner_id", "profile_id"],
            ["profiles.owner_id", "profiles.id"],
            name=op.f("fk_experiences_owner_id_profile_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_experiences_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experiences")),
    )
    op.create_index(op.f("ix_experiences_owner_id"), "experiences", ["owner_id"], unique=False)
    op.create_index(op.f("ix_experiences_profile_id_position"), "experiences", ["profile_id", "position"], unique=False)
    op.create_table(
        "interests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unsettled", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("extra", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("keywords", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.CheckConstraint("char_length(name) <= 300", name=op.f("ck_interests_name_length")),
        sa.ForeignKeyConstraint(
            ["owner_id", "profile_id"],
            ["profiles.owner_id", "profiles.id"],
            name=op.f("fk_interests_owner_id_profile_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_interests_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interests")),
    )
    op.create_index(op.f("ix_interests_owner_id"), "interests", ["owner_id"], unique=False)
    op.create_index(op.f("ix_interests_profile_id_position"), "interests", ["profile_id", "position"], unique=False)
    op.create_table(
        "languages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unsettled", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("extra", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("fluency", sa.Text(), nullable=False),
        sa.CheckConstraint("char_length(fluency) <= 300", name=op.f("ck_languages_fluency_length")),
        sa.CheckConstraint("char_length(language) <= 300", name=op.f("ck_languages_language_length")),
        sa.ForeignKeyConstraint(
            ["owner_id", "profile_id"],
            ["profiles.owner_id", "profiles.id"],
            name=op.f("fk_languages_owner_id_profile_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_languages_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_languages")),
    )
    op.create_index(op.f("ix_languages_owner_id"), "languages", ["owner_id"], unique=False)
    op.create_index(op.f("ix_languages_profile_id_position"), "languages", ["profile_id", "position"], unique=False)
    op.create_table(
        "links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unsettled", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("extra", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.CheckConstraint("char_length(network) <= 300", name=op.f("ck_links_network_length")),
        sa.CheckConstraint("char_length(url) <= 2000", name=op.f("ck_links_url_length")),
        sa.CheckConstraint("char_length(username) <= 300", name=op.f("ck_links_username_length")),
        sa.ForeignKeyConstraint(
            ["owner_id", "profile_id"],
            ["profiles.owner_id", "profiles.id"],
            name=op.f("fk_links_owner_id_profile_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_links_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
    )
    op.create_index(op.f("ix_links_owner_id"), "links", ["owner_id"], unique=False)
    op.create_index(op.f("ix_links_profile_id_position"), "links", ["profile_id", "position"], unique=False)
    op.create_table(
        "preferences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("target_titles", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("industries", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("preferred_locations", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("excluded_companies", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("salary_least", sa.BigInteger(), nullable=True),
        sa.Column("salary_most", sa.BigInteger(), nullable=True),
        sa.Column("salary_currency", sa.Text(), nullable=True),
        sa.Column(
            "salary_period",
            sa.Enum(
                "hour", "month", "year", name="salary_period", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column(
            "remote_policy",
            sa.Enum(
                "on-site",
                "hybrid",
                "remote",
                "any",
                name="remote_policy",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("needs_visa", sa.Boolean(), nullable=True),
        sa.Column("would_relocate", sa.Boolean(), nullable=True),
        sa.Column("work_authorisation", sa.Text(), nullable=False),
        sa.Column("unsettled", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.CheckConstraint("salary_currency ~ '^[A-Z]{3}$'", name=op.f("ck_preferences_salary_currency")),
        sa.CheckConstraint(
            "char_length(work_authorisation) <= 300", name=op.f("ck_preferences_work_authorisation_length")
        ),
        sa.CheckConstraint("salary_least >= 0", name=op.f("ck_preferences_salary_least")),
        sa.CheckConstraint("salary_most >= salary_least", name=op.f("ck_preferences_salary_most")),
        sa.ForeignKeyConstraint(
            ["owner_id", "profile_id"],
            ["profiles.owner_id", "profiles.id"],
            name=op.f("fk_preferences_owner_id_profile_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_preferences_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preferences")),
        sa.UniqueConstraint("profile_id", name=op.f("uq_preferences_profile_id")),
    )
    op.create_index(op.f("ix_preferences_owner_id"), "preferences", ["owner_id"], unique=False)
    op.create_table(
        "projects",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unsettled", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("extra", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("company_alias", sa.Text(), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum(
                "public",
                "anonymised",
                "private",
                name="visibility",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "active",
                "paused",
                "done",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("start_date", sa.Text(), nullable=True),
        sa.Column("end_date", sa.Text(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("achievements", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("challenges", sa.Text(), nullable=False),
        sa.Column("clients", sa.Text(), nullable=False),
        sa.Column("team_size", sa.Integer(), nullable=True),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("users", sa.BigInteger(), nullable=True),
        sa.Column("budget_band", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("demo_url", sa.Text(), nullable=False),
        sa.Column("code_url", sa.Text(), nullable=False),
        sa.Column("documentation_url", sa.Text(), nullable=False),
        sa.Column("technologies", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("experience_ids", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.CheckConstraint(
            "end_date ~ '^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$'",
            name=op.f("ck_projects_end_date_is_date"),
        ),
        sa.CheckConstraint(
            "start_date ~ '^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$'",
            name=op.f("ck_projects_start_date_is_date"),
        ),
        sa.CheckConstraint("char_length(budget_band) <= 300", name=op.f("ck_projects_budget_band_length")),
        sa.CheckConstraint("char_length(category) <= 300", name=op.f("ck_projects_category_length")),
        sa.CheckConstraint("char_length(challenges) <= 8000", name=op.f("ck_projects_challenges_length")),
        sa.CheckConstraint("char_length(clients) <= 300", name=op.f("ck_projects_clients_length")),
        sa.CheckConstraint("char_length(code_url) <= 2000", name=op.f("ck_projects_code_url_length")),
        sa.CheckConstraint("char_length(company_alias) <= 300", name=op.f("ck_projects_company_alias_length")),
        sa.CheckConstraint("char_length(demo_url) <= 2000", name=op.f("ck_projects_demo_url_length")),
        sa.CheckConstraint("char_length(documentation_url) <= 2000", name=op.f("ck_projects_documentation_url_length")),
        sa.CheckConstraint("char_length(entity) <= 300", name=op.f("ck_projects_entity_length")),
        sa.CheckConstraint("char_length(name) <= 300", name=op.f("ck_projects_name_length")),
        sa.CheckConstraint("char_length(role) <= 300", name=op.f("ck_projects_role_length")),
        sa.CheckConstraint("char_length(summary) <= 8000", name=op.f("ck_projects_summary_length")),
        sa.CheckConstraint("char_length(url) <= 2000", name=op.f("ck_projects_url_length")),
        sa.CheckConstraint(
            "left(end_date, least(length(start_date), length(end_date))) >= left(start_date, least(length(start_date), length(end_date)))",
            name=op.f("ck_projects_end_date_after_start_date"),
        ),
        sa.CheckConstraint("months between 0 and 1200", name=op.f("ck_projects_months")),
        sa.CheckConstraint("not (is_current and end_date is not null)", name=op.f("ck_projects_current_has_no_end")),
        sa.CheckConstraint("team_size between 1 and 100000", name=op.f("ck_projects_team_size")),
        sa.CheckConstraint("users >= 0", name=op.f("ck_projects_users")),
        sa.ForeignKeyConstraint(
            ["owner_id", "profile_id"],
            ["profiles.owner_id", "profiles.id"],
            name=op.f("fk_projects_owner_id_profile_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_projects_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
    )
    op.create_index(op.f("ix_projects_owner_id"), "projects", ["owner_id"], unique=False)
    op.create_index(op.f("ix_projects_profile_id_position"), "projects", ["profile_id", "position"], unique=False)
    op.create_table(
        "references",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unsettled", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("extra", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint("char_length(name) <= 300", name=op.f("ck_references_name_length")),
        sa.CheckConstraint("char_length(words) <= 8000", name=op.f("ck_references_words_length")),
        sa.ForeignKeyConstraint(
            ["owner_id", "profile_id"],
            ["profiles.owner_id", "profiles.id"],
            name=op.f("fk_references_owner_id_profile_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_references_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_references")),
    )
    op.create_index(op.f("ix_references_owner_id"), "references", ["owner_id"], unique=False)
    op.create_index(op.f("ix_references_profile_id_position"), "references", ["profile_id", "position"], unique=False)
    op.create_table(
        "resumes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("design", sa.Text(), nullable=False),
        sa.Column(
            "paper",
            sa.Enum("a4", "letter", name="paper", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("controls", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.CheckConstraint("char_length(design) <= 300", name=op.f("ck_resumes_design_length")),
        sa.CheckConstraint("char_length(language) <= 20", name=op.f("ck_resumes_language_length")),
        sa.CheckConstraint("char_length(name) <= 300", name=op.f("ck_resumes_name_length")),
        sa.ForeignKeyConstraint(
            ["owner_id", "profile_id"],
            ["profiles.owner_id", "profiles.id"],
            name=op.f("fk_resumes_owner_id_profile_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_resumes_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resumes")),
        sa.UniqueConstraint("owner_id", "id", name=op.f("uq_resumes_owner_id_id")),
    )
    op.create_index(
        "ix_resumes_one_default", "resumes", ["profile_id"], unique=True, postgresql_where=sa.text("is_default")
    )
    op.create_index(op.f("ix_resumes_owner_id"), "resumes", ["owner_id"], unique=False)
    op.create_table(
        "skill_groups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unsettled", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("extra", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("level_words", sa.Text(), nullable=False),
        sa.CheckConstraint("char_length(level_words) <= 300", name=op.f("ck_skill_groups_level_words_length")),
        sa.CheckConstraint("char_length(name) <= 300", name=op.f("ck_skill_groups_name_length")),
        sa.ForeignKeyConstraint(
            ["owner_id", "profile_id"],
            ["profiles.owner_id", "profiles.id"],
            name=op.f("fk_skill_groups_owner_id_profile_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_skill_groups_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill_groups")),
        sa.UniqueConstraint("owner_id", "id", name=op.f("uq_skill_groups_owner_id_id")),
    )
    op.create_index(op.f("ix_skill_groups_owner_id"), "skill_groups", ["owner_id"], unique=False)
    op.create_index(
        op.f("ix_skill_groups_profile_id_position"), "skill_groups", ["profile_id", "position"], unique=False
    )
    op.create_table(
        "volunteerings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unsettled", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("extra", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("position_title", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("start_date", sa.Text(), nullable=True),
        sa.Column("end_date", sa.Text(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.CheckConstraint(
            "end_date ~ '^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$'",
            name=op.f("ck_volunteerings_end_date_is_date"),
        ),
        sa.CheckConstraint(
            "start_date ~ '^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$'",
            name=op.f("ck_volunteerings_start_date_is_date"),
        ),
        sa.CheckConstraint("char_length(location) <= 300", name=op.f("ck_volunteerings_location_length")),
        sa.CheckConstraint("char_length(organisation) <= 300", name=op.f("ck_volunteerings_organisation_length")),
        sa.CheckConstraint("char_length(position_title) <= 300", name=op.f("ck_volunteerings_position_title_length")),
        sa.CheckConstraint("char_length(summary) <= 8000", name=op.f("ck_volunteerings_summary_length")),
        sa.CheckConstraint("char_length(url) <= 2000", name=op.f("ck_volunteerings_url_length")),
        sa.CheckConstraint(
            "left(end_date, least(length(start_date), length(end_date))) >= left(start_date, least(length(start_date), length(end_date)))",
            name=op.f("ck_volunteerings_end_date_after_start_date"),
        ),
        sa.CheckConstraint(
            "not (is_current and end_date is not null)", name=op.f("ck_volunteerings_current_has_no_end")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id", "profile_id"],
            ["profiles.owner_id", "profiles.id"],
            name=op.f("fk_volunteerings_owner_id_profile_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["people.id"], name=op.f("fk_volunteerings_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteerings")),
    )
    op.create_index(op.f("ix_volunteerings_owner_id"), "volunteerings", ["owner_id"], unique=False)
    op.create_index(
        op.f("ix_volunteerings_profile_id_position"), "volunteerings", ["profile_id", "position"], unique=False
    )
    op.create_table(
        "prints",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("resume_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("design", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("profile_revision", sa.BigInteger(), nullable=False),
        sa.Column("resume_stamp", sa.DateTime(timezone=True), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("words", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("key ~ '^[0-9a-f]{64}$'", name=op.f("ck_prints_key_is_sha256")),
        sa.CheckConstraint("pages between 1 and 1000", name=op.f("ck_prints_pages")),
        sa.ForeignKeyConstraint(
            ["owner_id", "resume_id"],
            ["resumes.owner_id", "resumes.id"],
            name=op.f("fk_prints_owner_id_resume_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_prints_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prints")),
        sa.UniqueConstraint("resume_id", "key", name=op.f("uq_prints_resume_id_key")),
    )
    op.create_index(op.f("ix_prints_owner_id"), "prints", ["owner_id"], unique=False)
    op.create_index(op.f("ix_prints_used_at"), "prints", ["used_at"], unique=False)
    op.create_table(
        "skills",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unsettled", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("extra", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("technology_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("technical", "soft", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("level_words", sa.Text(), nullable=False),
        sa.Column("years", sa.Integer(), nullable=True),
        sa.Column("started_year", sa.Integer(), nullable=True),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.CheckConstraint("char_length(level_words) <= 300", name=op.f("ck_skills_level_words_length")),
        sa.CheckConstraint("char_length(name) <= 300", name=op.f("ck_skills_name_length")),
        sa.CheckConstraint("level between 1 and 5", name=op.f("ck_skills_level")),
        sa.CheckConstraint("started_year between 1930 and 2100", name=op.f("ck_skills_started_year")),
        sa.CheckConstraint("years between 0 and 80", name=op.f("ck_skills_years")),
        sa.ForeignKeyConstraint(
            ["owner_id", "group_id"],
            ["skill_groups.owner_id", "skill_groups.id"],
            name=op.f("fk_skills_owner_id_group_id"),
            ondelete="SET NULL (group_id)",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id", "profile_id"],
            ["profiles.owner_id", "profiles.id"],
            name=op.f("fk_skills_owner_id_profile_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_skills_owner_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["technology_id"], ["technologies.id"], name=op.f("fk_skills_technology_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skills")),
    )
    op.create_index(
        "ix_skills_one_technology",
        "skills",
        ["profile_id", "technology_id"],
        unique=True,
        postgresql_where=sa.text("removed_at is null"),
    )
    op.create_index(op.f("ix_skills_owner_id"), "skills", ["owner_id"], unique=False)
    op.create_index(op.f("ix_skills_profile_id_position"), "skills", ["profile_id", "position"], unique=False)


def downgrade() -> None:
    drop_queue()
    for table in reversed(TABLES):
        op.execute(f'drop table "{table}" cascade')
    for door in ("enter", "idle_guests", "expired_prints", "clear_removed", "weigh", "weight_of", "revise", "touch"):
        op.execute(f"drop function {door}")


def drop_queue() -> None:
    op.execute("""
        do $$ declare thing record; begin
            for thing in select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                          where n.nspname = 'public' and c.relname like 'procrastinate%' and c.relkind = 'r'
            loop execute format('drop table %I cascade', thing.relname); end loop;
            for thing in select p.oid::regprocedure::text as relname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                          where n.nspname = 'public' and p.proname like 'procrastinate%'
            loop execute 'drop function ' || thing.relname || ' cascade'; end loop;
            for thing in select t.typname as relname from pg_type t join pg_namespace n on n.oid = t.typnamespace
                          where n.nspname = 'public' and t.typname like 'procrastinate%' and t.typtype in ('e', 'c')
            loop execute format('drop type %I cascade', thing.relname); end loop;
        end $$""")
