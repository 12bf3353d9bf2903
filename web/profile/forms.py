"""What each part of a career may be sent. Field names are the columns of `tables.py`."""

from typing import Annotated

from web.kit.forms import (
    Currency,
    EMail,
    Form,
    Line,
    Lines,
    LongLine,
    Money,
    OneOfMine,
    Paragraph,
    PartialDate,
    Tick,
    WebAddress,
    chosen_from,
    number,
)
from web.profile.tables import (
    AchievementKind,
    EmploymentType,
    ProjectStatus,
    RemotePolicy,
    SalaryPeriod,
    SkillKind,
    Visibility,
)


class HeadForm(Form):
    full_name: Line = ""
    headline: Line = ""
    email: EMail = ""
    phone: Line = ""
    address: Line = ""
    postal_code: Line = ""
    city: Line = ""
    region: Line = ""
    country: Line = ""
    url: WebAddress = ""


class SummaryForm(Form):
    summary: Paragraph = ""


class AboutForm(HeadForm):
    summary: Paragraph = ""


class PreferencesForm(Form):
    ranges = (("salary_least", "salary_most"),)

    target_titles: Lines = []
    industries: Lines = []
    preferred_locations: Lines = []
    excluded_companies: Lines = []
    salary_least: Money = None
    salary_most: Money = None
    salary_currency: Currency = None
    salary_period: Annotated[SalaryPeriod | None, chosen_from(SalaryPeriod)] = None
    remote_policy: Annotated[RemotePolicy | None, chosen_from(RemotePolicy)] = None
    needs_visa: Tick = False
    would_relocate: Tick = False
    work_authorisation: Line = ""


class LinkForm(Form):
    network: Line = ""
    username: Line = ""
    url: WebAddress = ""


class DetailForm(Form):
    label: Line = ""
    value: Line = ""


class ExperienceForm(Form):
    ranges = (("start_date", "end_date"),)

    title: Line = ""
    company: Line = ""
    location: Line = ""
    start_date: PartialDate = None
    end_date: PartialDate = None
    is_current: Tick = False
    summary: Paragraph = ""
    lines: Lines = []
    achievements: Lines = []
    technologies: Lines = []
    employment_type: Annotated[EmploymentType | None, chosen_from(EmploymentType)] = None
    company_url: WebAddress = ""
    company_size: Line = ""
    company_industry: Line = ""
    company_description: Paragraph = ""


class EducationForm(Form):
    ranges = (("start_date", "end_date"),)

    study_type: Line = ""
    area: Line = ""
    institution: Line = ""
    location: Line = ""
    start_date: PartialDate = None
    end_date: PartialDate = None
    is_current: Tick = False
    score: Line = ""
    honours: Line = ""
    courses: Lines = []
    summary: Paragraph = ""
    url: WebAddress = ""


class SkillGroupForm(Form):
    name: Line = ""
    level_words: Line = ""


class SkillForm(Form):
    name: Line = ""
    kind: Annotated[SkillKind, chosen_from(SkillKind)] = SkillKind.TECHNICAL
    level: number(1, 5) = None  # type: ignore[valid-type]
    level_words: Line = ""
    years: number(0, 80) = None  # type: ignore[valid-type]
    started_year: number(1930, 2100) = None  # type: ignore[valid-type]
    is_primary: Tick = False
    group_id: OneOfMine = None


class LanguageForm(Form):
    language: Line = ""
    fluency: Line = ""


class ProjectForm(Form):
    ranges = (("start_date", "end_date"),)

    name: Line = ""
    role: Line = ""
    entity: Line = ""
    start_date: PartialDate = None
    end_date: PartialDate = None
    is_current: Tick = False
    summary: Paragraph = ""
    lines: Lines = []
    achievements: Lines = []
    technologies: Lines = []
    url: WebAddress = ""
    demo_url: WebAddress = ""
    code_url: WebAddress = ""
    documentation_url: WebAddress = ""
    category: Line = ""
    status: Annotated[ProjectStatus | None, chosen_from(ProjectStatus)] = None
    visibility: Annotated[Visibility, chosen_from(Visibility)] = Visibility.PUBLIC
    company_alias: Line = ""
    challenges: Paragraph = ""
    clients: Line = ""
    team_size: number(1, 100_000) = None  # type: ignore[valid-type]
    months: number(0, 1_200) = None  # type: ignore[valid-type]
    users: number(0, 10**15 - 1) = None  # type: ignore[valid-type]
    budget_band: Line = ""
    experience_ids: Lines = []


class CertificationForm(Form):
    ranges = (("issued_date", "expiry_date"),)

    name: Line = ""
    issuer: Line = ""
    issued_date: PartialDate = None
    expiry_date: PartialDate = None
    credential_id: Line = ""
    url: WebAddress = ""


class AchievementForm(Form):
    kind: Annotated[AchievementKind, chosen_from(AchievementKind)] = AchievementKind.AWARD
    title: LongLine = ""
    issuer: LongLine = ""
    date: PartialDate = None
    authors: Lines = []
    url: WebAddress = ""
    summary: Paragraph = ""


class VolunteeringForm(Form):
    ranges = (("start_date", "end_date"),)

    position_title: Line = ""
    organisation: Line = ""
    location: Line = ""
    start_date: PartialDate = None
    end_date: PartialDate = None
    is_current: Tick = False
    summary: Paragraph = ""
    lines: Lines = []
    url: WebAddress = ""


class InterestForm(Form):
    name: Line = ""
    keywords: Lines = []


class ReferenceForm(Form):
    name: Line = ""
    words: Paragraph = ""


class CustomEntryForm(Form):
    ranges = (("start_date", "end_date"),)

    section: Line = ""
    title: Line = ""
    organisation: Line = ""
    location: Line = ""
    start_date: PartialDate = None
    end_date: PartialDate = None
    is_current: Tick = False
    summary: Paragraph = ""
    lines: Lines = []
    url: WebAddress = ""
