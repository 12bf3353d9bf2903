"""The kinds of entry a career is made of: their table, their form, and how a closed one reads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from web.kit.forms import Form
from web.profile import forms
from web.profile.tables import (
    Achievement,
    Certification,
    CustomEntry,
    Detail,
    Education,
    Entry,
    Experience,
    Interest,
    Language,
    Link,
    Project,
    Reference,
    Skill,
    SkillGroup,
    Volunteering,
)

Words = Callable[[Any], str]


@dataclass(frozen=True)
class Kind:
    """One kind of entry. `heading` and `line` are how a closed entry reads; `says` is whether it says anything yet."""

    slug: str
    table: type[Entry]
    form: type[Form]
    name: str
    add: str
    step: str
    heading: Words
    line: Words
    when: Words = lambda entry: ""
    quick: str = ""
    quick_label: str = ""

    @property
    def newest_first(self) -> bool:
        """A career reads newest first; everything else in the order it was named."""
        return "start_date" in self.form.model_fields

    @property
    def template(self) -> str:
        return f"profile/entries/_{self.slug}.html"


def _joined(*parts: object, by: str = ", ") -> str:
    return by.join(str(part) for part in parts if part)


def _years(entry: Any) -> str:
    start, end = (entry.start_date or "")[:4], (entry.end_date or "")[:4]
    if entry.is_current:
        return f"{start} to now" if start else "Now"
    return f"{start} to {end}" if start and end and start != end else start or end


def _count(lines: list[str]) -> str:
    return {0: "", 1: "One line."}.get(len(lines), f"{len(lines)} lines.")


KINDS: dict[str, Kind] = {
    kind.slug: kind
    for kind in (
        Kind(
            "link", Link, forms.LinkForm, "website or profile", "Add a website or a profile elsewhere", "about",
            heading=lambda e: _joined(e.network, e.username) or e.url,
            line=lambda e: e.url if e.network or e.username else "",
        ),
        Kind(
            "detail", Detail, forms.DetailForm, "personal detail", "Add another detail of yours", "about",
            heading=lambda e: e.label, line=lambda e: e.value,
        ),
        Kind(
            "experience", Experience, forms.ExperienceForm, "place where you worked",
            "Add a place where you worked", "experience",
            heading=lambda e: e.title or e.company, when=_years,
            line=lambda e: _joined(_joined(e.company if e.title else "", e.location),
                                   _count(e.lines + e.achievements), by=". "),
        ),
        Kind(
            "education", Education, forms.EducationForm, "course of study", "Add a school or a course", "education",
            heading=lambda e: _joined(e.study_type, e.area) or e.institution, when=_years,
            line=lambda e: _joined(e.institution if e.study_type or e.area else "", e.location),
        ),
        Kind(
            "skill-group", SkillGroup, forms.SkillGroupForm, "heading", "Add a heading for some of them", "skills",
            heading=lambda e: e.name, line=lambda e: e.level_words,
        ),
        Kind(
            "skill", Skill, forms.SkillForm, "skill", "Add a skill", "skills", quick="name",
            quick_label="Something you are good at",
            heading=lambda e: e.name,
            line=lambda e: _joined("main skill" if e.is_primary else "", e.level_words,
                                   f"level {e.level} of 5" if e.level else "",
                                   f"{e.years} years" if e.years else ""),
        ),
        Kind(
            "language", Language, forms.LanguageForm, "language", "Add a language", "skills", quick="language",
            quick_label="A language you speak",
            heading=lambda e: e.language, line=lambda e: e.fluency,
        ),
        Kind(
            "project", Project, forms.ProjectForm, "project", "Add a project", "more",
            heading=lambda e: e.name, when=_years,
            line=lambda e: _joined(_joined(e.role, e.entity), _count(e.lines + e.achievements), by=". "),
        ),
        Kind(
            "certification", Certification, forms.CertificationForm, "certificate", "Add a certificate", "more",
            heading=lambda e: e.name, when=lambda e: (e.issued_date or "")[:4],
            line=lambda e: _joined(e.issuer, "expired" if e.is_expired else ""),
        ),
        Kind(
            "achievement", Achievement, forms.AchievementForm, "award, publication or talk",
            "Add an award, a publication or a talk", "more",
            heading=lambda e: e.title, line=lambda e: _joined(e.kind.value if e.kind else "", e.issuer),
            when=lambda e: (e.date or "")[:4],
        ),
        Kind(
            "volunteering", Volunteering, forms.VolunteeringForm, "voluntary work", "Add voluntary work", "more",
            heading=lambda e: e.position_title or e.organisation, when=_years,
            line=lambda e: _joined(e.organisation if e.position_title else "", e.location),
        ),
        Kind(
            "interest", Interest, forms.InterestForm, "interest", "Add an interest", "more",
            heading=lambda e: e.name, line=lambda e: _joined(*e.keywords),
        ),
        Kind(
            "reference", Reference, forms.ReferenceForm, "reference", "Add somebody who speaks for you", "more",
            heading=lambda e: e.name, line=lambda e: e.words,
        ),
        Kind(
            "custom", CustomEntry, forms.CustomEntryForm, "entry of your own", "Add something under your own heading",
            "more",
            heading=lambda e: e.title or e.organisation or e.section, when=_years,
            line=lambda e: _joined(e.section if e.title or e.organisation else "",
                                   e.organisation if e.title else "", by=": "),
        ),
    )
}  # fmt: skip
