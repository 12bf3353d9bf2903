"""The press: newest wins in a lane, lanes take turns, a bad sheet stops nobody else's."""

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.kit.printing.people import one_of_ours
from web.kit.content import LARGEST_CONTENT
from web.kit.printing import Order, Press, Printed, PrintFailed, Superseded

NURSE = one_of_ours("nurse").resume
SHORT = one_of_ours("short").resume


async def no_rest() -> None:
    pass


def with_press(work: Callable[[Press], Awaitable[Any]], **limits: Any) -> Any:
    async def run() -> Any:
        async with Press(**{"rest": no_rest, **limits}) as press:
            return await work(press)

    return asyncio.run(run())


def test_a_sheet_with_its_pictures_and_words() -> None:
    printed: Printed = with_press(lambda press: press.print(Order(NURSE, "classic")))
    assert printed.pdf.startswith(b"%PDF-")
    assert printed.pages == len(printed.pictures) == len(printed.words) == 1
    assert all(picture.startswith(b"\x89PNG") for picture in printed.pictures)
    assert len(printed.pictures[0]) < 150_000
    assert int.from_bytes(printed.pictures[0][16:20], "big") in range(1230, 1251)
    assert "Aoife Ní Bhriain" in printed.words[0]


def test_the_newest_of_a_lane_wins_and_others_are_not_disturbed() -> None:
    async def work(press: Press) -> list[Any]:
        mine = [press.print(Order(NURSE, "modern", hint=step), lane="mine") for step in (None, 0, 1)]
        theirs = press.print(Order(SHORT, "modern"), lane="theirs")
        downloads = [press.print(Order(SHORT, "modern")) for _ in range(2)]
        return await asyncio.gather(*mine, theirs, *downloads, return_exceptions=True)

    *older, newest, theirs, first, second = with_press(work)
    assert all(isinstance(each, Superseded) for each in older)
    assert all(isinstance(each, Printed) for each in (newest, theirs, first, second))


def test_lanes_take_turns() -> None:
    """One who asks again and again is served once, then it is the others' turn."""
    turns: list[str] = []

    async def ask(press: Press, lane: str) -> None:
        await press.print(Order(SHORT, "modern"), lane=lane)
        turns.append(lane)

    async def work(press: Press) -> None:
        async def greedy() -> None:
            for _ in range(3):
                await ask(press, "greedy")

        await asyncio.gather(greedy(), *(ask(press, f"modest {i}") for i in range(3)))

    with_press(work)
    assert turns == ["greedy", "modest 0", "modest 1", "modest 2", "greedy", "greedy"]


@pytest.mark.parametrize("children", [1, 2])
def test_a_lane_rests_after_its_turn_and_then_sets_the_newest(children: int) -> None:
    """The first of a burst is set at once; while its lane rests the others go on."""
    ends: list[asyncio.Event] = []

    async def rest() -> None:
        ends.append(asyncio.Event())
        await ends[-1].wait()

    async def work(press: Press) -> None:
        first = await press.print(Order(SHORT, "modern"), lane="mine")
        burst = [asyncio.ensure_future(press.print(Order(NURSE, "modern", hint=step), lane="mine")) for step in (0, 1)]
        for lane in ("theirs", None):
            assert (await press.print(Order(NURSE, "modern"), lane=lane)).words != first.words
        assert [each.done() for each in burst] == [True, False] and isinstance(burst[0].exception(), Superseded)
        for end in ends:
            end.set()
        assert "Aoife Ní Bhriain" in (await burst[1]).words[0]

    with_press(work, rest=rest, children=children)


def test_what_can_wait_lets_everything_else_go_first() -> None:
    turns: list[str] = []

    async def ask(press: Press, name: str, **how: Any) -> None:
        await press.print(Order(SHORT, "modern"), **how)
        turns.append(name)

    async def work(press: Press) -> None:
        gallery = [ask(press, f"picture {i}", lane=f"gallery {i}", can_wait=True) for i in range(2)]
        await asyncio.gather(*gallery, ask(press, "sheet", lane="mine"), ask(press, "download"))

    with_press(work)
    assert turns == ["sheet", "download", "picture 0", "picture 1"]


