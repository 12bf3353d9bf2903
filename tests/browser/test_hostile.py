"""Whatever people typed, in every column that holds it, on every page, in every fragment and letter, in Chromium with
JavaScript on: nothing runs, no policy is violated, nobody else is asked, no attribute comes out of what was typed.

Rows are written past the forms, so that what a form refuses today is shown as well. Each value ends in the number of
its column, by which the test knows that it was shown.
"""

import json
import re
import secrets
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import jinja2.meta
import pytest
import sqlalchemy as sa
from litestar import Litestar
from litestar.testing import TestClient
from playwright.sync_api import Dialog, Page
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel, col, select
from uuid_utils.compat import uuid7

from tests.accounts.filled import has_own_value, keeper_of, owned_tables, value_for
from tests.browser.conftest import Server
from tests.test_hostile import MARK, PAYLOADS
from tests.world import PART, Somebody
from web.applications.tables import Contact, Moment, Spreadsheet
from web.db import Database
from web.kit.clock import now
from web.kit.events import record
from web.kit.mail import Letter, compose
from web.kit.sealed import Sealed
from web.profile.entries import KINDS
from web.profile.steps import steps
from web.profile.tables import Profile
from web.resumes.tables import Resume
from web.settings import ROOT

Open = Callable[..., Page]

# Columns whose text is ours, of a fixed shape, or that no page ever shows.
OURS = {
    "people.password_hash", "people.event_key", "authenticators.secret", "exports.stage", "exports.reason", "letters.name",
    "letters.recipient", "letters.context", "letters.reason", "notifications.link", "passkeys.transports",
    "profiles.language", "profiles.picture", "profiles.steps_seen", "prints.key", "prints.design", "prints.edition",
    "resumes.design", "resumes.language", "resumes.controls", "tokens.detail", "preferences.salary_currency",
    "experiences.enhanced", "projects.experience_ids", "sign_ins.agent", "photos.crop", "takings.format",
    "dismissals.rule", "dismissals.about", "resume_states.touches", "imports.media_type", "imports.format",
    "imports.reader", "imports.github", "imports.found", "kept_readings.format", "kept_readings.reader",
    "jobs.source", "jobs.external_id", "jobs.currency", "jobs.key", "jobs.fingerprint", "jobs.apply_url", "applications.stage",
    "moments.zone", "moments.detail", "boards.zone", "boards.stages", "views.query", "sendings.design", "sendings.order",
    "sendings.frozen", "spreadsheets.columns", "spreadsheets.sheet", "spreadsheets.said", "acts.before",
    "acts.words", "tallies.source", "tallies.design", "tallies.resume", "tallies.month",
}  # letters have a test of their own; a browser's name is shown as one of the few that we know  # fmt: skip
SHEETS = [
    f"*/resumes/{place}*" for place in ("pages/", "*/sheet", "*/designs", "*/letter/")
]  # they have tests of their own
SHAPED = re.compile(r"(_|\.)date$|\.extra$")
NOT_SHOWN = {"preferences.work_authorisation"}  # it is a choice
ONE_EACH = {"people", "identities", "boards"}  # of these one person has one row
FOLLOWED = ("job_id", "application_id", "contact_id")
NEVER_SHOWN = {
    "tallies",
    "acts",
    "prints",
    "letters",
    "tokens",
    "authenticators",
    "recovery_codes",
    "exports",
    "kept_careers",
}


def typed_columns() -> list[str]:
    """What people typed, as `table.column`: every text column that is not known to be ours."""
    return [
        name
        for table in [SQLModel.metadata.tables["people"], *owned_tables()]
        for column in table.columns
        if isinstance(column.type, sa.Text | Sealed | JSONB) and not isinstance(column.type, sa.Enum)
        for name in [f"{table.name}.{column.name}"]
        if name not in OURS and not SHAPED.search(name)
    ]


NUMBERS = {name: f"~{number}~" for number, name in enumerate(typed_columns())}
CLEAN = [payload.replace("\x00", "")[:600] for payload in PAYLOADS]  # PostgreSQL takes no NUL, a profile 100 KB


