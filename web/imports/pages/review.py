"""Looking at what was found before anything is written: beside what is there, entry by entry, with its source."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from sqlmodel import Session

from web.imports import words
from web.imports.actions import MOST_UPLOADS, cancel, read_again
from web.imports.drafts import Draft, unpacked, values_in
from web.imports.proposals import Do, Proposal, language_taken, proposals
from web.imports.queries import import_of, next_of_upload, profile_for
from web.imports.tables import Import, Stage, State
from web.imports.taking import take, there_of, undo
from web.kit import numbers
from web.kit.jsonresume import Unreadable
from web.kit.pages import HTML, go_to, page, part
from web.kit.reading.traces import Trace
from web.kit.visits import TooMuch, Visit, in_transaction
from web.profile.queries import profiles_of
from web.profile.tables import Profile

TO_LOOK_AT = (State.READY, State.UNDONE)
NOTHING = "Nothing is chosen. Choose what to keep, or leave everything as it is."
FOUND = "found"  # of two values: that of the file
CHANGED = "Your profile was changed meanwhile, perhaps in another tab. Look once more, and choose."


# --- how far it is ---------------------------------------------------------------------------------------------------


@get("/imports/{import_id:uuid}")
@in_transaction
def show_import(db: Session, visit: Visit, import_id: FromPath[UUID]) -> HTML:
    """What was read in it, or how far reading it is, or what became of it."""
    return look(db, visit, import_of(db, visit.person_id, import_id))


def look(db: Session, visit: Visit, brought: Import, status: int = 200, **said: Any) -> HTML:
    after = next_of_upload(db, brought)
    if brought.state not in TO_LOOK_AT:
        return page(visit, "imports/import.html", status, after=after, taken=taken_of(brought), **shown(brought))
    draft, profile = unpacked(brought.draft), profile_for(db, brought)
    there = there_of(db, profile)
    found = proposals(draft, there)
    context: dict[str, Any] = {"problem": "", "chosen": {}, **said}
    others = [each for each in profiles_of(db, brought.owner_id) if each.removed_at is None and each.id != profile.id]
    rows = [row_of(each, draft, brought, context["chosen"]) for each in found if not each.is_settled]
    return page(
        visit, "imports/review.html", status, groups=grouped(rows), settled=[each for each in found if each.is_settled],
        many=len(rows), new=sum(row.is_new for row in rows), certain=len(certain_of(found)), draft=draft,
        profile=profile, others=others, after=after, language=language_taken(draft, there), words=words,
        number=numbers.in_words, **shown(brought), **context,
    )  # fmt: skip


def taken_of(brought: Import) -> str:
    """What was taken, such as “Twelve entries and three fields”."""
    written = brought.written
    entries = len(written.get("added", [])) + len(written.get("changed", []))
    fields = len(written.get("profile", {})) + len(written.get("preferences", {}))
    told = [f"{numbers.in_words(entries)} {'entry' if entries == 1 else 'entries'}"] if entries else []
    told += [f"{numbers.in_words(fields)} {'field' if fields == 1 else 'fields'}"] if fields else []
    return " and ".join(told).capitalize() or "Nothing"


def shown(brought: Import) -> dict[str, Any]:
    """What every page of an import says: its stages, and what was found so far."""
    order = list(Stage)
    stages = [(stage.value, order.index(stage) <= order.index(brought.stage)) for stage in order]
    return {"brought": brought, "stages": stages, "so_far": words.counted(brought.found), "mark": mark_of(brought)}


def mark_of(brought: Import) -> str:
    return f"{brought.state.value}-{brought.stage.value}"


@get("/imports/{import_id:uuid}/part")
@in_transaction
def show_progress(db: Session, visit: Visit, import_id: FromPath[UUID], seen: FromQuery[str] = "") -> HTML:
    """How far it is; nothing where that is what is shown already, and the page where reading is over."""
    brought = import_of(db, visit.person_id, import_id)
    if not brought.is_under_way:
        return Response("", status_code=200, headers={"HX-Redirect": f"/imports/{brought.id}"})
    if seen == mark_of(brought):
        return Response("", status_code=204)
    return part(visit, "imports/_progress.html", **shown(brought))


@post("/imports/{import_id:uuid}/stop")
@in_transaction
def stop(db: Session, visit: Visit, import_id: FromPath[UUID]) -> HTML:
    cancel(import_of(db, visit.person_id, import_id, lock=True))
    return go_to(visit, f"/imports/{import_id}")


@post("/imports/{import_id:uuid}/again")
@in_transaction
def again(db: Session, visit: Visit, import_id: FromPath[UUID]) -> HTML:
    """Read once more, by the reader of today."""
    visit.count("upload", *MOST_UPLOADS)
    read = read_again(db, visit.house, import_of(db, visit.person_id, import_id, lock=True))
    return go_to(visit, f"/imports/{read.id}")


# --- row by row ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Value:
    """One value of an entry, with where it comes from. `marked` is where its page is shown, if it has one."""

    label: str
    value: str
    sure: str
    whence: str
    marked: str

    @property
    def is_guess(self) -> bool:
        return self.sure == words.sure(0)


@dataclass(frozen=True)
class Apart:
    """A value that mine and the found entry say differently. `name` is the field that asks which of the two stays."""

    name: str
    label: str
    mine: str
    found: str
    is_found: bool


@dataclass(frozen=True)
class Row:
    """A proposal as it is shown: what is there, what was found, and the choices between them."""

    proposal: Proposal
    title: str
    mine: list[str]
    found: list[str]
    by: str
    choices: list[tuple[str, str]]
    chosen: str
    said: list[Value]
    apart: list[Apart]

    @property
    def has_more(self) -> bool:
        """Whether there is more to say than stands in the row already."""
        return len(self.said) > 1 or self.proposal.section in ("preferences", "rest")

    @property
    def name(self) -> str:
        return field_of(self.proposal)

    @property
    def id(self) -> str:
        return "c" + self.proposal.place.replace("/", "-")

    @property
    def is_new(self) -> bool:
        return not self.mine


def row_of(proposal: Proposal, draft: Draft, brought: Import, chosen: dict[str, str]) -> Row:
    section, entry = proposal.section, proposal.gains if proposal.section == "skills" else proposal.found
    values = list(values_of(proposal, draft, brought))
    mine = in_words(section, proposal.mine) if proposal.mine else []
    return Row(
        proposal, title_of(proposal, draft), mine, in_words(section, entry), by(proposal, values),
        [(do.value, label_for(do, proposal)) for do in proposal.choices],
        chosen.get(field_of(proposal), proposal.proposed.value), values, apart_of(proposal, chosen),
    )  # fmt: skip


def field_of(proposal: Proposal, key: str = "") -> str:
    """The field that asks what to do with it, or which of two values of it stays."""
    return f"pick{proposal.place}/{key}" if key else f"do{proposal.place}"


def apart_of(proposal: Proposal, chosen: dict[str, str]) -> list[Apart]:
    return [
        Apart(
            name := field_of(proposal, key), words.label_of(proposal.section, key), words.day(proposal.mine[key]),
            words.day(proposal.found[key]), chosen.get(name) == FOUND,
        )
        for key in proposal.apart
    ]  # fmt: skip


def title_of(proposal: Proposal, draft: Draft) -> str:
    if proposal.section == "entries":  # /meta/metier/sections/0/entries/1
        heading: str = draft.career["meta"]["metier"]["sections"][int(proposal.place.split("/")[4])].get("name", "")
        return heading or words.ONE["entries"]
    if proposal.section == "basics":
        return words.FIELDS[proposal.place.rpartition("/")[2]]
    if proposal.section == "skills":
        return (proposal.found.get("keywords") and proposal.found.get("name")) or words.ONE["skills"]
    if proposal.mine:
        return words.heading_of(proposal.section, proposal.mine)
    return words.ONE[proposal.section]


def in_words(section: str, entry: Any) -> list[str]:
    """An entry as two or three lines."""
    lines = [words.heading_of(section, entry), words.when_of(entry), words.more_of(entry)]
    return [line for line in lines if line]


def by(proposal: Proposal, values: list[Value]) -> str:
    """How sure it is, and where it stands: of an entry, where its first value does."""
    place = next((value.whence for value in values if value.whence), "")
    sure, guesses = words.sure(proposal.confidence), sum(value.is_guess for value in values)
    if guesses and not proposal.is_doubtful:
        sure += f", but for {numbers.in_words(guesses)} {'guess' if guesses == 1 else 'guesses'} in it"
    return f"Found: {sure}." + (f" {place[:1].upper()}{place[1:]}" if place else "")


def label_for(do: Do, proposal: Proposal) -> str:
    if do is Do.MERGE and proposal.section == "skills":
        return "Add these to it"
    if do is Do.MERGE and not proposal.gains:
        return "Take a part of it into mine"
    if do is Do.MERGE:
        return f"Complete mine with it: {words.gained(proposal.section, proposal.mine, proposal.gains)}"
    return {
        Do.SKIP: "Keep mine" if proposal.mine else "Leave it out",
        Do.ADD: "Add it beside mine" if proposal.mine else "Add it",
        Do.REPLACE: "Take it in place of mine",
    }[do]


def values_of(proposal: Proposal, draft: Draft, brought: Import) -> list[Value]:
    """Each value of what was found. Of preferences and keys unknown to us nothing stands in a page."""
    if proposal.section == "rest":
        return [Value(key, str(value)[:200], "certain", "", "") for key, value in proposal.found.items()]
    return [
        value_at(proposal, place, text, draft, brought) for place, text in values_in(proposal.found, proposal.place)
    ]


def value_at(proposal: Proposal, place: str, text: str, draft: Draft, brought: Import) -> Value:
    trace: Trace = draft.trace(place)
    keys = [key for key in place.removeprefix(proposal.place).split("/") if key and not key.isdigit()]
    label = words.label_of(proposal.section, keys[0]) if keys else title_of(proposal, draft)
    is_drawn = bool(trace.page and trace.boxes and not brought.forgotten_at)
    marked = f"/imports/{brought.id}/pages/{trace.page}?of={place}" if is_drawn else ""
    return Value(label, words.day(text), words.sure(trace.confidence), words.whence(trace, text), marked)


def grouped(rows: list[Row]) -> list[tuple[str, list[Row]]]:
    """What is doubtful first, then the sections of a résumé."""
    doubtful = [row for row in rows if row.proposal.is_doubtful]
    groups = [("Look at these first", doubtful)]
    for section, title in words.SECTIONS.items():
        groups.append((title, [row for row in rows if row.proposal.section == section and row not in doubtful]))
    return [(title, found) for title, found in groups if found]


# --- taking ----------------------------------------------------------------------------------------------------------


@post("/imports/{import_id:uuid}/take")
@in_transaction
def take_chosen(db: Session, visit: Visit, import_id: FromPath[UUID]) -> HTML:
    brought = import_of(db, visit.person_id, import_id, lock=True)
    if brought.state not in TO_LOOK_AT:
        return go_to(visit, f"/imports/{brought.id}")
    draft, profile = unpacked(brought.draft), profile_for(db, brought, lock=True)
    found = [each for each in proposals(draft, there_of(db, profile)) if not each.is_settled]
    sent = {name: str(visit.posted.get(name) or "") for each in found for name in fields_of(each)}
    if str(visit.posted.get("revision")) != str(profile.revision):
        return look(db, visit, brought, 409, problem=CHANGED, chosen=sent)
    chosen = decided(found, sent, is_for_certain=visit.posted.get("take") == "certain")
    if not chosen:
        return look(db, visit, brought, 422, problem=NOTHING, chosen=sent)
    try:
        take(db, visit, brought, profile, draft, chosen)
    except (Unreadable, TooMuch) as error:
        return look(db, visit, brought, 422, problem=str(error), chosen=sent)
    return go_to(visit, f"/imports/{brought.id}")


def fields_of(proposal: Proposal) -> list[str]:
    return [field_of(proposal), *(field_of(proposal, key) for key in proposal.apart)]


def decided(found: list[Proposal], sent: dict[str, str], is_for_certain: bool) -> list[tuple[Proposal, Do]]:
    """What to do, for each thing that something is to be done for: what was chosen, or, of what is certain, what we
    propose."""
    if is_for_certain:
        return certain_of(found)
    picked = [with_picked(each, sent) for each in found]
    decisions = [(each, do) for each in picked for do in each.choices if do.value == sent[field_of(each)]]
    return [(each, do) for each, do in decisions if do is not Do.SKIP and (do is not Do.MERGE or each.gains)]


def certain_of(found: list[Proposal]) -> list[tuple[Proposal, Do]]:
    decisions = [(each, each.proposed) for each in found if each.is_certain]
    return [(each, do) for each, do in decisions if do is not Do.SKIP]


def with_picked(proposal: Proposal, sent: dict[str, str]) -> Proposal:
    """With those of its values that were chosen over mine among what completing adds."""
    picked = {key: proposal.found[key] for key in proposal.apart if sent[field_of(proposal, key)] == FOUND}
    return replace(proposal, gains={**proposal.gains, **picked})


@post("/imports/{import_id:uuid}/undo")
@in_transaction
def take_back(db: Session, visit: Visit, import_id: FromPath[UUID]) -> HTML:
    brought = import_of(db, visit.person_id, import_id, lock=True)
    if brought.state is not State.TAKEN:
        return go_to(visit, f"/imports/{brought.id}")
    profile: Profile = profile_for(db, brought, lock=True)
    done = undo(db, visit, brought, profile)
    return page(visit, "imports/undone.html", brought=brought, done=done)


routes = [show_import, show_progress, stop, again, take_chosen, take_back]
