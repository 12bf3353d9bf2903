"""Making a résumé so many pages: the plan, the search, and what the press says of real careers."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from tests.kit.printing.people import one_of_ours
from web.kit.printing import Fitting, Measure, Order, Point, Press, designs
from web.kit.printing.controls import DENSITIES, MARGINS, SIZES
from web.kit.printing.fit import MOST_TRIED, fit, measures, oldest_points, taken
from web.kit.printing.typeset import fitted, pages_within

CAREER = {
    "work": [
        {"position": "New", "startDate": "2022", "endDate": "present", "highlights": ["n0", "n1"]},
        {"position": "Old", "startDate": "2001", "endDate": "2009", "highlights": ["o0", "o1", "o2"]},
        {"position": "Bare", "endDate": "1999"},
    ],
    "volunteer": [{"position": "Kind", "endDate": "2015", "highlights": ["k0", "k1"]}],
    "projects": "no list",
}
ORDER = Order(CAREER, "modern")

# --- the plan --------------------------------------------------------------------------------------------------------


def test_the_oldest_entries_lose_their_last_points_first_and_keep_one() -> None:
    assert oldest_points(CAREER) == [
        Point("work", 1, 2), Point("work", 1, 1), Point("volunteer", 0, 1), Point("work", 0, 1),
    ]  # fmt: skip


def test_spacing_goes_before_size_and_size_before_words() -> None:
    plan = measures(ORDER, [Point("work", 1, 2)])
    assert [set(step.controls) for step in plan[:3]] == [set(), {"density"}, {"density", "margins"}]
    assert [step.controls.get("size") for step in plan[3:]] == ["smaller", "smallest", "smallest"]
    assert [len(step.left_out) for step in plan] == [0] * (len(plan) - 1) + [1]


@pytest.mark.parametrize(
    ("controls", "first"),
    [
        ({"size": "largest", "density": "open"}, {"density": "usual"}),
        ({"density": "close", "margins": "narrow"}, {"size": "smaller"}),
        ({"density": "no such thing"}, {"density": "close"}),
    ],
)
def test_the_plan_begins_where_the_person_is(controls: dict[str, str], first: dict[str, str]) -> None:
    assert measures(Order(CAREER, "modern", controls=controls), [])[1].controls == first


def test_every_measure_takes_something_away_and_stays_within_the_choices() -> None:
    order = Order(CAREER, "modern", controls={"size": "largest", "density": "open", "margins": "wide"})
    plan = measures(order, oldest_points(CAREER))
    assert len({repr(step) for step in plan}) == len(plan)
    for step in plan:
        settled = designs()["modern"].settled(taken(order, step).controls)
        assert (settled["size"] in SIZES, settled["density"] in DENSITIES, settled["margins"] in MARGINS) == (True,) * 3
        assert all(settled[name] == value for name, value in step.controls.items())


def test_a_measure_takes_only_what_it_says() -> None:
    made = taken(replace(ORDER, hint=2), Measure({"size": "smaller"}, (Point("work", 1, 1), Point("work", 0, 0))))
    assert made.resume["work"][1]["highlights"] == ["o0", "o2"]
    assert made.resume["work"][0]["highlights"] == ["n1"]
    assert made.resume["volunteer"] == CAREER["volunteer"]
    assert made.controls == {"size": "smaller"}
    assert made.hint is None
    assert CAREER["work"][1]["highlights"] == ["o0", "o1", "o2"]  # type: ignore[index]


# --- the search, with a ruler in place of the press ------------------------------------------------------------------


class Ruler:
    """Lays nothing out: the n-th measure of the plan takes `lengths[n]` pages."""

    def __init__(self, order: Order, optional: list[Point], lengths: list[int]) -> None:
        plan = [taken(order, step) for step in measures(order, optional)]
        self.lengths = {made.packed(): pages for made, pages in zip(plan, lengths, strict=True)}
        self.asked = 0

    def __call__(self, order: Order) -> int:
        self.asked += 1
        return self.lengths[order.packed()]


@pytest.mark.parametrize("enough", range(9))
def test_the_mildest_measure_is_found(enough: int) -> None:
    optional = oldest_points(CAREER)
    ruler = Ruler(ORDER, optional, [2] * enough + [1] * (9 - enough))
    assert fit(ORDER, 1, None, ruler) == Fitting(True, 1, measures(ORDER, optional)[enough])
    assert ruler.asked <= 6


def test_what_cannot_be_done_says_how_far_it_comes() -> None:
    ruler = Ruler(ORDER, [], [4, 4, 3, 3, 3])
    assert fit(ORDER, 1, [], ruler) == Fitting(False, 3, measures(ORDER, [])[-1])
    assert ruler.asked == 2


def test_a_plan_of_hundreds_of_points_is_searched_in_few_layouts() -> None:
    work = [{"position": "P", "highlights": [str(number) for number in range(500)]}]
    order = Order({"work": work}, "modern")
    optional = oldest_points(order.resume)
    length = len(measures(order, optional))
    for enough in (1, 300, length - 1):
        ruler = Ruler(order, optional, [2] * enough + [1] * (length - enough))
        found = fit(order, 1, None, ruler)
        assert found.fits
        assert ruler.asked <= MOST_TRIED


# --- real careers ----------------------------------------------------------------------------------------------------


def pressed(order: Order, most: int, optional: list[Point] | None = None) -> Fitting:
    async def run() -> Fitting:
        async with Press() as press:
            return await press.fit(order, most, optional)

    return asyncio.run(run())


def order_of(name: str, design: str, **controls: Any) -> Order:
    return Order(one_of_ours(name).resume, design, controls=controls)


def test_a_career_a_little_over_one_page_comes_to_one() -> None:
    order = order_of("site-manager", "modern")
    assert fitted(order).pages == 2
    found = pressed(order, 1)
    assert found.fits
    assert found.measure.controls
    assert found.measure.left_out == ()
    assert fitted(taken(order, found.measure)).pages == found.pages == 1


def test_what_is_least_important_goes_last_of_all() -> None:
    order = order_of("site-manager", "letterhead")
    optional = [Point("work", 0, 2), Point("work", 1, 2), Point("work", 2, 1), Point("work", 3, 1)]
    found = pressed(order, 1, optional)
    assert found.fits
    assert found.measure.controls == {"density": "close", "margins": "narrow", "size": "smallest"} or (
        found.measure.left_out == ()
    )
    assert found.measure.left_out == tuple(optional[: len(found.measure.left_out)])


def test_an_impossible_wish_is_said_and_counted() -> None:
    found = pressed(order_of("professor", "academic"), 1)
    assert not found.fits
    assert found.pages > 1


def test_what_fits_already_is_left_alone() -> None:
    assert pressed(order_of("short", "classic"), 2) == Fitting(True, 1, Measure())


@pytest.mark.parametrize(("name", "most"), [("nurse", 1), ("site-manager", 1), ("site-manager", 2), ("professor", 2)])
def test_pages_are_counted_as_they_are_printed(name: str, most: int) -> None:
    order = order_of(name, "margin")
    pages = fitted(order).pages
    assert (pages_within(order, most) <= most) == (pages <= most)
