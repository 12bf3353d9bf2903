"""Everything else a sheet can hold."""

from web.profile.steps import Step

STEP = Step(
    place=6,
    slug="more",
    name="Also",
    towards="what else there is",
    question="What else should they know?",
    lede="Projects, certificates, prizes, what you do for others. Take what fits and leave the rest.",
    kinds=("project", "certification", "achievement", "volunteering", "interest", "reference", "custom"),
)
