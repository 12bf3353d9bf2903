"""Where a page is cut into columns: at an empty strip that runs down between two texts, but not beside the margin in
which dates or labels stand, since those belong to the lines beside them."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

from web.kit.reading.rows import GUTTER, LEFT, Row, rows_of, segments_of
from web.kit.reading.spoken import Page, text_of

NEARLY = 0.75  # of the longest strip: the leftmost that is nearly as long divides first
ROWS = 3  # that a column has at least
MANY = 0.25  # of the lines of a margin hold a date
Cut = tuple[float, int, int]  # where the right column begins, the first row and the one after the last


def best_cut(rows: list[Row], page: Page) -> Cut | None:
    """The longest empty strip that has a column on both sides."""
    if len(rows) < ROWS:
        return None
    starts = Counter(round(segment[0].left) for row in rows for segment in segments_of(row))
    edges = {x for x in starts if starts[x - 1] + starts[x] + starts[x + 1] >= ROWS and starts[x]}
    heads = _heads(rows, page)
    found = {
        _trimmed(rows, (gutter, first, last), page)
        for gutter in sorted(edges)
        for first, last in _free(rows, gutter, heads)
        if _has_both_sides(rows[first:last], gutter)
    }
    best: Cut | None = None
    for cut in sorted(found, key=lambda cut: (cut[1] - cut[2], cut[0])):
        rows_free = cut[2] - cut[1]
        if rows_free < ROWS or (best and (rows_free < NEARLY * (best[2] - best[1]) or cut[0] > best[0])):
            continue
        goes_on = any(abs(cut[0] - known) < 3 for known in page.known) and rows_free >= 2 * ROWS
        if goes_on or _are_columns(rows, cut, page):
            best = cut
    return best


def _heads(rows: list[Row], page: Page) -> set[int]:
    """Which rows are headings: a name in a list that could be one is set like the names beside it, and a heading of
    somebody's own is set like those that are known."""
    found = {number for number, row in enumerate(rows) if page.is_heading(text_of(row, page))}
    if not found:
        return found
    every = Counter(row[0].span.style for row in rows)
    known = Counter(rows[number][0].span.style for number in found)
    sure = {style for style, count in known.items() if count >= 2 and 5 * count >= 2 * every[style]}
    found = {number for number in found if 3 * known[rows[number][0].span.style] > every[rows[number][0].span.style]}
    return found | {
        number for number, row in enumerate(rows) if row[0].span.style in sure and len(segments_of(row)) == 1
    }


def _free(rows: list[Row], gutter: int, heads: set[int]) -> Iterator[tuple[int, int]]:
    """The stretches of rows in which no word stands on the strip to the left of an edge, whole and between headings."""
    near, far = gutter - 1, gutter - GUTTER
    before = [bisect_left(row, near, key=LEFT) for row in rows]
    crossed = {n for n, row in enumerate(rows) if before[n] and row[before[n] - 1].right > far}
    for stops in (crossed, crossed | heads):
        first = 0
        for number in range(len(rows) + 1):
            if number in stops or number == len(rows):
                if number - first >= ROWS:
                    yield first, number
                first = number + 1


def _has_both_sides(rows: list[Row], gutter: int) -> bool:
    return any(row[0].left < gutter - 1 for row in rows) and any(row[-1].left >= gutter - 1 for row in rows)


def _trimmed(rows: list[Row], cut: Cut, page: Page) -> Cut:
    """Without the rows at either end in which one column has nothing, unless headings show that it is a column still.

    What stands below the shorter column is read behind the longer one. A heading at the top of the longer one stays."""
    gutter, first, last = cut
    halves = [[half_of(row, gutter, is_right) for row in rows[first:last]] for is_right in (False, True)]
    if all(half[0] and half[-1] for half in halves):
        return cut
    has_heads = [bool(_heads([part for part in half if part], page)) for half in halves]
    start = first
    for is_right, half in enumerate(halves):
        if has_heads[is_right]:
            continue
        there = [number for number in range(first, last) if half[number - start]]
        if not there:
            return gutter, first, first
        first, last = first if any(has_heads) else there[0], there[-1] + 1
    return gutter, first, last


def half_of(row: Row, gutter: float, is_right: bool) -> Row:
    middle = bisect_left(row, gutter - 1, key=LEFT)
    return row[middle:] if is_right else row[:middle]


def _are_columns(rows: list[Row], cut: Cut, page: Page) -> bool:
    """Whether both sides are read for themselves; a margin of dates or labels is read with the lines beside it."""
    gutter, first, last = cut
    sides = [
        rows_of(word for row in rows[first:last] for word in half_of(row, gutter, is_right))
        for is_right in (False, True)
    ]
    if min(map(len, sides)) < ROWS or min(map(_letters_a_row, sides)) < 3:
        return False
    left, right = ([text_of(row, page) for row in side] for side in sides)
    heads = [_heads(side, page) for side in sides]
    left_heads, right_heads = map(len, heads)
    left_dates, right_dates = (sum(map(page.is_dated, side)) / len(side) for side in (left, right))
    level = [
        sum(any(abs(a[0].base - b[0].base) <= 2 for b in sides[1 - n]) for a in side) for n, side in enumerate(sides)
    ]
    for side, of_side in ((left, heads[0]), (right, heads[1])):
        below = [text for number, text in enumerate(side) if number not in of_side]
        if of_side and below and sum(map(page.is_dated, below)) >= 0.8 * len(below):
            return False  # headings begin where the dates do that stand beside the rest
    if not left_heads and left_dates >= MANY and right_dates < left_dates / 2:
        return False
    if not right_heads and right_dates >= MANY and left_dates < right_dates / 2:
        return False
    if left_heads and left_heads >= 0.6 * len(left) and level[0] >= 0.7 * len(left):
        return False  # headings in the margin
    if left_heads and right_heads:
        return True
    if (left_heads and level[1] >= 0.8 * len(right)) or (right_heads and level[0] >= 0.8 * len(left)):
        return False  # cards under several headings: each heading's are columns of their own
    is_level = level[0] >= 0.8 * len(left) and len(left) <= len(right)
    looks_alike = sides[0][0][0].span.style == sides[1][0][0].span.style
    if is_level and not left_heads and not looks_alike:
        return False  # labels in the margin
    if left_heads or right_heads:
        return True
    return looks_alike or min(map(_letters_a_row, sides)) >= 14


def _letters_a_row(rows: list[Row]) -> float:
    """Bullets that hang before their points are no column."""
    return sum(len(word.span.text.strip()) for row in rows for word in row) / len(rows)
