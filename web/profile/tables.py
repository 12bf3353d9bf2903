"""The facts of a career. Everything here is the person's own words; nothing is ever filled in for them."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from web.kit.clock import now
from web.kit.content import LARGEST_CONTENT
from web.kit.rows import (
    LONG,
    SHORT,
    Owned,
    Row,
    choice,
    in_order,
    json_list,
    json_object,
    moment,
    optional_text,
    partial_dates,
    sealed,
    shorter,
    text,
)
from web.kit.sealed import SealedBytes

UNNAMED = "Main"  # what a profile is called until somebody says otherwise


class Profile(Owned, table=True):
    """One master profile: a language, or a career, of a person's. The default one is worked on, and never removed.
    `came_along_at` is when it was brought from a browser where its owner had been a guest."""

    __tablename__ = "profiles"
    __table_args__ = (
        sa.UniqueConstraint("owner_id", "id"),
        sa.Index("ix_profiles_one_default", "owner_id", unique=True, postgresql_where=sa.text("is_default")),
        sa.CheckConstraint(f"weight <= {LARGEST_CONTENT}", name="weight"),
        sa.CheckConstraint("not (is_default and removed_at is not null)", name="default_is_there"),
        *shorter(SHORT, "name", "full_name", "headline", "city", "region", "country"),
        *shorter(2_000, "url", "picture"),
        *shorter(LONG, "summary"),
    )

    name: str = text(UNNAMED)
    language: str = text("en")
    is_default: bool = Field(default=True)
    full_name: str = text()
    headline: str = text()
    email: str = sealed()
    phone: str = sealed()
    address: str = sealed()
    postal_code: str = sealed()
    city: str = text()
    region: str = text()
    country: str = text()
    url: str = text()
    picture: str = text()
    summary: str = text()
    steps_seen: list[str] = json_list()
    onboarded_at: datetime | None = moment()
    removed_at: datetime | None = moment()
    came_along_at: datetime | None = moment()
    weight: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    revision: int = Field(default=0, sa_type=sa.BigInteger, sa_column_kwargs={"server_default": "0"})
    unsettled: dict[str, Any] = json_object()
    extra: dict[str, Any] = json_object()


class Photo(Owned, table=True):
    """The person's picture, for résumés that show one: an upright JPEG made anew from what was uploaded, without its
    metadata; `cut` is what is printed of it. `crop` is left, top, width and height in thousandths of the turned
    picture; `turn` is in degrees, clockwise."""

    __tablename__ = "photos"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["owner_id", "profile_id"], ["profiles.owner_id", "profiles.id"], onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("profile_id"),
        sa.CheckConstraint("turn in (0, 90, 180, 270)", name="turn"),
    )

    profile_id: UUID
    whole: bytes = Field(sa_type=SealedBytes, nullable=True)
    cut: bytes = Field(sa_type=SealedBytes, nullable=True)
    width: int
    height: int
    turn: int = Field(default=0)
    crop: list[int] = json_list()


class RemotePolicy(StrEnum):
    ON_SITE = "on-site"
    HYBRID = "hybrid"
    REMOTE = "remote"
    ANY = "any"


class SalaryPeriod(StrEnum):
    HOUR = "hour"
    MONTH = "month"
    YEAR = "year"


class Preferences(Owned, table=True):
    """What a person is looking for. Never printed, never attached to a printed sheet.

    Salaries are whole hundredths of the currency, whatever its own smallest coin is."""

    __tablename__ = "preferences"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["owner_id", "profile_id"], ["profiles.owner_id", "profiles.id"], onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("profile_id"),
        sa.CheckConstraint("salary_least >= 0", name="salary_least"),
        sa.CheckConstraint("salary_most >= salary_least", name="salary_most"),
        sa.CheckConstraint("salary_currency ~ '^[A-Z]{3}$'", name="salary_currency"),
        *shorter(SHORT, "work_authorisation"),
    )

    in_hundredths: ClassVar = ("salary_least", "salary_most")

    profile_id: UUID
    target_titles: list[str] = json_list()
    industries: list[str] = json_list()
    preferred_locations: list[str] = json_list()
    excluded_companies: list[str] = json_list()
    salary_least: int | None = Field(default=None, sa_type=sa.BigInteger)
    salary_most: int | None = Field(default=None, sa_type=sa.BigInteger)
    salary_currency: str | None = optional_text()
    salary_period: SalaryPeriod | None = choice(SalaryPeriod, "salary_period")
    remote_policy: RemotePolicy | None = choice(RemotePolicy, "remote_policy")
    needs_visa: bool | None = Field(default=None)
    would_relocate: bool | None = Field(default=None)
    work_authorisation: str = text()
    unsettled: dict[str, Any] = json_object()


class Entry(Owned):
    """One entry of a career. `unsettled` keeps what was typed but is not a value yet; `extra` what a file brought
    along and Métier has no column for. A removed entry can be brought back until it is cleared away."""

    profile_id: UUID
    position: int = Field(default=0)
    removed_at: datetime | None = moment()
    unsettled: dict[str, Any] = json_object()
    extra: dict[str, Any] = json_object()


def entry_arguments(*more: Any) -> tuple[Any, ...]:
    """The keys and index that every entry table has, and what is its own."""
    return (
        sa.ForeignKeyConstraint(
            ["owner_id", "profile_id"], ["profiles.owner_id", "profiles.id"], onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.Index(None, "profile_id", "position"),
        *more,
    )


class Link(Entry, table=True):
    """A website or a profile elsewhere."""

    __tablename__ = "links"
    __table_args__ = entry_arguments(*shorter(SHORT, "network", "username"), *shorter(2_000, "url"))

    network: str = text()
    username: str = text()
    url: str = text()


class Detail(Entry, table=True):
    """A personal detail of the person's own naming, such as a driving licence."""

    __tablename__ = "details"
    __table_args__ = entry_arguments(*shorter(SHORT, "label", "value"))

    label: str = text()
    value: str = text()


