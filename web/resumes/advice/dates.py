"""What the dates say: how exact they are, what is missing between them, and what cannot be."""

from collections.abc import Iterator
from itertools import pairwise

from web.resumes.advice import Facts, Found, Rule
from web.resumes.years import Span, month_of, spans_of

PLACE = 3
RECENT = 10 * 12  # months back from today in which the month of a change matters
LONG_GAP = 6  # months
SHORT_OVERLAP = 3  # months; handing over one's work takes that long


def _months_missing(facts: Facts) -> Iterator[Found]:
    today = _today(facts)
    for span in spans_of(facts.career, "work", facts.today):
        if not span.is_exact and today - span.last <= RECENT:
            yield Found(span.section, span.index, "Add the months: from a year alone, software takes January.")


def _gaps(facts: Facts) -> Iterator[Found]:
    """Between the end of all work so far and the next beginning; courses and voluntary posts fill a gap."""
    busy = sorted(
        (
            span
            for section in ("work", "education", "volunteer")
            for span in spans_of(facts.career, section, facts.today)
        ),
        key=lambda span: (span.first, span.last),
    )
    today, reached = _today(facts), 0
    for span in busy:
        months = span.first - reached - 1
        is_recent = today - span.first <= RECENT
        if reached and months > LONG_GAP and span.section == "work" and is_recent and _is_sure(busy, span, reached):
            yield Found(span.section, span.index, f"Say what you did in the {months} months before this post.")
        reached = max(reached, span.last)


def _is_sure(busy: list[Span], span: Span, reached: int) -> bool:
    """Years alone leave room for anything."""
    before = [one for one in busy if one.last == reached]
    return span.is_exact and any(one.is_exact for one in before)


def _gap_now(facts: Facts) -> Iterator[Found]:
    spans = [span for name in ("work", "education", "volunteer") for span in spans_of(facts.career, name, facts.today)]
    if not spans or any(span.is_present for span in spans):
        return
    last = max(spans, key=lambda span: span.last)
    months = _today(facts) - last.last
    if last.is_exact and months > LONG_GAP:
        yield Found(last.section, last.index, f"Say what you have done in the {months} months since.")


def _overlaps(facts: Facts) -> Iterator[Found]:
    """Two posts that look like one person at two full desks; part-time and freelance work is said to be so."""
    metier = (facts.career.get("meta") or {}).get("metier") or {}
    partial = {str(one.get("of")) for one in metier.get("work") or [] if one.get("employmentType") in PARTIAL}
    spans = [span for span in spans_of(facts.career, "work", facts.today) if span.is_exact]
    for before, after in pairwise(sorted(spans, key=lambda span: (span.first, span.last))):
        shared = min(before.last, after.last) - after.first
        names = {_label(facts, before), _label(facts, after)}
        if shared > SHORT_OVERLAP and not names & partial and _employer(facts, before) != _employer(facts, after):
            yield Found("work", after.index, f"Two posts overlap by {shared} months. If one was part-time, say so.")


PARTIAL = ("part-time", "freelance", "voluntary", "contract", "family")


def _label(facts: Facts, span: Span) -> str:
    entry = facts.entries("work")[span.index]
    return ", ".join(str(entry[key]) for key in ("position", "name") if entry.get(key))


def _employer(facts: Facts, span: Span) -> str:
    return str(facts.entries("work")[span.index].get("name") or span.index)


def _reversed(facts: Facts) -> Iterator[Found]:
    for section in ("work", "education", "volunteer", "projects"):
        for span in spans_of(facts.career, section, facts.today):
            if span.last < span.first:
                yield Found(section, span.index, "The end is before the beginning.")


def _future(facts: Facts) -> Iterator[Found]:
    """Work that is over cannot end in the future; a degree may be expected."""
    for index, entry in enumerate(facts.entries("work")):
        for key, words in (
            ("startDate", "This post begins in the future."),
            ("endDate", "This post ends in the future."),
        ):
            month = month_of(str(entry.get(key) or ""), 1)
            if month is not None and month > _today(facts):
                yield Found("work", index, f"{words} Say so in words, or correct the date.")
                break


def _order(facts: Facts) -> Iterator[Found]:
    """Latest first, as nearly every reader expects; the present post may stand anywhere among the present ones."""
    ends = [(span.last, span.first, span.index) for span in spans_of(facts.career, "work", facts.today)]
    for (last, first, _), (next_last, next_first, index) in pairwise(ends):
        if (next_last, next_first) > (last, first) and next_last > last:
            yield Found("work", index, "This post is later than the one above it. Put the latest first.")
            return


def _undated(facts: Facts) -> Iterator[Found]:
    for index, entry in enumerate(facts.entries("work")):
        if not entry.get("startDate") and not entry.get("endDate"):
            yield Found("work", index, "Say when this was.")


def _today(facts: Facts) -> int:
    return month_of(facts.today.isoformat(), 1) or 0


RULES = [
    Rule(
        "dates-missing",
        "Without dates software counts no experience, and people wonder.",
        _undated,
    ),
    Rule(
        "months-missing",
        "Applicant tracking systems count experience in months, and fill in what is missing: 2019 to 2020"
        " may be read as one month or as two years.",
        _months_missing,
    ),
    Rule(
        "dates-reversed",
        "A reader who sees one date that cannot be trusts the others less.",
        _reversed,
    ),
    Rule(
        "dates-in-future",
        "A reader who sees one date that cannot be trusts the others less.",
        _future,
    ),
    Rule(
        "gap",
        "Long unexplained gaps lower the number of invitations (Kroft, Lange and Notowidigdo, 2013); a "
        "line such as “looked after my father” closes them.",
        _gaps,
    ),
    Rule(
        "gap-now",
        "Time since the last post is what readers ask about first (Kroft, Lange and Notowidigdo, 2013); "
        "say what you do now, even if it is not paid.",
        _gap_now,
    ),
    Rule(
        "overlap",
        "Two full posts at one time look like a mistake, unless the sheet explains them.",
        _overlaps,
    ),
    Rule(
        "order",
        "Readers look at the latest post first, and expect it at the top.",
        _order,
    ),
]
