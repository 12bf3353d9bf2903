"""The press: orders wait in lanes, warm children set or fit them, the event loop never waits."""

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from web.kit.printing.fit import Fitting, Point
from web.kit.printing.orders import Order, Printed, PrintFailed, Superseded
from web.kit.workshop import Child, Crashed, TooLarge, TooSlow, WorkFailed

FUNCTION = "web.kit.printing.setting:set_order"  # for one sheet in a process of its own
WORK = "web.kit.printing.setting:answer"
SECONDS = 30.0
MEMORY = 1024  # MiB of address space; about 110 are ever in use
MOST_CALLS = 500
LARGEST = 112.0  # MiB in use after which a child is replaced by a fresh one
REST = 1.0  # seconds after a sheet before the next of its lane: who types on is not set word by word
WORDS: dict[type[WorkFailed], str] = {
    TooSlow: "This sheet took too long to set. Please shorten it, or divide very long texts.",
    TooLarge: "This sheet needs more memory than there is for it. Please shorten it.",
}
OUT_OF_ORDER = "This sheet could not be set. Please try again; if that does not help, shorten your last change."


@dataclass
class Ticket:
    """What a child is asked, and who waits for the answer."""

    question: tuple[Any, ...]
    done: asyncio.Future[dict[str, Any]] = field(repr=False)
    can_wait: bool = False
    was_tried: bool = False


class Press:
    """`async with Press() as press: await press.print(order, lane)`.

    Of the orders that wait in one lane only the newest is done; the older end with Superseded. Lanes take turns, and
    each rests after its turn: what comes meanwhile waits, and the newest of it is done when the rest is over. An order
    without a lane has one of its own and is never superseded.
    """

    def __init__(
        self, children: int = 1, seconds: float = SECONDS, memory: int = MEMORY, calls: int = MOST_CALLS,
        rest: Callable[[], Awaitable[None]] | None = None,
    ) -> None:  # fmt: skip
        self.children, self.seconds, self.memory, self.calls = children, seconds, memory, calls
        self.rest = rest or (lambda: asyncio.sleep(REST))
        self._waiting: OrderedDict[object, Ticket] = OrderedDict()
        self._resting: dict[object, asyncio.Task[None]] = {}
        self._workers: list[asyncio.Task[None]] = []
        self._at_work: set[Child] = set()

    @property
    def pids(self) -> list[int]:
        """The children's process ids."""
        return [child.pid for child in self._at_work]

    async def __aenter__(self) -> Self:
        self._news = asyncio.Event()
        self._threads = ThreadPoolExecutor(self.children, "press")
        self._workers = [asyncio.create_task(self._work()) for _ in range(self.children)]
        return self

    async def __aexit__(self, *_: object) -> None:
        going_on = [*self._workers, *self._resting.values()]
        for task in going_on:
            task.cancel()
        await asyncio.gather(*going_on, return_exceptions=True)
        for ticket in self._waiting.values():
            ticket.done.cancel()
        self._waiting.clear()
        self._threads.shutdown(wait=False)

    async def print(self, order: Order, lane: str | None = None, can_wait: bool = False) -> Printed:
        """The printed sheet. Raises PrintFailed with words for the person, or Superseded. What can wait, such as a
        gallery's pictures, lets everything else go first."""
        order.check()
        return Printed(**await self._asked(("set", order.packed(), True), lane, can_wait))

    async def fit(
        self, order: Order, most: int, optional: Sequence[Point] | None = None, lane: str | None = None
    ) -> Fitting:
        """How an order comes to at most so many pages (see `fit.py`). Raises as `print` does."""
        order.check()
        points = None if optional is None else [asdict(point) for point in optional]
        return Fitting.unpacked(await self._asked(("fit", order.packed(), most, points), lane))

    async def letter(self, order: Order, letter: dict[str, Any], lane: str | None = None) -> Printed:
        """A cover letter on the stationery of the order's design (see `typeset_letter`). Raises as `print` does."""
        order.check()
        return Printed(**await self._asked(("letter", order.packed(), letter), lane))

    async def _asked(self, question: tuple[Any, ...], lane: str | None, can_wait: bool = False) -> dict[str, Any]:
        key = object() if lane is None else lane
        ticket = Ticket(question, asyncio.get_running_loop().create_future(), can_wait)
        older = self._waiting.get(key)
        self._waiting[key] = ticket  # in the older one's place, so that a fast typist loses no turn
        self._news.set()
        if older and not older.done.done():
            older.done.set_exception(Superseded())
        return await ticket.done

    async def _work(self) -> None:
        """One child's day after another's: warm it, give it tickets until it is worn out or dead."""
        while True:
            try:
                child = Child(WORK, seconds=self.seconds, memory=self.memory)
            except OSError:  # no process to be had: better words than waiting
                self._refuse(await self._next(), PrintFailed(OUT_OF_ORDER))
                continue
            self._at_work.add(child)
            try:
                await self._warm_up(child)
                while True:
                    await self._set(child, await self._next())
                    if self._is_worn_out(child):
                        break
            finally:
                self._at_work.discard(child)
                child.close()

    async def _warm_up(self, child: Child) -> None:
        """A child that does not come up says why when it is given a ticket."""
        with contextlib.suppress(WorkFailed):
            await self._in_thread(child.warm_up)

    def _is_worn_out(self, child: Child) -> bool:
        return child.calls >= self.calls or child.size > LARGEST or child.is_spent

    async def _next(self) -> Ticket:
        while True:
            ready = [key for key in self._waiting if key not in self._resting]
            key = min(ready, key=lambda key: self._waiting[key].can_wait, default=None)
            if key is None:
                self._news.clear()
                await self._news.wait()
            elif not (ticket := self._waiting.pop(key)).done.done():
                self._resting[key] = asyncio.create_task(self._rest(key, ticket))
                return ticket

    async def _rest(self, lane: object, ticket: Ticket) -> None:
        """From its turn until a while after the answer."""
        await asyncio.wait([ticket.done])
        await self.rest()
        del self._resting[lane]
        self._news.set()

    async def _set(self, child: Child, ticket: Ticket) -> None:
        try:
            made = await self._in_thread(lambda: child.ask(*ticket.question))
        except (WorkFailed, PrintFailed) as failure:
            if isinstance(failure, Crashed) and not ticket.was_tried:
                self._put_back(ticket)
            else:
                self._refuse(ticket, _in_words(failure))
        else:
            if not ticket.done.done():
                ticket.done.set_result(made)

    def _refuse(self, ticket: Ticket, failure: PrintFailed) -> None:
        if not ticket.done.done():  # whoever asked may have gone away meanwhile
            ticket.done.set_exception(failure)

    def _put_back(self, ticket: Ticket) -> None:
        """The child died, perhaps while nobody needed it: the next one begins with this ticket."""
        ticket.was_tried = True
        key = object()
        self._waiting[key] = ticket
        self._waiting.move_to_end(key, last=False)

    async def _in_thread(self, work: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def _in_words(failure: WorkFailed | PrintFailed) -> PrintFailed:
    return failure if isinstance(failure, PrintFailed) else PrintFailed(WORDS.get(type(failure), OUT_OF_ORDER))
