"""The finished sheet: the room of résumés draws this page."""

from web.profile.steps import Step

STEP = Step(
    place=7,
    slug="sheet",
    name="Your sheet",
    question="How should it look?",
    lede="The same words in twelve designs. Choose one, then take your résumé along.",
)
