"""What somebody looks for, asked again and again while they type."""

from web.kit.visits import Visit

MOST_LETTERS = 200  # of a search
MOST_SEARCHES = (3_600, 3_600)  # that a person may make, and within how many seconds


def looked_for(visit: Visit, q: str) -> str:
    """The words, counted as one search; raises TooOften."""
    visit.count("search", *MOST_SEARCHES)
    return q[:MOST_LETTERS].strip()