class EmploymentType(StrEnum):
    FULL_TIME = "full-time"
    PART_TIME = "part-time"
    CONTRACT = "contract"
    FREELANCE = "freelance"
    TEMPORARY = "temporary"
    INTERNSHIP = "internship"
    APPRENTICESHIP = "apprenticeship"
    VOLUNTARY = "voluntary"
    FAMILY = "family"


class Experience(Entry, table=True):
    """A place where one worked. `lines` are what one did, `achievements` what came of it."""

    __tablename__ = "experiences"
    __table_args__ = entry_arguments(
        *shorter(SHORT, "title", "company", "company_size", "company_industry", "location"),
        *shorter(2_000, "company_url"),
        *shorter(LONG, "summary", "company_description"),
        *partial_dates("start_date", "end_date"),
        in_order(),
        sa.CheckConstraint("not (is_current and end_date is not null)", name="current_has_no_end"),
    )

    title: str = text()
    company: str = text()
    company_url: str = text()
    company_size: str = text()
    company_industry: str = text()
    company_description: str = text()
    location: str = text()
    employment_type: EmploymentType | None = choice(EmploymentType, "employment_type")
    start_date: str | None = optional_text()
    end_date: str | None = optional_text()
    is_current: bool = Field(default=False)
    summary: str = text()
    lines: list[str] = json_list()
    achievements: list[str] = json_list()
    technologies: list[str] = json_list()
    enhanced: dict[str, Any] = json_object()


class Education(Entry, table=True):
    """A course of study."""

    __tablename__ = "educations"
    __table_args__ = entry_arguments(
        *shorter(SHORT, "institution", "study_type", "area", "score", "honours", "location"),
        *shorter(2_000, "url"),
        *shorter(LONG, "summary"),
        *partial_dates("start_date", "end_date"),
        in_order(),
        sa.CheckConstraint("not (is_current and end_date is not null)", name="current_has_no_end"),
    )

    institution: str = text()
    study_type: str = text()
    area: str = text()
    location: str = text()
    url: str = text()
    start_date: str | None = optional_text()
    end_date: str | None = optional_text()
    is_current: bool = Field(default=False)
    score: str = text()
    honours: str = text()
    summary: str = text()
    courses: list[str] = json_list()


