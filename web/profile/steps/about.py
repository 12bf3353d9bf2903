"""Who the person is, and how an employer reaches them."""

from web.profile.forms import AboutForm
from web.profile.steps import Step

STEP = Step(
    place=1,
    slug="about",
    name="You",
    question="How can an employer reach you?",
    lede="This goes at the top of the sheet. A street address and a date of birth are not needed.",
    kinds=("link", "detail"),
    form=AboutForm,
)
