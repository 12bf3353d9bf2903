"""The editor: what a pause in typing costs beside a request that does nothing, how soon the pages are there, how many
queries the long pages take, and how much room a long history needs.

A request's time is the server's own, from the first byte of the question to the last of the answer.
"""

import json
import random
import re
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from litestar import Litestar, get, post
from litestar.types import Receive, Scope, Send
from sqlmodel import Session, select

from tests.bench.serving import Client, Guest, Row, bench_app, served
from web.accounts.tables import Person
from web.db import hash_token, owner_url
from web.kit.keys import take_keys
from web.kit.pages import HTML
from web.kit.printing import Order, Printed
from web.kit.printing.press import REST
from web.kit.visits import Visit, in_transaction
from web.operations.worker import furnish
from web.profile.jsonresume.writing import rows_of
from web.profile.tables import ENTRY_TABLES, Experience, Profile
from web.resumes import states
from web.resumes import tailoring as t
from web.resumes.actions import resume_of
from web.resumes.deltas import packed
from web.resumes.tables import Resume
from web.resumes.tailoring import HEAD, Tailoring

APP = "tests.bench.editor:timed_app"
PART = {"HX-Request": "true", "HX-Request-Type": "partial", "Content-Type": "application/x-www-form-urlencoded"}
SAVES, STATES, RESUMES, ENTRIES = 150, 1_000, 100, 60
OTHERS = 8
LINES = 7  # under each post: two pages
SENTENCE = [
    "Ran",
    "a",
    "kitchen",
    "of",
    "twelve",
    "and",
    "kept",
    "its",
    "waste",
    "under",
    "a",
    "tenth",
    "for",
    "nine",
    "years",
]
A_BREATH = REST + 0.2  # seconds: longer than a lane of the press rests


def rows() -> Iterator[Row]:
    """Name, figure, goal, and whether the figure should stay under (≤) or over (≥) it."""
    with served(APP) as client:
        guest = Guest(client)
        guest.fill()
        editor = Editor(client, guest)
        editor.open()
        yield "keystroke's save, bytes of its part", float(editor.save_bytes()), 2_048, "≤"
        yield "keystroke's save, p95 of an empty authenticated POST's", save_over_nothing(editor), 3, "≤"
        yield "edit to new pictures of two pages, of the render inside", pictures_over_render(editor), 1.5, "≤"
        yield "ten edits in two seconds, sheets set", float(sheets_of_a_burst(editor)), 3, "≤"
        yield "typing while 8 others print, p95 of typing alone", typing_beside_others(editor), 2, "≤"
        yield from long_pages(editor)
    with served(APP) as client:
        yield from storage(Editor(client, Guest(client)))


# --- the server ------------------------------------------------------------------------------------------------------