class Technology(Row, table=True):
    """Shared reference data: a technology, what it is, and where in a system it works."""

    __tablename__ = "technologies"
    __table_args__ = (sa.Index("ix_technologies_folded_trigram", "folded", postgresql_using="gin",
                               postgresql_ops={"folded": "gin_trgm_ops"}),)  # fmt: skip

    slug: str = text(unique=True)
    name: str = text(unique=True)
    folded: str = text(index=True)
    category: str = text()
    layer: str = text()
    aliases: list[str] = json_list()


class SkillKind(StrEnum):
    TECHNICAL = "technical"
    SOFT = "soft"


class SkillGroup(Entry, table=True):
    """A heading over some skills, such as "Languages" or "Kitchen"."""

    __tablename__ = "skill_groups"
    __table_args__ = (
        sa.UniqueConstraint("owner_id", "id"),
        *entry_arguments(*shorter(SHORT, "name", "level_words")),
    )

    name: str = text()
    level_words: str = text()


class Skill(Entry, table=True):
    """What one is good at; a technology at most once in a profile."""

    __tablename__ = "skills"
    __table_args__ = entry_arguments(
        sa.ForeignKeyConstraint(
            ["owner_id", "group_id"],
            ["skill_groups.owner_id", "skill_groups.id"],
            onupdate="CASCADE",
            ondelete="SET NULL (group_id)",
            deferrable=True,
        ),
        sa.Index(
            "ix_skills_one_technology",
            "profile_id",
            "technology_id",
            unique=True,
            postgresql_where=sa.text("removed_at is null"),
        ),
        sa.CheckConstraint("level between 1 and 5", name="level"),
        sa.CheckConstraint("years between 0 and 80", name="years"),
        sa.CheckConstraint("started_year between 1930 and 2100", name="started_year"),
        *shorter(SHORT, "name", "level_words"),
    )

    group_id: UUID | None = Field(default=None)
    technology_id: UUID | None = Field(default=None, foreign_key="technologies.id", ondelete="SET NULL")
    name: str = text()
    kind: SkillKind = choice(SkillKind, "kind", SkillKind.TECHNICAL)
    level: int | None = Field(default=None)
    level_words: str = text()
    years: int | None = Field(default=None)
    started_year: int | None = Field(default=None)
    is_primary: bool = Field(default=False)


class Language(Entry, table=True):
    """A language one speaks."""

    __tablename__ = "languages"
    __table_args__ = entry_arguments(*shorter(SHORT, "language", "fluency"))

    language: str = text()
    fluency: str = text()


class ProjectStatus(StrEnum):
    PLANNED = "planned"
    ACTIVE = "active"
    PAUSED = "paused"
    DONE = "done"


class Visibility(StrEnum):
    PUBLIC = "public"
    ANONYMISED = "anonymised"
    PRIVATE = "private"


class Project(Entry, table=True):
    """A piece of work with a name. An anonymised one shows `company_alias` wherever it would name the client."""

    __tablename__ = "projects"
    __table_args__ = entry_arguments(
        *shorter(SHORT, "name", "entity", "role", "category", "budget_band", "company_alias", "clients"),
        *shorter(2_000, "url", "demo_url", "code_url", "documentation_url"),
        *shorter(LONG, "summary", "challenges"),
        *partial_dates("start_date", "end_date"),
        in_order(),
        sa.CheckConstraint("not (is_current and end_date is not null)", name="current_has_no_end"),
        sa.CheckConstraint("team_size between 1 and 100000", name="team_size"),
        sa.CheckConstraint("months between 0 and 1200", name="months"),
        sa.CheckConstraint("users >= 0", name="users"),
    )

    name: str = text()
    entity: str = text()
    company_alias: str = text()
    visibility: Visibility = choice(Visibility, "visibility", Visibility.PUBLIC)
    role: str = text()
    category: str = text()
    status: ProjectStatus | None = choice(ProjectStatus, "status")
    start_date: str | None = optional_text()
    end_date: str | None = optional_text()
    is_current: bool = Field(default=False)
    summary: str = text()
    lines: list[str] = json_list()
    achievements: list[str] = json_list()
    challenges: str = text()
    clients: str = text()
    team_size: int | None = Field(default=None)
    months: int | None = Field(default=None)
    users: int | None = Field(default=None, sa_type=sa.BigInteger)
    budget_band: str = text()
    url: str = text()
    demo_url: str = text()
    code_url: str = text()
    documentation_url: str = text()
    technologies: list[str] = json_list()
    experience_ids: list[str] = json_list()


