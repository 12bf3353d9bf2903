"""Logs: one JSON line an event, and never a person's words, address or name.

What libraries say goes through the same hands: of a message only what stands in their code, never what they filled in,
and of an error its kind and the places it came through. Messages of databases and parsers quote what people wrote.
"""

import json
import logging
import sys
import threading
import time
from datetime import UTC, datetime
from types import TracebackType

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

QUIET = ("/static/", "/healthz", "/readyz")
MOST_FRAMES = 8
NOISY = ("uvicorn.access", "weasyprint", "fontTools", "PIL", "httpx", "httpcore")


def configure_logging(level: str) -> None:
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(Lines())
    lines.addFilter(is_worth_a_line)
    logging.basicConfig(handlers=[lines], level=level, force=True)
    logging.captureWarnings(True)
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)
    sys.excepthook = note_death
    threading.excepthook = lambda died: note_death(died.exc_type, died.exc_value, died.exc_traceback)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def is_worth_a_line(record: logging.LogRecord) -> bool:
    """procrastinate tells of each step of each job: what goes wrong is enough, even where it is tried again."""
    return not record.name.startswith("procrastinate") or record.levelno >= logging.WARNING or bool(record.exc_info)


class Lines(logging.Formatter):
    """A library's record as one of our lines."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "by": record.name, "event": said_by_code(record), "level": record.levelname.lower(),
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
        }  # fmt: skip
        if job := getattr(record, "job", None):
            line["task"] = job["task_name"]
        if record.exc_info and record.exc_info[1]:
            line |= what_broke(record.exc_info[1])
        return json.dumps(line)


def said_by_code(record: logging.LogRecord) -> str:
    """What the author of the library wrote: the message without its values, and no more than its first line, because
    asyncio puts objects into the others. procrastinate fills its messages in, and names what happened beside them."""
    action = getattr(record, "action", None)
    if record.name.startswith("procrastinate"):
        return str(action or "procrastinate")
    if record.name == "py.warnings":
        return "warning"
    return str(record.msg).partition("\n")[0] if isinstance(record.msg, str) else type(record.msg).__name__


def what_broke(error: BaseException) -> dict[str, object]:
    """The kind of an error and the last places it came through, innermost last."""
    frames = []
    trace = error.__traceback__
    while trace:
        frames.append(f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return {"kind": type(error).__name__, "frames": frames[-MOST_FRAMES:]}


def note_death(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    """A process or thread that dies of an error says so in a line, without the error's words."""
    if error is None or isinstance(error, (KeyboardInterrupt, SystemExit)):
        return
    structlog.get_logger().critical("died", **what_broke(error))


def log_requests(app: ASGIApp) -> ASGIApp:
    """A line a request: method, the route's pattern (no ids, no queries), status and milliseconds."""
    log = structlog.get_logger()

    async def logged(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["path"].startswith(QUIET):
            await app(scope, receive, send)
            return
        started, status = time.perf_counter(), 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        await app(scope, receive, noting)
        milliseconds = round((time.perf_counter() - started) * 1000, 1)
        log.info(
            "request", method=scope.get("method"), route=scope.get("path_template", "-"), status=status, ms=milliseconds
        )

    return logged
