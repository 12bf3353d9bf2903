"""The wizard's steps, in the order they are asked.

A step is a module here that says `STEP = Step(...)`; where it has a form of its own, that form is the template
`templates/profile/steps/_<slug>.html`.
"""

from dataclasses import dataclass
from functools import cache

from web.kit.forms import Form


@dataclass(frozen=True)
class Step:
    """One screen of questions. `form` is what it asks of the profile itself, `kinds` the entries it collects, `towards`
    how the button that leads here ends where the name alone would not read."""

    place: int
    slug: str
    name: str
    question: str
    lede: str
    kinds: tuple[str, ...] = ()
    form: type[Form] | None = None
    asks_preferences: bool = False
    towards: str = ""

    @property
    def address(self) -> str:
        return f"/profile/steps/{self.slug}"

    @property
    def template(self) -> str:
        return f"profile/steps/_{self.slug}.html"


@cache
def steps() -> tuple[Step, ...]:
    """Every step on the shelf, first to last."""
    from web.kit.shelf import modules_on

    return tuple(sorted((module.STEP for module in modules_on(__name__)), key=lambda step: step.place))


def step_named(slug: str) -> Step | None:
    return next((step for step in steps() if step.slug == slug), None)


def neighbours(step: Step) -> tuple[Step | None, Step | None]:
    """The step before and the step after."""
    row = steps()
    at = row.index(step)
    return (row[at - 1] if at else None, row[at + 1] if at + 1 < len(row) else None)
