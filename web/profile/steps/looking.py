"""What the person is looking for. None of it is printed."""

from web.profile.forms import PreferencesForm
from web.profile.steps import Step

STEP = Step(
    place=2,
    slug="looking",
    name="Looking for",
    towards="what you look for",
    question="What are you looking for?",
    lede="This never prints. It helps Métier to find the jobs that suit you, and you may skip all of it.",
    form=PreferencesForm,
    asks_preferences=True,
)
