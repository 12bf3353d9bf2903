"""Where a value that was read comes from, and how sure its reader is."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Trace:
    """The source of one value.

    `confidence` is the share of values shown with it that are right, as counted on documents whose content is known.
    `page` counts from 1 and is 0 where a document has no pages. `boxes` are left, top, right, bottom in points from the
    upper left corner of the page as it is shown. `whence` is a file or row within an archive.
    """

    confidence: float
    words: str
    page: int = 0
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    whence: str = ""

    @classmethod
    def of(cls, said: dict[str, Any]) -> "Trace":
        """One that crossed between processes, where a tuple becomes a list."""
        return cls(**{**said, "boxes": tuple(tuple(box) for box in said["boxes"])})


def pointer(*keys: str | int) -> str:
    """A JSON pointer into the career: "/work/0/name"."""
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in keys)
