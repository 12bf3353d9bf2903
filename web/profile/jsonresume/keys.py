"""Which key of a JSON Resume file is which column."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from web.profile.tables import (
    Achievement,
    AchievementKind,
    Certification,
    CustomEntry,
    Detail,
    Education,
    EmploymentType,
    Entry,
    Experience,
    Interest,
    Language,
    Link,
    Project,
    ProjectStatus,
    Reference,
    RemotePolicy,
    SalaryPeriod,
    Skill,
    SkillGroup,
    Visibility,
    Volunteering,
)

Data = dict[str, Any]


@dataclass(frozen=True)
class Section:
    """Where the entries of one list in a file are kept. `beyond` and `private` are keys under `meta.metier`; what is
    private is for the person alone. `of` are the keys by which `meta.metier` names an entry."""

    name: str
    table: type[Entry]
    of: tuple[str, ...]
    columns: dict[str, str]
    beyond: dict[str, str] = field(default_factory=dict)
    private: dict[str, str] = field(default_factory=dict)
    kind: AchievementKind | None = None

    def holds(self, row: Any) -> bool:
        return self.kind is None or row.kind == self.kind

    def label(self, entry: Data) -> str:
        return ", ".join(entry[key] for key in self.of if entry.get(key))


DATES = {"startDate": "start_date", "endDate": "end_date"}
UNSETTLED = {"unsettled": "unsettled"}
WORK = Section(
    "work", Experience, ("position", "name"),
    {"name": "company", "position": "title", "location": "location", "description": "company_description",
     "url": "company_url", **DATES, "summary": "summary", "highlights": "lines"},
    {"technologies": "technologies", "companySize": "company_size", "industry": "company_industry",
     "employmentType": "employment_type"},
    {"enhanced": "enhanced"},
)  # fmt: skip
SECTIONS = (
    WORK,
    Section(
        "volunteer", Volunteering, ("position", "organization"),
        {"organization": "organisation", "position": "position_title", "location": "location", "url": "url", **DATES,
         "summary": "summary", "highlights": "lines"},
    ),
    Section(
        "education", Education, ("studyType", "area", "institution"),
        {"institution": "institution", "area": "area", "studyType": "study_type", "location": "location",
         "url": "url", **DATES, "score": "score", "summary": "summary", "courses": "courses"},
        {"honours": "honours"},
    ),
    Section(
        "awards", Achievement, ("title",),
        {"title": "title", "date": "date", "awarder": "issuer", "summary": "summary"},
        {"url": "url", "authors": "authors"}, kind=AchievementKind.AWARD,
    ),
    Section(
        "certificates", Certification, ("name", "issuer"),
        {"name": "name", "date": "issued_date", "url": "url", "issuer": "issuer"},
        {"credentialId": "credential_id", "expiryDate": "expiry_date"},
    ),
    Section(
        "publications", Achievement, ("name",),
        {"name": "title", "publisher": "issuer", "releaseDate": "date", "url": "url", "authors": "authors",
         "summary": "summary"},
        kind=AchievementKind.PUBLICATION,
    ),
    Section("languages", Language, ("language",), {"language": "language", "fluency": "fluency"}),
    Section("interests", Interest, ("name",), {"name": "name", "keywords": "keywords"}),
    Section("references", Reference, ("name",), {"name": "name", "reference": "words"}),
    Section(
        "projects", Project, ("name", "entity"),
        {"name": "name", "description": "summary", "highlights": "lines", "keywords": "technologies", **DATES,
         "url": "url", "roles": "role", "entity": "entity", "type": "category"},
        {"status": "status", "challenges": "challenges", "teamSize": "team_size", "months": "months",
         "users": "users", "budgetBand": "budget_band", "demoUrl": "demo_url", "codeUrl": "code_url",
         "documentationUrl": "documentation_url"},
        {"clients": "clients", "companyAlias": "company_alias", "visibility": "visibility",
         "experiences": "experience_ids"},
    ),
)  # fmt: skip

# Lists that JSON Resume has no section for stand under `meta.metier` as they are.
PROFILES = Section(
    "profiles", Link, ("network", "username"), {"network": "network", "username": "username", "url": "url"}
)
DETAILS = Section("details", Detail, (), {"label": "label", "value": "value", **UNSETTLED})
TALKS = Section(
    "achievements", Achievement, (),
    {"kind": "kind", "title": "title", "issuer": "issuer", "date": "date", "authors": "authors", "url": "url",
     "summary": "summary", **UNSETTLED},
)  # fmt: skip
CUSTOM = Section(
    "entries", CustomEntry, (),
    {"title": "title", "organisation": "organisation", "location": "location", "url": "url", **DATES,
     "summary": "summary", "highlights": "lines", **UNSETTLED},
)  # fmt: skip
HEADINGS = Section("headings", SkillGroup, ("name",), {"name": "name", "level": "level_words"})
SKILLS = Section(
    "skills", Skill, ("name",), {"name": "name", "level": "level_words"},
    private={"kind": "kind", "level": "level", "years": "years", "startedYear": "started_year",
             "isPrimary": "is_primary"},
)  # fmt: skip

BASICS = {"name": "full_name", "label": "headline", "image": "picture", "email": "email", "phone": "phone",
          "url": "url", "summary": "summary"}  # fmt: skip
LOCATION = {"address": "address", "postalCode": "postal_code", "city": "city", "region": "region",
            "countryCode": "country"}  # fmt: skip
PREFERENCES = {
    "targetTitles": "target_titles", "industries": "industries", "preferredLocations": "preferred_locations",
    "excludedCompanies": "excluded_companies", "salaryLeast": "salary_least", "salaryMost": "salary_most",
    "salaryCurrency": "salary_currency", "salaryPeriod": "salary_period", "remotePolicy": "remote_policy",
    "needsVisa": "needs_visa", "wouldRelocate": "would_relocate", "workAuthorisation": "work_authorisation",
    **UNSETTLED,
}  # fmt: skip
CHOICES: dict[str, type[StrEnum]] = {
    "employmentType": EmploymentType, "status": ProjectStatus, "visibility": Visibility,
    "salaryPeriod": SalaryPeriod, "remotePolicy": RemotePolicy,
}  # fmt: skip

# Of the keys that wait in `extra` for lack of a column, those of the whole file that a design prints.
READERS_EXTRA = {
    "file": ("grants", "sections"), "basics": ("cite",), "location": ("text", "countryName"),
    "meta": ("canonical", "version", "lastModified", "language"), "metier": (),
}  # fmt: skip


def said(values: Data) -> Data:
    """Without what says nothing."""
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}


def values_of(row: Any, columns: dict[str, str]) -> Data:
    """What a row says, under the keys of a file."""
    values = {key: getattr(row, column) for key, column in columns.items()}
    return {key: value.value if isinstance(value, StrEnum) else value for key, value in values.items()}


def column_value(key: str, value: Any) -> Any:
    return CHOICES[key](value) if key in CHOICES else value
