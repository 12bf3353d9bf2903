"""What the person is good at, and the languages they speak."""

from web.profile.steps import Step

STEP = Step(
    place=5,
    slug="skills",
    name="Good at",
    towards="what you are good at",
    question="What are you good at?",
    lede="Tools, techniques, ways of working, languages. Name what you would be glad to be asked about.",
    kinds=("skill", "skill-group", "language"),
)
