"""Every letter on the shelf: whole, plain and HTML alike, and with nothing in it that leads or looks elsewhere."""

import re
from datetime import UTC, datetime
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.world import Somebody, work
from web.accounts.exports import EXPORT_DAYS
from web.accounts.tables import Purpose
from web.accounts.tokens import HOURS
from web.kit.events import Happening, Whence
from web.kit.house import House
from web.kit.mail import Letter, compose
from web.notifications.listeners import facts_in_words, in_full, place_in_words
from web.notifications.tellings import TELLINGS, in_words
from web.settings import ROOT

SHELF = ROOT / "templates" / "letters"
HOSTILE = "</p><script>alert(1)</script><a href='https://evil.example'>x</a>{{ 7 * 7 }} {email} https://evil.example"
FACTS = {
    "email": "alice@people.example", "before": "old@people.example", "provider": "Google", "what": HOSTILE,
    "link": "/account/exports", "carried": {"profiles": 1, "experiences": 3}, "is_new": True, "agent": "", "left": 9,
}  # fmt: skip
FIREFOX = Whence("203.0.113.9", "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0")


def told(action: str, whence: Whence = FIREFOX) -> list[dict[str, Any]]:
    """What the letters of an event are given, as the listener gives it."""
    happening = Happening(None, action, uuid4(), uuid4(), FACTS, whence)  # type: ignore[arg-type]
    full = [in_full(telling, facts_in_words(happening)) for telling in TELLINGS[action]]
    words = ("title", "words", "then", "way", "button")
    return [{**{name: getattr(each, name) for name in words}, **place_in_words(happening)} for each in full if each.to]


INTERVIEW = {
    "what": "Interview", "when": "tomorrow, 10:30 in London, 11:30 for you", "about": HOSTILE, "place": HOSTILE, "way": "/applications/7",
}  # fmt: skip
STEP = {"what": HOSTILE, "when": "", "about": "Stage manager", "place": "", "way": "/applications/8"}
CONTEXTS: dict[str, list[dict[str, Any]]] = {
    "digest": [
        {
            "title": "Monday 23 November: one interview",
            "where": "in Berlin",
            "parts": [["Today", [INTERVIEW]], ["Quiet", [STEP]]],
        }
    ],
    "reminder": [
        {"title": "Interview: tomorrow, 10:30", "way": "/applications/7", "where": "in UTC", "lines": [INTERVIEW]},
        {"title": "Two things ahead", "way": "/applications/today", "where": "in UTC", "lines": [INTERVIEW, STEP]},
    ],
    "verify": [{"link": "/verify?key=abc_-9"}],
    "reset": [{"link": "/reset?key=abc_-9"}],
    "change-address": [{"link": "/account/address/confirm?key=abc_-9"}],
    "address-changing": [{}],
    "taken": [{}],
    "told": [each for action in TELLINGS for whence in (FIREFOX, Whence()) for each in told(action, whence)],
}
COME_BY_THEMSELVES = {"digest", "reminder"}  # and say how one stops them
LETTERS = [pytest.param(name, said, id=f"{name}-{n}") for name in CONTEXTS for n, said in enumerate(CONTEXTS[name])]


@pytest.fixture
def house(client: TestClient[Litestar]) -> House:
    return client.app.state.house  # type: ignore[no-any-return]


def written(house: House, name: str, said: dict[str, Any]) -> EmailMessage:
    letter = Letter(name=name, recipient="alice@people.example", created_at=datetime.now(UTC))
    return compose(house, letter, said)


