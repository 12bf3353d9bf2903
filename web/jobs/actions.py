"""Saving a posting, and correcting what was read of it."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlmodel import Session

from web.jobs.postings import How, Posting, Said
from web.jobs.sameness import fingerprint_of, key_of
from web.jobs.tables import MOST_ADDRESS, MOST_TEXT, Job
from web.kit.rows import SHORT

FACTS = (
    "title", "company", "place", "remote", "employment", "required", "preferred", "years", "benefits", "visa",
    "posted_on", "closes_on",
)  # fmt: skip
SALARY = ("salary_low", "salary_high", "currency", "period")
MOST_IN_LIST = 60


def save_job(db: Session, owner_id: UUID, posting: Posting) -> Job:
    """A posting as a row, cut to what a row holds."""
    job = Job(owner_id=owner_id, **row_of(posting))
    db.add(job)
    db.flush()
    return job


def row_of(posting: Posting) -> dict[str, Any]:
    said = {name: asdict(each) for name, each in posting.said.items()}
    lists = {name: _short(getattr(posting, name)) for name in ("required", "preferred", "benefits")}
    facts = {name: getattr(posting, name) for name in (*FACTS, *SALARY) if name not in lists}
    lines = {name: facts[name][:SHORT] for name in ("title", "company", "place")}
    return {
        **facts, **lines, **lists,
        "currency": posting.currency or None,
        "source": posting.source[:SHORT],
        "external_id": posting.external_id[:SHORT],
        "url": posting.url[:MOST_ADDRESS],
        "apply_url": posting.apply_url[:MOST_ADDRESS],
        "text": posting.text[:MOST_TEXT],
        "key": key_of(posting.url)[:MOST_ADDRESS],
        "fingerprint": fingerprint_of(posting),
        "said": said,
    }  # fmt: skip


def _short(texts: list[str]) -> list[str]:
    return [each[:SHORT] for each in texts[:MOST_IN_LIST]]


def correct(job: Job, **facts: Any) -> None:
    """Take what a person says in place of what was read; a field that they empty is not stated any more."""
    said = dict(job.said)
    for name, value in facts.items():
        if getattr(job, name) == value:
            continue
        setattr(job, name, value)
        about = "salary" if name in SALARY else name
        if name in SALARY and any(getattr(job, each) is not None for each in ("salary_low", "salary_high")):
            said[about] = asdict(Said(How.CORRECTED))
        elif value in (None, "", []) or name in SALARY:
            said.pop(about, None)
        elif name in FACTS:
            said[about] = asdict(Said(How.CORRECTED))
    job.said = said
    job.key = key_of(job.url)[:MOST_ADDRESS]
