"""Taking a résumé along: every format there is, and what was taken before."""

from dataclasses import dataclass

from litestar import get
from litestar.params import FromPath
from sqlmodel import Session

from web.kit.clock import day_in_words
from web.kit.pages import HTML, page
from web.kit.printing import designs
from web.kit.visits import Visit, in_transaction
from web.profile.tables import Profile
from web.resumes.actions import present_sheet, resume_of
from web.resumes.exports import formats
from web.resumes.pages.sheets import file_name
from web.resumes.states import steps_of
from web.resumes.tables import Resume, Taking
from web.resumes.takings import JSON, LETTER, PDF, PROFILE, name_of, often, takings_of

GOOD_FOR = {
    PDF: "The sheet itself: for printing, and for most applications.",
    "docx": "Where somebody asks for Word, or will write in it.",
    "html": "One file that opens in any browser.",
    "md": "Words with light marks, for programs and notes.",
    "txt": "Words alone, for a box in a form.",
    JSON: "What this résumé says, in an open format that other programs read.",
    LETTER: "As it is written now, on its stationery.",
    PROFILE: "JSON Resume of all you have written, also of what this résumé leaves out. It can be brought back here.",
}


@dataclass(frozen=True)
class Way:
    """A format to take a résumé along in; `bytes` where it is known how large its file is as things are now."""

    slug: str
    name: str
    address: str
    file: str
    bytes: int | None

    @property
    def good_for(self) -> str:
        return GOOD_FOR.get(self.slug, "")


@get("/resumes/{wanted:str}/take")
@in_transaction
def take(db: Session, visit: Visit, wanted: FromPath[str]) -> HTML:
    resume, profile = resume_of(db, visit.person_id, wanted)
    takings = takings_of(db, resume)
    sizes = {each.format: each.bytes for each in takings if is_present(each, resume, profile)}
    if resume.design in designs() and (sheet := present_sheet(db, visit.person_id, str(resume.id))):
        sizes[PDF] = sheet.bytes
    before = [(each, is_present(each, resume, profile)) for each in takings]
    return page(
        visit, "resumes/take.html", way="/take", resume=resume, steps=steps_of(db, resume),
        formats=ways(resume, profile, sizes), takings=before, day=day_in_words, name_of=name_of,
        often=often, size=size_in_words,
    )  # fmt: skip


def is_present(taking: Taking, resume: Resume, profile: Profile) -> bool:
    """Whether it says what the résumé says now."""
    return (taking.state_id, taking.revision) == (resume.state_id, profile.revision)


def ways(resume: Resume, profile: Profile, sizes: dict[str, int]) -> list[Way]:
    here, of, title = f"/resumes/{resume.id}", profile.full_name, resume.target_title
    file = file_name(of, title)
    found = {PDF: (f"{here}/pdf", f"{file}.pdf")}
    found |= {slug: (f"{here}/as/{slug}", f"{file}.{slug}") for slug in formats()}
    found |= {JSON: (f"{here}/json", f"{file}.json")}
    if resume.letter:
        found |= {LETTER: (f"{here}/letter/pdf", f"{file_name(of, title, LETTER)}.pdf")}
    found |= {PROFILE: (f"{here}/profile", f"{file_name(of, '', PROFILE)}.json")}
    return [Way(slug, name_of(slug), *where, sizes.get(slug)) for slug, where in found.items()]


def size_in_words(size: int) -> str:
    return f"{size:,} bytes" if size < 1_000 else f"{size / 1_000:,.0f} kB"


routes = [take]
