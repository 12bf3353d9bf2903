"""The time, behind one door, so that tests can move it."""

from datetime import UTC, datetime


def now() -> datetime:
    """This moment in UTC."""
    return datetime.now(UTC)


def day_in_words(at: datetime) -> str:
    """The day of a moment as one says it in a sentence: `today`, `yesterday`, `on 3 May`, `on 3 May 2024`."""
    present = now()
    days = (present.date() - at.astimezone(UTC).date()).days
    if days in (0, 1):
        return "yesterday" if days else "today"
    return f"on {at:%-d %B}" if at.year == present.year else f"on {at:%-d %B %Y}"
