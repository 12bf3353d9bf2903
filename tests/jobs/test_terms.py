"""Where, for how long, with what behind one, and whether a visa is paid for."""

import pytest

from web.jobs.postings import Employment, How, Remote
from web.jobs.terms import (
    employment_in_title,
    employment_of,
    employment_told,
    none_needed,
    remote_in,
    remote_of,
    remote_told,
    visa_in,
    years_in,
)
from web.jobs.vocabulary import Lines

VISA = [
    ("We sponsor visas.", True), ("We sponsor H-1B visas", True), ("Visa sponsorship is available", True), ("We offer relocation and visa support", True),
    ("Wir unterstützen dich beim Visum", True), ("Patrocinamos visados", True), ("We would sponsor a visa for the right candidate.", True),
    ("Visa sponsorship is not available for this role.", False), ("We’re not able to sponsor US visas right now.", False), ("US Visa Sponsorship: No", False),
    ("This role is not eligible for visa sponsorship now or in the future.", False), ("We are unable to sponsor visas at this time", False),
    ("Acme is not sponsoring U.S. employment visas for this role.", False), ("we're not in a position to sponsor work visas", False),
    ("We don’t currently offer visa sponsorship", False), ("sponsorship isn't something we're able to provide", False),
    ("authorized to work in the United States without the need for current or future company sponsorship.", False),
    ("We are a Visa and Mastercard partner", None), ("We sponsor local events", None), ("You will work with sponsors of clinical trials", None),
]  # fmt: skip
YEARS = [
    ("5+ years of full-cycle recruitment experience", 5), ("3-7 years experience in a similar role", 3), ("at least three years’ experience", 3),
    ("5 (five) years experience", 5), ("Mindestens 5 Jahre Berufserfahrung", 5), ("3 ans d'expérience minimum", 3), ("5 años de experiencia", 5),
    ("Five years of enterprise systems leadership.", 5), ("4+ years building production React applications", 4), ("minimum of 2 years in sales", 2),
    ("Mindestens 1 Jahr Erfahrung", 1), ("8 or more years building systems", 8), ("Bachelor's degree and 3 years of related experience", 3),
    ("Two years or more in a museum", 2), ("a 3 year degree in nursing", None),
    ("You must be at least 18 years old", None), ("For over 20 years we have built experience", None), ("Experience over the last 5 years", None),
    ("a 2 year fixed contract", None), ("25 days of holiday after 3 years", None), ("experience of 99 years", None),
]  # fmt: skip
WHERE_TOLD = [
    ("This is a fully remote role.", Remote.REMOTE), ("You can work from anywhere in the EU", Remote.REMOTE), ("a hybrid role with two days in Leeds", Remote.HYBRID),
    ("3 days a week in our London office", Remote.HYBRID), ("2 jours de télétravail par semaine", Remote.HYBRID), ("3 días de teletrabajo a la semana", Remote.HYBRID),
    ("This position is on-site", Remote.ON_SITE), ("This is not a remote position", Remote.ON_SITE), ("kein Homeoffice", Remote.ON_SITE),
    ("Working from home is not possible.", Remote.ON_SITE), ("Remote work is unfortunately not an option", None), ("It is not fully remote", None),
    ("Homeoffice ist leider nicht möglich", Remote.ON_SITE), ("Le télétravail n'est pas possible", Remote.ON_SITE), ("zwei Tage Telearbeit", Remote.HYBRID),
    ("work from home on Fridays, so call it hybrid", Remote.HYBRID), ("You can work from home up to two days a week", Remote.HYBRID),
    ("You help remote teams with remote sensing", None), ("a hybrid cloud of our own", None), ("on-site gym", None),
]  # fmt: skip
KIND_TOLD = [
    ("This is a full-time position", Employment.FULL_TIME), ("a permanent, full-time role", Employment.FULL_TIME), ("This is a part-time contracted job", Employment.PART_TIME),
    ("a 12 month fixed-term contract", Employment.TEMPORARY), ("We offer internship positions", Employment.INTERNSHIP), ("contrat CDI", Employment.PERMANENT),
    ("This is not a permanent position", None), ("Part-time, 20 hours a week, permanent.", Employment.PART_TIME), ("contrat à durée déterminée", Employment.TEMPORARY),
    ("five years of full-time paid experience", None), ("contract negotiation", None), ("full-time students", None), ("an early-stage job board", None),
]  # fmt: skip


@pytest.mark.parametrize(("line", "is_sponsored"), VISA)
def test_visas(line: str, is_sponsored: bool | None) -> None:
    found = visa_in(Lines([line]))
    assert (found and found[0]) is is_sponsored
    assert not found or found[1].how == How.STATED