def timed_app() -> Any:
    """The real app, which says how long each request took, how many sheets were set, and what the database was asked."""
    app = bench_app()
    press = app.state.house.press
    print_sheet = press.print
    noted: dict[str, Any] = {"times": [], "sheets": 0, "asked": []}

    async def counted(order: Order, **how: Any) -> Printed:
        printed: Printed = await print_sheet(order, **how)
        noted["sheets"] += 1
        return printed

    press.print = counted

    @post("/bench/nothing")
    @in_transaction
    def nothing(db: Session, visit: Visit) -> HTML:
        return HTML(f"{visit.person_id}"[:0])

    @get("/bench/noted", sync_to_thread=False)
    def noted_so_far() -> dict[str, Any]:
        said = {"times": noted["times"][:], "sheets": noted["sheets"], "asked": noted["asked"][:]}
        noted.update(times=[], sheets=0, asked=[])
        return said

    for handler in (nothing, noted_so_far):
        app.register(handler)

    def note(*executed: Any) -> None:
        noted["asked"].append(executed[2])

    async def timed(scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        await app(scope, receive, send)
        noted["times"].append((scope.get("path", ""), time.perf_counter() - began))

    watch(app, note)
    return timed


def watch(app: Litestar, note: Any) -> None:
    sa.event.listen(app.state.house.database.engine, "before_cursor_execute", note)


# --- who writes ------------------------------------------------------------------------------------------------------


class Editor:
    """Somebody in the editor with one post open."""

    def __init__(self, client: Client, guest: Guest) -> None:
        self.client, self.guest, self.cookie, self.number = client, guest, client.cookie, 0
        shown = self.get("/resumes/default").decode()
        self.home = re.search(r'href="(/resumes/[\w-]+)/history"', shown)[1]  # type: ignore[index]

    def get(self, path: str) -> bytes:
        self.client.cookie = self.cookie
        status, body, _ = self.client.ask("GET", path, headers={"Accept-Encoding": "identity"})
        assert status == 200, (path, status)
        return body

    def post(self, path: str, **fields: Any) -> tuple[int, bytes, Any]:
        self.client.cookie = self.cookie
        body = urlencode({**fields, "token": self.guest.token}, doseq=True)
        return self.client.ask("POST", path, body, {**PART, "Accept-Encoding": "identity"})

    def open(self) -> None:
        """The form of the first post as a browser sends it, with the marks of what it shows."""
        entry = self.guest.entries[0]
        shown = self.get(f"{self.home}?open={entry}").decode()
        self.address = f"{self.home}/words/experience/{entry}"
        form = shown[shown.index(f'action="{self.address}"') :].partition("</form>")[0]
        found = dict(re.findall(r'name="(was|seen)" value="([^"]*)"', form))
        self.fields: dict[str, Any] = dict.fromkeys(
            re.findall(r'(?:input|select|textarea)\b[^>]* name="([^"]+)"', form), ""
        )
        self.fields |= {"title": "Cook 0", "company": "The Fleece", "start_date-year": "2019"}
        self.fields |= found | {"prints": re.findall(r"(\w+):on", found["seen"])}
        self.fields["lines"] = [f"Line {n} of it." for n in range(LINES)]

    def save(self) -> bytes:
        """A pause in typing: one word more. After a sentence comes the next line, which is written anew."""
        line, words = divmod(self.number, len(SENTENCE))
        self.fields["lines"][line % LINES] = " ".join([f"{line + 1}.", *SENTENCE[: words + 1]])
        self.number += 1
        status, body, _ = self.post(self.address, **self.fields)
        assert status == 200, (status, body)
        if renewed := re.search(r'name="was" value="([^"]*)"', body.decode()):
            self.fields["was"] = renewed[1]
        return body

    def save_bytes(self) -> int:
        self.save()
        return len(self.save())

    def noted(self) -> dict[str, Any]:
        self.client.connection.close()  # the server lets go of one that was idle
        found: dict[str, Any] = json.loads(self.get("/bench/noted"))
        return found

    def times(self, part: str) -> list[float]:
        return [took for path, took in self.noted()["times"] if part in path]


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


# --- typing ----------------------------------------------------------------------------------------------------------


def save_over_nothing(editor: Editor) -> float:
    """The two in turn."""
    for _ in range(20):
        editor.save()
        editor.post("/bench/nothing")
    editor.noted()
    for _ in range(SAVES):
        editor.save()
        editor.post("/bench/nothing")
    times = editor.noted()["times"]
    saves, empty = ([took for path, took in times if part in path] for part in ("/words/", "/nothing"))
    return p95(saves) / p95(empty)


def pictures_over_render(editor: Editor) -> float:
    """From the save to the last picture, as the browser asks for them, over the time of the press inside. They look
    at the pages for a moment before they type on."""
    for number in range(len(editor.guest.entries)):
        editor.guest.write(number, "Cooked for sixty. " * 3)
    found = []
    for _ in range(8):
        began = time.perf_counter()
        editor.save()
        sheet = editor.get(f"{editor.home}/sheet").decode()
        pictures = re.findall(r'src="(/resumes/pages/[^"]+)"', sheet)
        for address in pictures:
            editor.get(address)
        whole = time.perf_counter() - began
        assert len(pictures) == 2, len(pictures)
        found.append(whole / float(editor.get("/bench/render")))
        time.sleep(A_BREATH)
    return statistics.median(found[2:])


def sheets_of_a_burst(editor: Editor) -> int:
    """Each edit asks for its sheet at once, which is more than a browser does, who waits for a pause."""
    editor.noted()
    waiting = []
    for _ in range(10):
        began = time.perf_counter()
        editor.save()
        waiting.append(in_background(lambda: another(editor).client.get(f"{editor.home}/sheet")))
        time.sleep(max(0.0, 0.2 - (time.perf_counter() - began)))
    for thread in waiting:
        thread.join()
    return int(editor.noted()["sheets"])


def another(editor: Editor) -> Editor:
    """The same browser over one more connection."""
    client = Client(editor.client.port, editor.client.settings)
    client.cookie = editor.cookie
    copy = Editor.__new__(Editor)
    copy.__dict__ = {**editor.__dict__, "client": client}
    return copy


def in_background(work: Any) -> Thread:
    thread = Thread(target=work, daemon=True)
    thread.start()
    return thread


def typing_beside_others(editor: Editor) -> float:
    """Rounds with and without eight people who print all the time."""
    others = [newcomer(editor) for _ in range(OTHERS)]
    alone, beside = [], []
    for _ in range(3):
        alone += typed(editor)
        with printing(others):
            beside += typed(editor)
    return p95(beside) / p95(alone)


def newcomer(editor: Editor) -> Guest:
    guest = Guest(Client(editor.client.port, editor.client.settings))
    guest.fill()
    return guest


def typed(editor: Editor) -> list[float]:
    editor.noted()
    for _ in range(40):
        editor.save()
        time.sleep(0.05)
    return editor.times("/words/")


@contextmanager
def printing(others: list[Guest]) -> Iterator[None]:
    enough = Event()

    def print_on(other: Guest) -> None:
        cookie, number = other.client.cookie, 0
        other.client = Client(other.client.port, other.client.settings)  # the old connection was let go
        other.client.cookie = cookie
        while not enough.is_set():
            number += 1
            other.write(0, f"Cooked {number} new dishes.")
            other.client.get("/resumes/default/pdf")

    threads = [in_background(lambda other=other: print_on(other)) for other in others]
    try:
        yield
    finally:
        enough.set()
        for thread in threads:
            thread.join()


# --- long pages ------------------------------------------------------------------------------------------------------


def long_pages(editor: Editor) -> Iterator[Row]:
    editor.noted()
    for _ in range(ENTRIES - len(editor.guest.entries)):
        editor.client.post("/profile/experience", {"token": editor.guest.token})
    yield "editor with 60 entries, queries beside the career's own", queries(editor, editor.home), 6, "≤"
    short, quick = page_time(editor, f"{editor.home}/history"), statistics.median(typed(editor))
    with in_name_of(editor) as (db, resume, profile):
        for number in range(STATES):
            say(db, resume, profile, f"Version {number} of it", touches=f"{number}")
    address = f"{editor.home}/history"
    yield "history of 1,000 states, queries", queries(editor, address), 6, "≤"
    yield "history of 1,000 states, time of one of 60", page_time(editor, address) / short, 1.25, "≤"
    yield "keystroke's save with 1,000 states, of one with 60", statistics.median(typed(editor)) / quick, 1.25, "≤"
    with in_name_of(editor) as (db, resume, profile):
        for number in range(RESUMES - 1):
            db.add(Resume(owner_id=resume.owner_id, profile_id=profile.id, is_default=False, name=f"Résumé {number}"))
    yield "list of 100 résumés, queries", queries(editor, "/resumes"), 6, "≤"


def queries(editor: Editor, address: str) -> float:
    """Statements of a page, without who asks and what the career's 14 tables say."""
    editor.get(address)
    editor.noted()
    editor.get(address)
    asked = [statement.lower() for statement in editor.noted()["asked"]]
    tables = [str(table.__tablename__) for table in ENTRY_TABLES]
    return float(sum(not any(f"from {table}" in " ".join(each.split()) for table in tables) for each in asked))


def page_time(editor: Editor, address: str) -> float:
    if address.endswith("/history"):
        with in_name_of(editor) as (db, resume, profile):
            for number in range(60 - len(states.states_of(db, resume, most=60))):
                say(db, resume, profile, f"Beginning {number} of it", touches=f"first {number}")
    for _ in range(5):
        editor.get(address)
    editor.noted()
    for _ in range(30):
        editor.get(address)
    return statistics.median(editor.times("/history"))


@contextmanager
def in_name_of(editor: Editor) -> Iterator[tuple[Session, Resume, Profile]]:
    house = furnish(editor.client.settings)
    take_keys(house.settings, house.database)
    with house.database.as_caller(hash_token(editor.cookie.partition("=")[2])) as db:
        owner = db.exec(select(Person.id)).one()
        yield db, *resume_of(db, owner, editor.home.rpartition("/")[2], lock=True)
    house.database.engine.dispose()
    editor.client.connection.close()  # it was idle, and the server lets go of such


def say(db: Session, resume: Resume, profile: Profile, words: str, touches: str = "") -> None:
    with states.changing(db, resume, profile, "Changed In short", touches):
        resume.tailoring = t.say(Tailoring.read(resume.tailoring), HEAD, {"summary": words}, {"summary": ""}).kept()


# --- room ------------------------------------------------------------------------------------------------------------


def storage(editor: Editor) -> Iterator[Row]:
    """Everything that the two tables take on the disk, indexes too, over as many copies of the résumé as JSON: its
    looks, its own words and the career behind them."""
    editor.guest.fill()
    for number in range(ENTRIES // 3):
        editor.guest.write(number, "Ran a kitchen of twelve and kept its waste under a tenth. " * 3)
    chance = random.Random(7)
    for name, change in (("typing here and there", typed_somewhere), ("jumping between looks", jumped)):
        yield f"1,000 states, {name}, of 1,000 copies", room(editor, change, chance), 0.1, "≤"
    with in_name_of(editor) as (db, _, profile):
        for entry in rows_of(db, profile)[Experience]:
            entry.lines = [f"{entry.title} {n}: led {n * n} schemes in the {n}th district of it." for n in range(40)]
    yield "1,000 states of a long career, typing, of 1,000 copies", room(editor, typed_somewhere, chance), 0.1, "≤"


def room(
    editor: Editor, change: Callable[[Session, Resume, Profile, random.Random], None], chance: random.Random
) -> float:
    before = bytes_kept(editor)
    with in_name_of(editor) as (db, resume, profile):
        everything_said_here(db, resume, profile)
        copy = len(packed(states.content_of(resume))) + len(packed(states.as_said(profile, rows_of(db, profile))))
        for _ in range(STATES):
            change(db, resume, profile, chance)
    return (bytes_kept(editor) - before) / (STATES * copy)


def bytes_kept(editor: Editor) -> int:
    engine = sa.create_engine(owner_url(editor.client.settings), poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as keeper:
        keeper.execute(sa.text("vacuum full resume_states, kept_careers"))
        return int(keeper.scalar(sa.text(
            "select pg_total_relation_size('resume_states') + pg_total_relation_size('kept_careers')"
        )) or 0)  # fmt: skip


def everything_said_here(db: Session, resume: Resume, profile: Profile) -> None:
    """Every post is worded differently in this résumé."""
    tailoring = Tailoring()
    for entry in rows_of(db, profile)[Experience]:
        lines = entry.lines
        tailoring = t.say(tailoring, entry.id, {"lines": [f"{line} And more." for line in lines]}, {"lines": lines})
    with states.changing(db, resume, profile, "Worded everything differently"):
        resume.tailoring = tailoring.kept()


def typed_somewhere(db: Session, resume: Resume, profile: Profile, chance: random.Random) -> None:
    """A few words at the end of some line; a line that is too long for it is written anew."""
    tailoring = Tailoring.read(resume.tailoring)
    where = chance.choice(list(tailoring.wordings))
    lines = list(tailoring.wordings[where].said["lines"])
    place = chance.randrange(len(lines))
    words = " ".join(chance.choices(["led", "kept", "cut", "34", "schemes", "council", "diary", "with", "twelve"], k=4))
    lines[place] = f"{lines[place]} {words}" if len(lines[place]) < 300 else words
    with states.changing(db, resume, profile, "Changed a post"):
        resume.tailoring = t.say(tailoring, where, {"lines": lines}, {"lines": []}).kept()


def jumped(db: Session, resume: Resume, profile: Profile, chance: random.Random) -> None:
    """Another design, or back to some state there was."""
    if chance.random() < 0.5:
        known = states.states_of(db, resume, most=30)
        states.restore(db, resume, profile, chance.choice(known))
        return
    with states.changing(db, resume, profile, "Changed how it looks"):
        resume.design = chance.choice([design for design in ("margin", "classic", "modern") if design != resume.design])
        resume.controls = {
            "size": chance.choice(["small", "usual", "large"]),
            "density": chance.choice(["close", "usual"]),
        }