class Certification(Entry, table=True):
    """A certificate somebody issued."""

    __tablename__ = "certifications"
    __table_args__ = entry_arguments(
        *shorter(SHORT, "name", "issuer", "credential_id"),
        *shorter(2_000, "url"),
        *partial_dates("issued_date", "expiry_date"),
        in_order("issued_date", "expiry_date"),
    )

    name: str = text()
    issuer: str = text()
    credential_id: str = text()
    url: str = text()
    issued_date: str | None = optional_text()
    expiry_date: str | None = optional_text()

    @property
    def is_expired(self) -> bool:
        """Whether the whole of the day, month or year it is good for has passed."""
        return bool(self.expiry_date) and now().date().isoformat()[: len(self.expiry_date or "")] > (
            self.expiry_date or ""
        )


class AchievementKind(StrEnum):
    AWARD = "award"
    PUBLICATION = "publication"
    SPEAKING = "speaking"
    OTHER = "other"


class Achievement(Entry, table=True):
    """An award, a publication, a talk."""

    __tablename__ = "achievements"
    __table_args__ = entry_arguments(
        *shorter(SHORT * 2, "title", "issuer"),
        *shorter(2_000, "url"),
        *shorter(LONG, "summary"),
        *partial_dates("date"),
    )

    kind: AchievementKind = choice(AchievementKind, "kind", AchievementKind.AWARD)
    title: str = text()
    issuer: str = text()
    authors: list[str] = json_list()
    date: str | None = optional_text()
    url: str = text()
    summary: str = text()


class Volunteering(Entry, table=True):
    """Unpaid work for others."""

    __tablename__ = "volunteerings"
    __table_args__ = entry_arguments(
        *shorter(SHORT, "organisation", "position_title", "location"),
        *shorter(2_000, "url"),
        *shorter(LONG, "summary"),
        *partial_dates("start_date", "end_date"),
        in_order(),
        sa.CheckConstraint("not (is_current and end_date is not null)", name="current_has_no_end"),
    )

    organisation: str = text()
    position_title: str = text()
    location: str = text()
    url: str = text()
    start_date: str | None = optional_text()
    end_date: str | None = optional_text()
    is_current: bool = Field(default=False)
    summary: str = text()
    lines: list[str] = json_list()


class Interest(Entry, table=True):
    __tablename__ = "interests"
    __table_args__ = entry_arguments(*shorter(SHORT, "name"))

    name: str = text()
    keywords: list[str] = json_list()


class Reference(Entry, table=True):
    """Somebody who speaks for the person, and what they say."""

    __tablename__ = "references"
    __table_args__ = entry_arguments(*shorter(SHORT, "name"), *shorter(LONG, "words"))

    name: str = text()
    words: str = text()


class CustomEntry(Entry, table=True):
    """An entry under a heading of the person's own; entries with the same heading stand together."""

    __tablename__ = "custom_entries"
    __table_args__ = entry_arguments(
        *shorter(SHORT, "section", "title", "organisation", "location"),
        *shorter(2_000, "url"),
        *shorter(LONG, "summary"),
        *partial_dates("start_date", "end_date"),
        in_order(),
        sa.CheckConstraint("not (is_current and end_date is not null)", name="current_has_no_end"),
    )

    section: str = text()
    title: str = text()
    organisation: str = text()
    location: str = text()
    url: str = text()
    start_date: str | None = optional_text()
    end_date: str | None = optional_text()
    is_current: bool = Field(default=False)
    summary: str = text()
    lines: list[str] = json_list()


ENTRY_TABLES: tuple[type[Entry], ...] = (
    Link, Detail, Experience, Education, SkillGroup, Skill, Language, Project, Certification, Achievement,
    Volunteering, Interest, Reference, CustomEntry,
)  # fmt: skip