def test_the_event_loop_never_waits() -> None:
    async def work(press: Press) -> float:
        longest, last = 0.0, time.monotonic()
        printing = asyncio.ensure_future(press.print(Order(one_of_ours("long").resume, "classic")))
        while not printing.done():
            await asyncio.sleep(0)
            longest, last = max(longest, time.monotonic() - last), time.monotonic()
        await printing
        return longest

    assert with_press(work) < 0.5


def test_what_hangs_is_stopped_and_the_press_lives_on() -> None:
    async def work(press: Press) -> Printed:
        await press.print(Order(SHORT, "modern"))
        for pid in press.pids:
            os.kill(pid, signal.SIGSTOP)
        with pytest.raises(PrintFailed, match="too long to set"):
            await press.print(Order(SHORT, "modern"))
        return await press.print(Order(SHORT, "modern"))

    assert with_press(work, seconds=6).pages == 1


def test_a_crash_that_repeats_ends_in_words() -> None:
    with pytest.raises(PrintFailed, match="could not be set"):
        with_press(lambda press: press.print(Order(SHORT, "modern")), memory=20)


def test_a_child_gives_way_to_whoever_types() -> None:
    async def work(press: Press) -> list[int]:
        await press.print(Order(SHORT, "modern"))
        return [os.getpriority(os.PRIO_PROCESS, pid) for pid in press.pids]

    mine = os.getpriority(os.PRIO_PROCESS, 0)
    assert all(nice > mine for nice in with_press(work))


def test_a_killed_child_is_replaced() -> None:
    async def work(press: Press) -> Printed:
        await press.print(Order(SHORT, "modern"))
        for pid in press.pids:
            os.kill(pid, 9)
        return await press.print(Order(SHORT, "modern"))

    assert with_press(work).pages == 1


def test_a_worn_out_child_is_replaced() -> None:
    async def work(press: Press) -> set[int]:
        seen = set()
        for _ in range(3):
            await press.print(Order(SHORT, "modern"))
            seen |= set(press.pids)
        return seen

    assert len(with_press(work, calls=1)) >= 2


@pytest.mark.parametrize(
    ("order", "words"),
    [
        (Order(SHORT, "baroque"), "There is no design 'baroque'; there are classic"),
        (Order(SHORT, "classic", "a5"), "There is no paper 'a5'"),
        (Order({"basics": {"summary": "x" * LARGEST_CONTENT}}, "classic"), "100,000 is the most"),
    ],
)
def test_what_cannot_be_printed_is_said_at_once(order: Order, words: str) -> None:
    with pytest.raises(PrintFailed, match=words):
        with_press(lambda press: press.print(order))


def test_whoever_goes_away_harms_nobody() -> None:
    async def work(press: Press) -> Printed:
        gone = [asyncio.ensure_future(press.print(Order(SHORT, "modern"))) for _ in range(2)]
        await asyncio.sleep(0)
        for each in gone:
            each.cancel()
        return await press.print(Order(SHORT, "modern"))

    assert with_press(work).pages == 1


def test_deep_nesting_ends_in_a_sheet_or_in_words() -> None:
    resume = {"basics": {"name": "Deep", "summary": _nested(300)}, "work": [{"highlights": _nested(300)}]}
    assert with_press(lambda press: press.print(Order(resume, "classic"))).pages == 1
    with pytest.raises(PrintFailed, match="too deeply nested"):
        with_press(lambda press: press.print(Order({"work": _nested(20_000)}, "classic")))


def _nested(depth: int) -> Any:
    deep: Any = "bottom"
    for _ in range(depth):
        deep = [deep]
    return deep


def test_odd_values_do_not_stop_the_press() -> None:
    odd = {"basics": {"name": 10**30, "summary": [1], "location": 5, "profiles": {"a": 1}, "phone": True}, "work": "no list",
           "skills": [None, "x", {"keywords": {"a": 1}}], "meta": [], "awards": [{"title": 7.5, "date": 2020}]}  # fmt: skip
    assert "7.5" in with_press(lambda press: press.print(Order(odd, "margin"))).words[0]


def test_a_very_long_career_is_printed() -> None:
    work = [{"position": f"Post {i}", "highlights": ["Did it."] * 8} for i in range(700)]
    printed = with_press(
        lambda press: press.print(Order({"basics": {"name": "N"}, "work": work}, "academic")), seconds=60
    )
    assert printed.pages > 60
    assert "Post 699" in printed.words[-1]
