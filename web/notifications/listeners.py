"""What becomes a notice, and what a letter too: events of the rooms below."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from web.accounts.actions import ERASED_DAYS
from web.accounts.devices import device
from web.kit.clock import now
from web.kit.events import Happening, listens
from web.kit.mail import write_letter
from web.notifications.tables import Notification
from web.notifications.tellings import TELLINGS, Telling, in_words


@listens(*TELLINGS)
def tell(happening: Happening) -> None:
    """A notice, and a letter where the account itself is at stake; both leave with the event's own transaction."""
    if happening.action == "signed-in" and not happening.facts["is_new"]:
        return
    facts = facts_in_words(happening)
    for telling in TELLINGS[happening.action]:
        told = in_full(telling, facts)
        if told.is_notice:
            words = " ".join(filter(None, [told.words, told.then]))
            notice = Notification(owner_id=happening.owner_id, title=told.title, words=words, link=told.way)
            happening.db.add(notice)
            happening.db.flush()
        if told.to:
            write_letter(
                happening.db, happening.owner_id, "told", facts[told.to], title=told.title, words=told.words,
                then=told.then, way=told.way, button=told.button, **place_in_words(happening),
            )  # fmt: skip


def facts_in_words(happening: Happening) -> dict[str, Any]:
    """What the words of a telling may name."""
    return {
        **happening.facts,
        **place_in_words(happening),
        "carried": in_words(happening.facts.get("carried", {})),
        "until": day(now() + timedelta(days=ERASED_DAYS)),
    }


def place_in_words(happening: Happening) -> dict[str, str]:
    """When it was, and from where; the worker is nowhere."""
    whence = happening.whence
    when = f"{day(now())}, {now():%H:%M} UTC"
    return {"when": when, "device": device(whence.agent) if whence.address else "", "place": whence.address}


def day(moment: datetime) -> str:
    return f"{moment:%-d %B %Y}"


def in_full(telling: Telling, facts: dict[str, Any]) -> Telling:
    """The telling with its facts. A fact is text, whatever braces it has; one that is missing is a fault of ours."""
    full = {name: getattr(telling, name).format(**facts) for name in ("title", "words", "way", "then")}
    return replace(telling, **full)
