"""What the career does when something happens to an account."""

from web.accounts.devices import device
from web.kit.clock import now
from web.kit.events import Happening, listens
from web.profile.actions import make_profile, welcome_profiles


@listens("began")
def begin_profile(happening: Happening) -> None:
    """Whoever begins has a profile to write into."""
    facts = happening.facts
    make_profile(happening.db, happening.owner_id, facts.get("name", ""), facts.get("language", "en"))


@listens("work-came-along")
def name_what_came_along(happening: Happening) -> None:
    """It stands beside what was there, under a name that tells where it is from."""
    where = device(happening.facts["agent"])
    welcome_profiles(happening.db, happening.owner_id, f"From {where}, {now().strftime('%-d %B')}")
