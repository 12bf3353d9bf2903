"""What happened to an account, in words: one sentence for each act that is recorded anywhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from web.accounts.devices import device
from web.kit.events import NOBODY, Event, details_of
from web.kit.visits import NotFound

A_PAGE = 100
SENTENCES = {
    "began": "Began as a guest",
    "registered": "Made an account of it",
    "signed-in": "Signed in",
    "sign-in-failed": "Somebody tried to sign in with a wrong password",
    "code-refused": "Somebody came as far as the second proof, with a wrong code",
    "signed-out": "Signed out",
    "signed-out-elsewhere": "Signed another device out",
    "proved": "Showed once more who you are",
    "address-asked": "Asked for another address",
    "address-changed": "Changed the address",
    "password-changed": "Changed the password",
    "work-came-along": "A guest’s work came along",
    "came-back": "Came back after leaving",
    "left": "Left",
    "erased": "Erased for good",
    "export-asked": "Asked for everything to take along",
    "export-ready": "Everything to take along was packed",
    "export-taken": "Took everything along",
    "factor-added": "Added a second proof",
    "factor-removed": "Took a second proof away",
    "recovery-codes-made": "Made new recovery codes",
    "recovery-code-used": "Used a recovery code",
    "passkey-renamed": "Renamed a passkey",
    "passkey-refused": "A passkey that may have been copied was refused",
    "identity-linked": "Linked another way in",
    "identity-unlinked": "Unlinked another way in",
    "profile-made": "Made a profile",
    "profile-removed": "Took a profile away",
    "profile-restored": "Took a profile back",
    "career-brought": "Brought a career from a file",
    "photo-brought": "Brought a photo",
    "application-saved": "Saved a job",
    "application-moved": "Moved an application",
    "application-changed": "Changed your side of an application",
    "application-noted": "Wrote down what happened with an application",
    "application-archived": "Archived an application",
    "application-removed": "Put an application into the bin",
    "application-restored": "Put an application back on the board",
    "application-deleted": "Deleted an application for good",
    "resume-chosen": "Chose which résumé goes out",
    "contact-added": "Added somebody to an application",
    "contact-taken-out": "Took somebody out of an application",
    "answer-kept": "Kept an answer from a form",
    "answer-taken-out": "Took out an answer from a form",
    "job-corrected": "Put right what a posting says",
    "stages-arranged": "Arranged the stages of applications",
    "applications-brought": "Brought applications from a spreadsheet",
    "reminders-set": "Changed how you are reminded",
    "feed-opened": "Made an address for a calendar",
    "feed-closed": "Turned the calendar’s address off",
    "photo-placed": "Chose which part of the photo is printed",
    "photo-turned": "Turned the photo",
    "photo-removed": "Removed the photo",
    "import-undone": "Took back what came from a file",
    "resume-made": "Made a résumé",
    "resume-described": "Changed what a résumé is called or what for",
    "resume-made-default": "Made a résumé the default one",
    "resume-archived": "Archived a résumé",
    "resume-unarchived": "Took a résumé out of the archive",
    "resume-removed": "Put a résumé into the bin",
    "resume-restored": "Took a résumé out of the bin",
    "resume-taken": "Took a résumé along",
    "disabled": "Closed the account",
    "enabled": "Opened the account again",
    "reset-sent": "Had a letter sent that sets a new password",
    "looked-at": "Looked at the dates of the account and at this page",
    "administered": "Administered somebody’s account",
    "admin-added": "Made you an administrator",
    "admin-removed": "Made you an administrator no longer",
}
NAMES = {"email": "address", "method": "by"}  # of what changed, where its own name is not what a person would say


@dataclass(frozen=True)
class Line:
    """One act as a person reads it. `old` and `new` say what changed, by name."""

    id: UUID
    at: datetime
    words: str
    by: str
    device: str
    address: str
    changes: list[tuple[str, str, str]]


def lines_of(events: Iterable[Event], event_key: str) -> list[Line]:
    """These events in words, in their order."""
    kept = list(events)
    details = details_of(kept, event_key)
    return [_line(event, details[event.id]) for event in kept]


def _line(event: Event, detail: dict[str, Any]) -> Line:
    agent = detail.get("agent", "")
    return Line(
        event.id, event.at, SENTENCES.get(event.action, event.action), _actor(event),
        device(agent) if agent else "", detail.get("address", ""),
        _changes(detail.get("old", {}), detail.get("new", {})),
    )  # fmt: skip


def _actor(event: Event) -> str:
    """Who did it, where it was not the person."""
    if event.actor_id == event.owner_id:
        return ""
    return "in the shell of the machine" if event.actor_id == NOBODY else "by an administrator"


def _changes(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str, str]]:
    names = dict.fromkeys([*old, *new])
    return [(NAMES.get(name, name.replace("_", " ")), str(old.get(name, "")), str(new.get(name, ""))) for name in names]


def before_id(before: str) -> UUID | None:
    """The event that a page ends before; raises NotFound for what is none."""
    try:
        return UUID(before) if before else None
    except ValueError:
        raise NotFound from None


def paged(lines: list[Line]) -> dict[str, Any]:
    """A page of lines, and the event that the next one begins after, where there is more."""
    shown = lines[:A_PAGE]
    return {"lines": shown, "older": shown[-1].id if len(lines) > A_PAGE else None}
