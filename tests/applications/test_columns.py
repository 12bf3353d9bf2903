"""What the columns of a spreadsheet say: by their names, or by what stands in them."""

import pytest

from web.applications.columns import OURS, STAGES, Says, guess, header_at, twice
from web.applications.stages import STAGES as EVERYBODYS

TEAL = "Company,Job Position,Max. Salary,Location,Status,Date Saved,Deadline,Date Applied,Follow up,Excitement"
HUNTR = "Job Title,Company Name,List,Location,Salary,Job Post URL,Created At,Moved At,Applied Date,Color,Notes"
ACCOUNT = "companyName,title,listName,location,url,htmlDescription"  # in what Huntr hands out of a whole account
LINKEDIN = "Application Date,Contact Email,Contact Phone Number,Company Name,Job Title,Job Url,Resume Name,Question And Answers"
KNOWN = {
    TEAL: "COMPANY TITLE SALARY_HIGH PLACE STAGE SAVED_ON CLOSES_ON APPLIED_ON STEP_ON EXCITEMENT",
    HUNTR: "TITLE COMPANY STAGE PLACE SALARY URL SAVED_ON STAGE_SINCE APPLIED_ON KEEP NOTES",
    ACCOUNT: "COMPANY TITLE STAGE PLACE URL TEXT",
    "Saved Date,Job Url,Job Title,Company Name": "SAVED_ON URL TITLE COMPANY",  # LinkedIn's saved jobs
    LINKEDIN: "APPLIED_ON ANSWERS ANSWERS COMPANY TITLE URL RESUME ANSWERS",
    "Firma,Stelle,Ort,Status,Beworben am,Gehalt,Ansprechpartner,Bemerkungen": (
        "COMPANY TITLE PLACE STAGE APPLIED_ON SALARY CONTACT NOTES"
    ),
    "Entreprise,Intitulé du poste,Lieu,Statut,Date de candidature,Lien": "COMPANY TITLE PLACE STAGE APPLIED_ON URL",
    "Empresa,Puesto,Ubicación,Estado,Fecha de solicitud,Notas": "COMPANY TITLE PLACE STAGE APPLIED_ON NOTES",
    "company_name,jobTitle,application_status,dateApplied": "COMPANY TITLE STAGE APPLIED_ON",
    "The company,Its job title (exact),Contact email,Contact phone number": (
        "COMPANY TITLE CONTACT_EMAIL CONTACT_PHONE"  # without LinkedIn's other columns it is somebody at the employer
    ),
}


@pytest.mark.parametrize(("header", "says"), KNOWN.items(), ids=list(KNOWN))
def test_names_are_known(header: str, says: str) -> None:
    assert " ".join(each.name for each in guess(header.split(","), [])) == says


def test_our_own_names_are_known_whole() -> None:
    assert guess([says.value for says in OURS], []) == list(OURS)


def test_contents_speak_where_names_do_not() -> None:
    rows = [["https://a.example/1", "x@a.example", "Wishlist"], ["https://a.example/2", "", "Rejected"]]
    assert guess(["Where", "Who", "How far"], rows) == [Says.URL, Says.CONTACT_EMAIL, Says.STAGE]


def test_what_is_not_made_out_is_kept_and_nothing_is_said_twice() -> None:
    found = guess(["Job", "Job title", "Shoe size"], [["Cook", "Head cook", "44"]])
    assert found == [Says.TITLE, Says.KEEP, Says.KEEP] and not twice(found)
    assert twice([Says.TITLE, Says.TITLE, Says.NOTES, Says.NOTES]) == {Says.TITLE}


@pytest.mark.parametrize(
    ("rows", "at"),
    [
        ([["Company", "Job"], ["Acme", "Cook"]], 0),
        ([["My search 2026"], [], ["sep=,"], ["Company", "Job", "Status"], ["Acme", "Cook", "Applied"]], 3),
        ([["Acme", "Cook"], ["Oak", "Baker"]], None),
        ([["Wer", "Was", "Wann"], ["Acme", "Cook", "2026-03-04"]], 0),
        ([["Acme", "https://acme.example/1"], ["Oak", "https://oak.example/2"]], None),
        ([], None),
    ],
)
def test_the_header_may_stand_anywhere_in_the_first_lines(rows: list[list[str]], at: int | None) -> None:
    assert header_at(rows) == at


def test_every_stage_that_others_have_is_one_that_everybody_has() -> None:
    assert set(STAGES.values()) == {stage.slug for stage in EVERYBODYS}
