"""The press: orders wait in lanes, warm children set them, the event loop never waits."""

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from web.kit.printing.orders import Order, Printed, PrintFailed, Superseded
from web.kit.workshop import Child, TooLarge, TooSlow, WorkFailed

FUNCTION = "web.kit.printing.setting:set_order"
SECONDS = 20.0
MEMORY = 1024  # MiB of address space; about 110 are ever in use
MOST_CALLS = 500
LARGEST = 118.0  # MiB in use after which a child is replaced by a fresh one
WORDS: dict[type[WorkFailed], str] = {
    TooSlow: "This sheet took too long to set. Please shorten it, or divide very long texts.",
    TooLarge: "This sheet needs more memory than there is for it. Please shorten it.",
}
OUT_OF_ORDER = "This sheet could not be set. Please try again; if that does not help, shorten your last change."


@dataclass
class Ticket:
    order: Order
    done: asyncio.Future[Printed] = field(repr=False)


class Press:
    """`async with Press() as press: await press.print(order, lane)`.

    Of the orders that wait in one lane only the newest is set; the older end with Superseded. Lanes take turns. An
    order without a lane has one of its own and is never superseded.
    """

    def __init__(self, children: int = 1, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self.children, self.seconds, self.memory = children, seconds, memory
        self._waiting: OrderedDict[object, Ticket] = OrderedDict()
        self._workers: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        self._news = asyncio.Condition()
        self._threads = ThreadPoolExecutor(self.children, "press")
        self._workers = [asyncio.create_task(self._work()) for _ in range(self.children)]
        return self

    async def __aexit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)
        for ticket in self._waiting.values():
            ticket.done.cancel()
        self._waiting.clear()
        self._threads.shutdown(wait=False)

    async def print(self, order: Order, lane: str | None = None) -> Printed:
        """The printed sheet. Raises PrintFailed with words for the person, or Superseded."""
        order.check()
        ticket = Ticket(order, asyncio.get_running_loop().create_future())
        key = object() if lane is None else lane
        async with self._news:
            older = self._waiting.get(key)
            self._waiting[key] = ticket  # in the older one's place, so that a fast typist loses no turn
            self._news.notify()
        if older and not older.done.done():
            older.done.set_exception(Superseded())
        return await ticket.done

    async def _work(self) -> None:
        """One child's day: keep it warm, take the next ticket, replace the child when it is worn out."""
        child = self._new_child()
        try:
            while True:
                with contextlib.suppress(WorkFailed):
                    await self._in_thread(child.warm_up)
                ticket = await self._next()
                if not child.is_alive:
                    child = self._new_child()
                await self._set(child, ticket)
                if not child.is_alive or child.calls >= MOST_CALLS or child.size > LARGEST:
                    child.close()
                    child = self._new_child()
        finally:
            child.close()

    def _new_child(self) -> Child:
        return Child(FUNCTION, seconds=self.seconds, memory=self.memory)

    async def _next(self) -> Ticket:
        while True:
            async with self._news:
                await self._news.wait_for(lambda: self._waiting)
                _, ticket = self._waiting.popitem(last=False)
            if not ticket.done.done():
                return ticket

    async def _set(self, child: Child, ticket: Ticket) -> None:
        try:
            made = await self._in_thread(lambda: child.ask(asdict(ticket.order), True))
        except (WorkFailed, PrintFailed) as failure:
            if not ticket.done.done():  # whoever asked may have gone away meanwhile
                ticket.done.set_exception(_in_words(failure))
        else:
            if not ticket.done.done():
                ticket.done.set_result(Printed(**made))

    async def _in_thread(self, work: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def _in_words(failure: WorkFailed | PrintFailed) -> PrintFailed:
    return failure if isinstance(failure, PrintFailed) else PrintFailed(WORDS.get(type(failure), OUT_OF_ORDER))