class Html(HTMLParser):
    """What an HTML letter asks a reader's machine to do, and what it says."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words += data


def body_of(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_the_table_knows_every_letter_and_each_is_whole() -> None:
    folders = {path.name for path in SHELF.iterdir() if path.is_dir()}
    assert folders == set(CONTEXTS)
    for folder in folders:
        assert {path.name for path in (SHELF / folder).iterdir()} == {"subject.txt", "body.txt", "body.html"}, folder


@pytest.mark.parametrize(("name", "said"), LETTERS)
def test_a_letter_has_a_subject_that_is_seen_whole(house: House, name: str, said: dict[str, Any]) -> None:
    subject = str(written(house, name, said)["Subject"])
    assert 8 <= len(subject) < 80 and "\n" not in subject and "!" not in subject and "{" not in subject


@pytest.mark.parametrize(("name", "said"), LETTERS)
def test_a_letter_leads_to_us_alone(house: House, name: str, said: dict[str, Any]) -> None:
    """Both bodies name the same addresses, all of them ours, from the settings."""
    message, ours = written(house, name, said), house.settings.address
    text, html = body_of(message, "plain"), Html(body_of(message, "html"))
    linked = {value for attribute, value in html.attributes if attribute == "href"}
    named = set(re.findall(rf"{re.escape(ours)}\S*", text))
    assert linked == named and len(linked) == 2 + (name in COME_BY_THEMSELVES), "the site and the one way on"
    assert all(link == ours or link.startswith(f"{ours}/") for link in linked)


@pytest.mark.parametrize(("name", "said"), LETTERS)
def test_a_letter_loads_and_runs_nothing(house: House, name: str, said: dict[str, Any]) -> None:
    html = Html(body_of(written(house, name, said), "html"))
    assert html.tags <= {"html", "head", "meta", "title", "style", "body", "div", "p", "a", "br"}
    assert {attribute for attribute, _ in html.attributes} <= {
        "lang", "charset", "name", "content", "class", "style", "href",
    }  # fmt: skip
    assert not any("url(" in value or "@import" in value for _, value in html.attributes)
    assert "url(" not in html.words and "@import" not in html.words


@pytest.mark.parametrize(("name", "said"), LETTERS)
def test_both_bodies_say_the_same(house: House, name: str, said: dict[str, Any]) -> None:
    message = written(house, name, said)
    text, html = body_of(message, "plain"), Html(body_of(message, "html"))
    assert "{" not in text.replace(HOSTILE, "")
    for paragraph in filter(None, text.partition("\n-- ")[0].split("\n")):
        assert bare(paragraph.removesuffix(":")) in bare(html.words), paragraph


def test_words_of_a_person_stay_text(house: House) -> None:
    (said,) = told("factor-added")
    assert HOSTILE in said["words"], "its braces are not ours to fill"
    message = written(house, "told", said)
    assert "<script>" in body_of(message, "plain") and "script" not in Html(body_of(message, "html")).tags
    assert bare(HOSTILE) in bare(Html(body_of(message, "html")).words)


def test_a_letter_says_how_long_it_holds() -> None:
    assert EXPORT_DAYS == 7 and "after a week" in TELLINGS["export-ready"][0].words
    holds = {48: "two days", 24: "one day", 1: "one hour"}
    letters = {Purpose.REGISTER: "verify", Purpose.RESET: "reset", Purpose.CHANGE_ADDRESS: "change-address"}
    for purpose, name in letters.items():
        assert f"The link holds for {holds[HOURS[purpose]]}" in (SHELF / name / "body.txt").read_text(), name


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "X-Forwarded-Server", "Forwarded", "Origin-Host"])
def test_links_come_from_the_settings_whatever_a_request_says(alice: Somebody, header: str) -> None:
    alice.register()
    before = len(alice.letters())
    alice.another_browser().post("/forgot", {"email": alice.email}, headers={header: "evil.example"})
    work(alice.house)
    for letter in alice.letters()[before:]:
        assert "evil" not in letter.as_string()
        assert f"{alice.house.settings.address}/reset?key=" in body_of(letter, "plain")
    assert len(alice.letters()) == before + 1 or header == "Host", "another host may be refused altogether"


@pytest.mark.parametrize(
    ("carried", "words"),
    [
        ({"profiles": 1}, "1 profile"),
        ({"profiles": 1, "experiences": 3, "preferences": 1}, "1 profile with 3 places of work"),
        ({"profiles": 2, "skills": 1, "experiences": 1}, "2 profiles with 1 place of work and 1 skill"),
        ({"profiles": 1, "links": 2, "skills": 4, "educations": 1}, "1 profile with 1 place of learning, 4 skills and 2 links"),
        ({}, "0 profiles"),
    ],
)  # fmt: skip
def test_what_came_along_in_words(carried: dict[str, int], words: str) -> None:
    assert in_words(carried) == words
