"""What the person learnt, and where."""

from web.profile.steps import Step

STEP = Step(
    place=4,
    slug="education",
    name="Learning",
    question="What have you learnt, and where?",
    lede="School, university, an apprenticeship, a course: start with the latest.",
    kinds=("education",),
)
