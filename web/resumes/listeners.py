"""What résumés do when something happens to an account."""

import web.profile.listeners  # noqa: F401  a résumé needs the profile that is made there, before
from web.kit.events import Happening, listens
from web.profile.queries import default_profile
from web.resumes.actions import make_resume


@listens("began")
def begin_resume(happening: Happening) -> None:
    make_resume(happening.db, default_profile(happening.db, happening.owner_id))


@listens("profile-made")
def make_resume_of_profile(happening: Happening) -> None:
    make_resume(happening.db, happening.facts["profile"])