def typed(column: sa.Column[Any], payload: str) -> Any:
    name = f"{column.table.name}.{column.name}"
    text = payload[: longest(column) - 10] + NUMBERS[name]
    if not isinstance(column.type, JSONB):
        return text
    if name == "jobs.said":
        return {"place": {"how": "inferred", "words": text}}  # the words that it was worked out from
    return {unsettled_field(column.table): text} if column.name == "unsettled" else [text]


def longest(column: sa.Column[Any]) -> int:
    """The letters that a CHECK lets through."""
    found = [
        int(limit[1])
        for check in column.table.constraints
        if isinstance(check, sa.CheckConstraint)
        for limit in [re.fullmatch(rf"char_length\({column.name}\) <= (\d+)", str(check.sqltext))]
        if limit
    ]
    return min(found, default=8_000)


def unsettled_field(table: sa.Table) -> str:
    """A field that can wait with text that is not a value yet: a date where there is one, or else a line."""
    lines = [column.name for column in table.columns if isinstance(column.type, sa.Text)]
    return next((name for name in lines if name.endswith("date")), lines[-1] if lines else "salary_minimum")


# --- somebody who wrote nothing else ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def eve(client: TestClient[Litestar], database: Database) -> Somebody:
    """A profile for each payload, and the payload in every column of a row of its own, in every table; and in the
    trail."""
    eve = Somebody("Eve Elliot", client, database).start().register()
    with keeper_of(eve.house.settings) as keeper:
        for payload in CLEAN:
            made: dict[str, UUID] = {}
            for table in owned_tables():
                if table.name not in ONE_EACH | NEVER_SHOWN:
                    row = row_of(table, eve.id, payload) | {"id": made.setdefault(table.name, uuid7())}
                    row |= {"profile_id": made["profiles"]} if "profile_id" in table.c else {}
                    row |= {"resume_id": made["resumes"]} if "resume_id" in table.c else {}
                    row |= {name: made[f"{name.removesuffix('_id')}s"] for name in FOLLOWED if name in table.c}
                    keeper.execute(sa.insert(table).values(**row))
    with database.as_person(eve.id) as db:
        for payload in CLEAN:
            record(db, "proved", eve.id, old={"name": payload[:150]}, new={"name": payload[:150]}, entity=payload)
    return eve


def row_of(table: sa.Table, owner_id: UUID, payload: str) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column in table.columns:
        if f"{table.name}.{column.name}" in NUMBERS:
            row[column.name] = typed(column, payload)
        elif not column.foreign_keys and not has_own_value(column):
            row[column.name] = value_for(column, "")
    fixed = {
        "design": "classic", "controls": {}, "picture": "", "steps_seen": [], "transports": [],
        "state": "failed", "found": {}, "github": "",  # a file is called as its owner called it
    }  # fmt: skip
    row |= {name: value for name, value in fixed.items() if name in row}
    row |= {"is_default": True} if table.name == "resumes" else {}
    return row | {"id": uuid7(), "owner_id": owner_id}


def profiles_of(eve: Somebody) -> list[UUID]:
    with eve.database.as_person(eve.id) as db:
        return list(db.exec(select(Profile.id).where(~col(Profile.is_default)).order_by(col(Profile.id))))


def take(eve: Somebody, profile_id: UUID, payload: str) -> None:
    """This profile is worked on, and the payload stands in every column of which a person has one."""
    people, profiles, identities = (SQLModel.metadata.tables[name] for name in ("people", "profiles", "identities"))
    with keeper_of(eve.house.settings) as keeper:
        hers = sa.update(profiles).where(profiles.c.owner_id == eve.id)
        keeper.execute(hers.values(is_default=False))
        keeper.execute(hers.where(profiles.c.id == profile_id).values(is_default=True))
        keeper.execute(
            sa.update(people)
            .where(people.c.id == eve.id)
            .values(email=typed(people.c.email, payload), email_index=secrets.token_bytes(32))
        )
        keeper.execute(sa.delete(identities).where(identities.c.owner_id == eve.id))
        keeper.execute(sa.insert(identities).values(**row_of(identities, eve.id, payload)))


@pytest.fixture
def page(visit: Open, server: Server, eve: Somebody) -> Iterator[Page]:
    """Eve's browser, with a trap: whatever runs out of what was typed says so."""
    opened = visit()
    opened.context.add_cookies([{"name": "metier", "value": eve.token, "url": server.address}])
    opened.add_init_script(f"window.{MARK} = () => {{ window.ran = true }}")
    dialogs: list[Dialog] = []
    opened.on("dialog", lambda dialog: dialogs.append(dialog))
    yield opened
    assert dialogs == []


