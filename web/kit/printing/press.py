"""The press: warm children that set sheets, and the order in which people are served.

Of several waiting orders in one lane only the newest is set; the older end as Superseded. Lanes are served in turn, so
that nobody who types fast holds up anybody else. Orders without a lane, such as downloads, are never dropped.
"""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from itertools import count
from types import TracebackType
from typing import Self

from web.kit.printing.orders import LARGEST_CONTENT, Order, Printed, PrintFailed, Superseded
from web.kit.workshop import Failed, Workshop

SECONDS = 20.0  # for one sheet
MEBIBYTES = 700  # beyond what the child holds when it is warm
CHILD = "web.kit.printing.typeset:work"
WORDS = {
    "time": "Setting this sheet took too long. Shorten the longest answer and try again.",
    "memory": "This sheet is too large to be set. Shorten it and try again.",
    "depth": "This sheet is nested too deeply to be set. Shorten it and try again.",
    "died": "The press stopped in the middle of this sheet. Please try again.",
}


@dataclass
class _Waiting:
    order: Order
    answer: "asyncio.Future[Printed]"


class Press:
    """`async with Press(): await press.print(order)`. Children start with the first order."""

    def __init__(self, children: int = 1, seconds: float = SECONDS, mebibytes: int = MEBIBYTES) -> None:
        self._seconds = seconds
        self._workshops = [Workshop(CHILD, mebibytes) for _ in range(children)]
        self._waiting: OrderedDict[str, _Waiting] = OrderedDict()
        self._numbers = count()
        self._servers: list[asyncio.Task[None]] = []
        self._bell = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._bell = asyncio.Event()
        self._servers = [asyncio.create_task(self._serve(workshop)) for workshop in self._workshops]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers:
            server.cancel()
        for workshop in self._workshops:
            workshop.close()
        await asyncio.gather(*self._servers, return_exceptions=True)

    async def print(self, order: Order, lane: str | None = None) -> Printed:
        """The printed sheet; raises PrintFailed in words for the person, or Superseded."""
        if size_of(order) > LARGEST_CONTENT:
            raise PrintFailed(f"This résumé holds more than {LARGEST_CONTENT // 1000} KB of words. Shorten it and try again.")
        name = f"lane {lane}" if lane else f"alone {next(self._numbers)}"
        answer: asyncio.Future[Printed] = asyncio.get_running_loop().create_future()
        if older := self._waiting.get(name):
            older.answer.set_exception(Superseded())
        self._waiting[name] = _Waiting(order, answer)
        self._bell.set()
        return await answer

    async def _serve(self, workshop: Workshop) -> None:
        while True:
            while not self._waiting:
                self._bell.clear()
                await self._bell.wait()
            _, job = self._waiting.popitem(last=False)
            if job.answer.done():
                continue
            try:
                printed = await asyncio.to_thread(workshop.run, job.order, seconds=self._seconds)
            except Failed as failure:
                _settle(job.answer, PrintFailed(WORDS.get(failure.why, WORDS["died"])))
            else:
                if not job.answer.done():
                    job.answer.set_result(printed)


def _settle(answer: "asyncio.Future[Printed]", error: Exception) -> None:
    if not answer.done():
        answer.set_exception(error)


def size_of(order: Order) -> int:
    """Bytes of everything the résumé says."""

    def words(value: object) -> int:
        if isinstance(value, dict):
            return sum(words(part) for part in value.values())
        if isinstance(value, list):
            return sum(words(part) for part in value)
        return len(str(value).encode()) if value is not None else 0

    return words(order.resume)
