"""Résumés as Markdown and as text, as somebody read them and found them good. `python -m tests.resumes.golden` writes
them anew: read what it changed before it is committed."""

from collections.abc import Iterator
from pathlib import Path

from tests.kit.printing.people import one_of_ours
from web.kit.printing import Order
from web.resumes.exports import formats

HERE = Path(__file__).parent
PEOPLE = ("marked/mara", "everything", "hebrew")


def fresh() -> Iterator[tuple[Path, bytes]]:
    """Each golden file, and what it would say today."""
    for name in PEOPLE:
        person = one_of_ours(name)
        for suffix in ("md", "txt"):
            order = Order(person.resume, "modern", "a4", person.language)
            yield HERE / f"{Path(name).name}.{suffix}", formats()[suffix].write(order)
