"""Where the person worked."""

from web.profile.steps import Step

STEP = Step(
    place=3,
    slug="experience",
    name="Work",
    question="Where have you worked?",
    lede="Start with the latest. Paid, unpaid, part-time and family work all count.",
    kinds=("experience",),
)
