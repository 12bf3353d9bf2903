"""What résumés do when something happens to an account."""

from sqlmodel import col, select

import web.profile.listeners  # noqa: F401  a résumé needs the profile that is made there, before
from web.kit.events import Happening, listens
from web.profile.queries import default_profile
from web.resumes.actions import make_resume
from web.resumes.tables import Resume


@listens("began")
def begin_resume(happening: Happening) -> None:
    make_resume(happening.db, default_profile(happening.db, happening.owner_id))


@listens("profile-made")
def make_resume_of_profile(happening: Happening) -> None:
    make_resume(happening.db, happening.facts["profile"])


@listens("career-brought", "import-undone")
def speak_as_the_profile_does(happening: Happening) -> None:
    """What was brought may change the language of its profile. A résumé goes along while nobody gave it another."""
    profile, was = happening.facts["profile"], happening.facts["was"]
    if profile.language != was:
        its_own = (Resume.owner_id == profile.owner_id, Resume.profile_id == profile.id, Resume.language == was)
        for resume in happening.db.exec(select(Resume).where(*its_own, col(Resume.removed_at).is_(None))):
            resume.language = profile.language
