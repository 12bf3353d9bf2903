"""The stages of an application, and what a move between two of them means. Pure: one place decides.

A person has the eight that everybody has, in any order and under any name, and stages of their own between them. Every
move is allowed. What a stage *means* decides what is asked about, what is frozen and what the figures count."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Meaning(StrEnum):
    SAVED = "saved"
    APPLIED = "applied"
    TALKING = "talking"
    OFFER = "offer"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


ENDS = (Meaning.ACCEPTED, Meaning.REJECTED, Meaning.WITHDRAWN)
UNSENT = (Meaning.SAVED, Meaning.WITHDRAWN)
SENT = (Meaning.APPLIED, Meaning.TALKING, Meaning.OFFER, Meaning.ACCEPTED)  # the employer has something of ours


@dataclass(frozen=True)
class Stage:
    slug: str
    name: str
    meaning: Meaning

    @property
    def is_end(self) -> bool:
        return self.meaning in ENDS

    @property
    def is_own(self) -> bool:
        return self.slug not in _EVERYBODYS


STAGES: tuple[Stage, ...] = (
    Stage("saved", "Saved", Meaning.SAVED),
    Stage("applied", "Applied", Meaning.APPLIED),
    Stage("screening", "Screening", Meaning.TALKING),
    Stage("interview", "Interview", Meaning.TALKING),
    Stage("offer", "Offer", Meaning.OFFER),
    Stage("accepted", "Accepted", Meaning.ACCEPTED),
    Stage("rejected", "Rejected", Meaning.REJECTED),
    Stage("withdrawn", "Withdrawn", Meaning.WITHDRAWN),
)
_EVERYBODYS = {stage.slug: stage for stage in STAGES}
MOST_STAGES = 20
MOST_NAME = 40
_OWN_SLUG = re.compile(r"own-[a-z0-9]{1,20}")


def stages_from(said: Iterable[Mapping[str, Any]]) -> tuple[Stage, ...]:
    """The stages that a person arranged, as they are kept: `slug` and `name` in their order. Those that everybody has
    and that are missing there stand at the end, so that no application is ever in a stage that is not."""
    found: dict[str, Stage] = {}
    for each in (each for each in said if isinstance(each, Mapping)):
        slug, name = str(each.get("slug", "")), " ".join(str(each.get("name", "")).split())[:MOST_NAME]
        if slug in _EVERYBODYS:
            found[slug] = Stage(slug, name or _EVERYBODYS[slug].name, _EVERYBODYS[slug].meaning)
        elif _OWN_SLUG.fullmatch(slug) and name:
            found[slug] = Stage(slug, name, Meaning.TALKING)
    arranged = [*found.values(), *(stage for slug, stage in _EVERYBODYS.items() if slug not in found)]
    return tuple(arranged[:MOST_STAGES])


def stage_named(stages: Sequence[Stage], slug: str) -> Stage | None:
    return next((stage for stage in stages if stage.slug == slug), None)


def first_open(stages: Sequence[Stage]) -> Stage:
    return next(stage for stage in stages if not stage.is_end)


def stage_of(stages: Sequence[Stage], slug: str) -> Stage:
    """Where an application stands: in the first open stage where its own is not there any more."""
    return stage_named(stages, slug) or first_open(stages)


@dataclass(frozen=True)
class Move:
    """What a move means: `asks` is a question where it is an odd one, `freezes` whether what was sent is kept now, and
    `ends` whether the reminders stop."""

    asks: str = ""
    freezes: bool = False
    ends: bool = False


def move_between(before: Stage, after: Stage, was_sent: bool) -> Move:
    """`was_sent` says whether something was kept as sent already: it is not kept a second time by moving about. What
    was brought in as applied for was sent before anybody could keep it."""
    sends = after.meaning in SENT and before.meaning in UNSENT and not was_sent
    return Move(asks=_odd(before, after, was_sent), freezes=sends, ends=after.is_end)


def _odd(before: Stage, after: Stage, was_sent: bool) -> str:
    if before.slug == after.slug:
        return ""
    if after.meaning is Meaning.WITHDRAWN:
        return "Withdraw from this application? Its reminders stop; everything that was sent stays here."
    if after.meaning is Meaning.REJECTED and before.meaning is Meaning.SAVED and not was_sent:
        return "They said no before you applied?"
    if before.is_end:
        return f"Open it again? It was {before.name.lower()}."
    if after.meaning is Meaning.SAVED and was_sent:
        return "Back to before you applied? What was sent stays here."
    if before.meaning is Meaning.SAVED and after.meaning in (Meaning.OFFER, Meaning.ACCEPTED):
        return f"Straight to {after.name.lower()}, without having applied?"
    return ""