def test_who_asks_for_the_right_to_work_is_taken_to_sponsor_nobody_unless_they_say_so() -> None:
    asked = "You must be authorised to work in the UK."
    found = visa_in(Lines([asked]))
    assert found and (found[0], found[1].how) == (False, How.INFERRED)
    citizens = visa_in(Lines(["U.S. Citizenship required"]))
    assert citizens and (citizens[0], citizens[1].how) == (False, How.INFERRED)
    offered = visa_in(Lines([asked, "We can sponsor a visa."]))
    assert offered and (offered[0], offered[1].how) == (True, How.STATED)


@pytest.mark.parametrize(("line", "years"), YEARS)
def test_years_that_are_asked_for(line: str, years: int | None) -> None:
    found = years_in(line, True)
    assert (found and found[0]) == years


def test_years_elsewhere_must_say_that_they_are_of_experience() -> None:
    assert years_in("two years of rain", False) is None
    assert years_in("two years of sailing experience", False) == (2, "two years of sailing experience")


@pytest.mark.parametrize(("line", "where"), WHERE_TOLD)
def test_where_a_sentence_says_one_works(line: str, where: Remote | None) -> None:
    found = remote_told(Lines([line]))
    assert (found and found[0]) == where


def test_both_home_and_office_is_worked_out() -> None:
    found = remote_told(Lines(["This is a hybrid role.", "It can be fully remote."]))
    assert found and (found[0], found[1].how) == (Remote.HYBRID, How.INFERRED)


def test_where_fields_and_titles_say_one_works() -> None:
    assert [remote_of(said) for said in ("Remote", "TELECOMMUTE", "fully_remote", "OnSite", "on_site", "Hybride", "in-office", "0", "unspecified")] == [
        *[Remote.REMOTE] * 3, *[Remote.ON_SITE] * 2, Remote.HYBRID, Remote.ON_SITE, None, None,
    ]  # fmt: skip
    assert remote_in("Engineer (Remote, Spain)") == Remote.REMOTE
    assert remote_in("Remote sensing scientist") is None


@pytest.mark.parametrize(("line", "kind"), KIND_TOLD)
def test_for_how_long_a_sentence_says(line: str, kind: Employment | None) -> None:
    found = employment_told(Lines([line]))
    assert (found and found[0]) == kind


def test_a_label_that_says_yes_or_no() -> None:
    assert remote_of("Yes. Hybrid, up to two days a week") == Remote.HYBRID
    assert remote_of("None. Remote or hybrid work is not available.") == Remote.ON_SITE
    assert remote_of("Work from office, 5 days (No WFH / No hybrid)") == Remote.ON_SITE


def test_a_part_of_the_whole_is_part_time() -> None:
    assert [employment_of(said) for said in ("60 %", "Pensum 80 %", "100 %")] == [Employment.PART_TIME] * 2 + [None]


@pytest.mark.parametrize(
    "line",
    [
        "No experience needed, we train you.", "Keine Erfahrung nötig", "Erfahrung ist nicht nötig.", "Débutants acceptés",
        "Aucune expérience requise", "No hace falta experiencia", "You dont need any experience",
    ],
)  # fmt: skip
def test_that_no_experience_is_needed(line: str) -> None:
    assert none_needed(Lines([line])) and not none_needed(Lines(["Experience needed"]))


def test_for_how_long_fields_and_titles_say() -> None:
    said = (
        "FullTime",
        "FULL_TIME",
        "fulltime_permanent",
        "Part-time",
        "CONTRACTOR",
        "PER_DIEM",
        "INTERN",
        "Regular",
        "CDI",
        "OTHER",
    )
    assert [employment_of(each) for each in said] == [
        *[Employment.FULL_TIME] * 3, Employment.PART_TIME, Employment.CONTRACT, Employment.TEMPORARY, Employment.INTERNSHIP,
        *[Employment.PERMANENT] * 2, None,
    ]  # fmt: skip
    assert employment_of("permanent", "full-time") == Employment.FULL_TIME
    titles = (
        "Data Intern",
        "Nurse (part-time)",
        "Contract Manager",
        "Stage Hand",
        "Designer - Contract",
        "Praktikum Marketing",
    )
    assert [employment_in_title(title) for title in titles] == [
        Employment.INTERNSHIP, Employment.PART_TIME, None, None, Employment.CONTRACT, Employment.INTERNSHIP,
    ]  # fmt: skip