# What came out of the typed text as something else than text, and whether anything ran.
LOOK = f"""() => {{
    const faults = window.ran ? ['ran'] : []
    for (const each of document.querySelectorAll('*')) {{
        if (each.localName.includes('{MARK}')) faults.push(each.outerHTML.slice(0, 200))
        if (['script', 'style', 'base', 'meta', 'link', 'iframe', 'object', 'embed'].includes(each.localName)
            && each.outerHTML.includes('{MARK}')) faults.push(each.outerHTML.slice(0, 200))
        for (const {{name, value}} of each.attributes) {{
            const lives = /^(hx-|data-hx|style$|srcdoc$|_$)/.test(name) && value.includes('{MARK}')
            if (name.startsWith('on') || name.includes('{MARK}') || lives) faults.push(`${{each.localName}} ${{name}}=${{value}}`)
            if (['href', 'src', 'action', 'formaction', 'data', 'poster'].includes(name)) {{
                if (!URL.canParse(value, document.baseURI)) continue
                const to = new URL(value, document.baseURI)
                const isLink = each.localName === 'a' && name === 'href'
                const fine = isLink ? ['http:', 'https:', 'mailto:', 'tel:'].includes(to.protocol) : to.origin === location.origin
                if (!fine) faults.push(`${{each.localName}} ${{name}}=${{value}}`)
            }}
        }}
    }}
    return faults
}}"""

# Fragments go into the page one after the other, as htmx puts them there.
SWAP = f"""async (addresses) => {{
    const look = {LOOK}
    const place = document.createElement('div')
    document.body.append(place)
    const said = [], faults = []
    for (const address of addresses) {{
        const answer = await fetch(address, {{headers: address.endsWith('#page') ? {{}} : {json.dumps(PART)}}})
        const text = await answer.text()
        if (!answer.ok) faults.push(`${{answer.status}} ${{address}}`)
        said.push(text)
        place.innerHTML = text
        await new Promise(requestAnimationFrame)
        faults.push(...look().map(fault => `${{address}}: ${{fault}}`))
    }}
    place.remove()
    return [said.join('\\n'), faults]
}}"""


def numbers_in(html: str) -> set[str]:
    return {name for name, number in NUMBERS.items() if number in html}


PAGES = (
    *(f"/profile/steps/{step.slug}" for step in steps() if step.slug != "about"),
    "/account", "/account/address", "/account/ways", "/account/prove",
)  # fmt: skip


def test_nothing_typed_comes_alive(page: Page, eve: Somebody) -> None:
    shown: set[str] = set()
    leave_out(page, SHEETS)
    profiles, followed = profiles_of(eve), followed_by(eve)
    for address in (
        "/profiles",
        "/notifications",
        "/account/history",
        "/account/places",
        "/account/factors",
        "/imports",
        "/applications/list",
        "/applications/bring",
        "/applications/contacts",
        "/applications/sent",
    ):
        shown |= look_at(page, address)
    for profile_id, payload in zip(profiles, CLEAN, strict=True):
        take(eve, profile_id, payload)
        shown |= look_at(page, "/profile/steps/about")
        pages = [*PAGES, *resumes_of(eve, profile_id), *next(followed)]
        shown |= swap(page, [f"{address}#page" for address in pages] + entries_of(eve, profile_id))
    assert set(NUMBERS) - shown == NOT_SHOWN


def leave_out(page: Page, addresses: list[str]) -> None:
    """By the browser itself: a route of Playwright's would stop every request to ask about it."""
    browser = page.context.new_cdp_session(page)
    browser.send("Network.enable")
    browser.send("Network.setBlockedURLs", {"urls": addresses})


def look_at(page: Page, address: str) -> set[str]:
    answer = page.goto(address)
    assert answer and answer.ok, f"{address}: {answer and answer.status}"
    assert page.evaluate(LOOK) == [], address
    return numbers_in(page.content())


def swap(page: Page, addresses: list[str]) -> set[str]:
    html, faults = page.evaluate(SWAP, addresses)
    assert faults == []
    return numbers_in(html)


