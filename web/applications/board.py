"""What the board says: its lanes, the line under each card, and the sentence above all of them. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from web.applications.queries import Card
from web.applications.stages import Meaning, Stage, first_open, stage_of
from web.applications.words import both_words, day_of, day_words
from web.kit.numbers import in_words

SOON_HOURS = 48
MOST_SHOWN = 12  # of a lane, before the rest of it is folded
MANY = 6  # more cards than this lie closer together


@dataclass(frozen=True)
class Lane:
    """`many` lie in it, of which `cards` are on the board."""

    stage: Stage
    cards: list[Card]
    many: int

    @property
    def shown(self) -> list[Card]:
        """The cards on top; one that would be folded alone is shown as well."""
        return self.cards if len(self.cards) <= MOST_SHOWN + 1 else self.cards[:MOST_SHOWN]

    @property
    def folded(self) -> list[Card]:
        return self.cards[len(self.shown) :]

    @property
    def beyond(self) -> int:
        return max(self.many - len(self.cards), 0)

    @property
    def is_tight(self) -> bool:
        return len(self.cards) > MANY


def lanes_of(stages: Sequence[Stage], cards: Sequence[Card], many: Mapping[str, int]) -> tuple[list[Lane], list[Card]]:
    """The open lanes in their order, each with its cards, and the closed applications, the latest first. A card whose
    stage is not there any more stands in the first lane. `many` are those of each stage (`counted`)."""
    by_stage: dict[str, list[Card]] = {stage.slug: [] for stage in stages}
    for card in cards:
        by_stage[stage_of(stages, card.stage).slug].append(card)
    closed = [card for stage in stages if stage.is_end for card in by_stage[stage.slug]]
    lanes = [Lane(stage, by_stage[stage.slug], many[stage.slug]) for stage in stages if not stage.is_end]
    return lanes, sorted(closed, key=lambda card: card.stage_since, reverse=True)


def next_line(card: Card, stage: Stage, zone: str, present: datetime) -> tuple[str, bool]:
    """The line under a card, and whether it presses: what is next and when, else when the posting closes, else how long
    nothing was heard."""
    today = day_of(present, zone, False)
    if stage.is_end:
        return f"{stage.name}, {day_words(day_of(card.stage_since, zone, False), today)}", False
    if card.at is not None:
        when = both_words(card.at, card.zone or "", zone, not card.zone, present)
        presses = (card.at - present).total_seconds() < SOON_HOURS * 3600
        if card.kind == "step":
            return f"{card.next or 'Next step'}, {when}", presses
        return ", ".join(filter(None, [when, card.next or "interview", card.next_place])), presses
    if stage.meaning is Meaning.SAVED:
        if card.closes_on is None:
            return "No closing date", False
        word = "Closed" if card.closes_on < today else "Closes"
        return f"{word} {day_words(card.closes_on, today)}", (card.closes_on - today).days <= 2
    if stage.meaning is Meaning.OFFER:
        return "Yours to answer", False
    quiet = (present - card.touched_at).days
    return (f"No answer for {quiet} days" if quiet >= 2 else "Nothing planned"), False


MEANT = (
    (Meaning.OFFER, "offer", "offers"),
    (Meaning.TALKING, "in conversation", "in conversation"),
    (Meaning.APPLIED, "waiting", "waiting"),
    (Meaning.SAVED, "saved", "saved"),
)


def tally(stages: Sequence[Stage], many: Mapping[str, int]) -> str:
    """How many stand where, in a sentence: `One offer, two in conversation, four waiting.` `many` are those of each
    stage."""
    meant: Counter[Meaning] = Counter()
    for stage in stages:
        meant[stage.meaning] += many.get(stage.slug, 0)
    said = [f"{in_words(meant[each])} {one if meant[each] == 1 else more}" for each, one, more in MEANT if meant[each]]
    if not said:
        return "Nothing is under way."
    words = ", ".join(said)
    return f"{words[0].upper()}{words[1:]}."


def counted(stages: Sequence[Stage], many: Mapping[str, int]) -> dict[str, int]:
    """How many cards lie in each stage; those of a stage that is not there any more lie in the first.
    `closed` is all that have come to an end."""
    found = {stage.slug: many.get(stage.slug, 0) for stage in stages}
    found[first_open(stages).slug] += sum(many.values()) - sum(found.values())
    found["closed"] = sum(found[stage.slug] for stage in stages if stage.is_end)
    return found


def soonest(cards: Sequence[Card], stages: Sequence[Stage]) -> Card | None:
    """The open application whose next thing comes first."""
    ends = {stage.slug for stage in stages if stage.is_end}
    ahead = [card for card in cards if card.at is not None and card.stage not in ends]
    return min(ahead, key=lambda card: (card.at, card.id), default=None)