def followed_by(eve: Somebody) -> Iterator[list[str]]:
    """The pages of each application, in the order in which they were made."""
    with eve.database.as_person(eve.id) as db:
        moments = db.exec(select(Moment).where(Moment.owner_id == eve.id).order_by(col(Moment.id))).all()
        contacts = db.exec(select(Contact.id).where(Contact.owner_id == eve.id).order_by(col(Contact.id))).all()
        sheets = db.exec(
            select(Spreadsheet.id).where(Spreadsheet.owner_id == eve.id).order_by(col(Spreadsheet.id))
        ).all()
    for moment, contact_id, sheet_id in zip(moments, contacts, sheets, strict=True):
        there = f"/applications/{moment.application_id}"
        of_it = [f"{there}{way}" for way in ("", "/job", "/answers", "/contacts", "/yours", "/move", "/resume")]
        own = [f"/applications/moments/{moment.id}", f"/applications/contacts/{contact_id}"]
        yield [*of_it, *own, f"/applications/bring/{sheet_id}"]


def resumes_of(eve: Somebody, profile_id: UUID) -> list[str]:
    """The list of résumés, and what can be done with those of a profile."""
    with eve.database.as_person(eve.id) as db:
        found = db.exec(select(Resume.id).where(Resume.profile_id == profile_id)).all()
    ways = ("", "/settings", "/history", "/letter", "/take", "/design")
    return ["/resumes", *(f"/resumes/{resume_id}{way}" for resume_id in found for way in ways)]


def entries_of(eve: Somebody, profile_id: UUID) -> list[str]:
    """The addresses of a profile's entries, open for writing."""
    with eve.database.as_person(eve.id) as db:
        return [
            f"/profile/{slug}/{entry}/part?open=1"
            for slug, kind in KINDS.items()
            for entry in db.exec(select(kind.table.id).where(kind.table.profile_id == profile_id))
        ]


def test_the_look_sees_what_it_should(page: Page) -> None:
    page.goto("/healthz")
    for planted in (
        f"<{MARK}>",
        "<p onnothing=x>",
        f"<p hx-get='/{MARK}'>",
        "<a href='javascript:1'>x</a>",
        f"<link title='{MARK}'>",
    ):
        page.evaluate("html => { document.body.innerHTML = html }", planted)
        assert page.evaluate(LOOK), planted


# --- letters ---------------------------------------------------------------------------------------------------------

LETTERS = sorted(path.parent.name for path in (ROOT / "templates" / "letters").glob("*/body.html"))


@pytest.mark.parametrize("name", LETTERS)
def test_no_letter_comes_alive(visit: Open, eve: Somebody, name: str) -> None:
    """Each payload in everything that a letter can be told, opened where no policy protects."""
    page = visit()
    page.add_init_script(f"window.{MARK} = () => {{ window.ran = true }}")
    page.goto("about:blank")
    for payload in CLEAN:
        said: dict[str, Any] = dict.fromkeys(names_in_letter(eve, name), payload)
        lines = [dict.fromkeys(("what", "when", "about", "place"), payload)]
        said |= {
            several: value for several, value in (("lines", lines), ("parts", [(payload, lines)])) if several in said
        }
        letter = compose(
            eve.house, Letter(owner_id=eve.id, name=name, recipient="eve@people.example", created_at=now()), said
        )
        parts = {part.get_content_type(): str(part.get_content()) for part in letter.walk() if not part.is_multipart()}
        assert set(parts) == {"text/plain", "text/html"}
        assert set(letter.keys()) == {
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "Auto-Submitted",
            "MIME-Version",
            "Content-Type",
        }
        page.set_content(parts["text/html"])
        assert page.evaluate(f"({LOOK})().filter(fault => !fault.startsWith('a href=http'))") == [], payload


def names_in_letter(eve: Somebody, name: str) -> set[str]:
    """What its templates ask for."""
    folder = ROOT / "templates" / "letters"
    templates = [*folder.glob(f"{name}/*"), folder / "_letter.html", folder / "_letter.txt"]
    templates_of = eve.house.templates
    return {
        asked
        for path in templates
        for asked in jinja2.meta.find_undeclared_variables(templates_of.parse(path.read_text()))
    } - {"address"}
