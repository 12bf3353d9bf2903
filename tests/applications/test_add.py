"""Saving a job: by its link, by its words, by what one knows of it, and from the page one looks at."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from urllib.parse import unquote

import pytest
from sqlmodel import select

from tests.kit.test_outbound import Site, lenient, saying, strict
from tests.world import Somebody
from web.applications.tables import Application
from web.jobs.tables import Job
from web.kit.outbound import Outbound
from web.settings import ROOT

SAMPLES = ROOT / "tests/samples/jobs"
BRITISH = (SAMPLES / "british.txt").read_text()
PAGE = (SAMPLES / "schema_org.html").read_bytes()


@pytest.fixture
def site(alice: Somebody) -> Iterator[Site]:
    """A server that the app may ask, as site.example."""
    state = alice.client.app.state
    house = state.house
    with Site() as site:
        state.house = replace(house, outbound=lenient(site))
        yield site
    state.house = house


def asks(alice: Somebody, outbound: Outbound) -> None:
    alice.client.app.state.house = replace(alice.house, outbound=outbound)


def saved(alice: Somebody) -> list[Job]:
    with alice.database.as_person(alice.id) as db:
        return list(db.exec(select(Job).where(Job.owner_id == alice.id).order_by(Job.id)))  # type: ignore[arg-type]


def followed(alice: Somebody) -> int:
    with alice.database.as_person(alice.id) as db:
        return len(list(db.exec(select(Application.id).where(Application.owner_id == alice.id))))


# --- what is saved ---------------------------------------------------------------------------------------------------


def test_the_words_of_a_posting_become_a_job_and_an_application(alice: Somebody) -> None:
    answer = alice.post("/applications/new", {"posting": BRITISH})
    assert answer.status_code == 303
    (job,) = saved(alice)
    assert (job.title, job.company) == ("Staff Nurse, Community Team", "Harbour Street Surgery")
    assert (job.salary_low, job.currency) == (34_500, "GBP") and job.text.startswith("Staff Nurse")
    page = alice.get(answer.headers["location"]).text
    assert "Staff Nurse, Community Team" in page and "£34,500 a year" in page


def test_a_link_is_opened_and_read(alice: Somebody, site: Site) -> None:
    site.answers["/jobs/1"] = saying(PAGE, Content_Type="text/html; charset=utf-8")
    assert alice.post("/applications/new", {"url": site.at("site.example", "/jobs/1")}).status_code == 303
    (job,) = saved(alice)
    assert job.title == "Watchmaker's Assistant" and job.said["salary"]["how"] == "stated"


def test_a_link_in_the_box_for_the_words_is_a_link(alice: Somebody, site: Site) -> None:
    site.answers["/jobs/1"] = saying(PAGE, Content_Type="text/html; charset=utf-8")
    assert alice.post("/applications/new", {"posting": site.at("site.example", "/jobs/1")}).status_code == 303
    assert saved(alice)[0].title == "Watchmaker's Assistant"


def test_words_with_a_link_are_read_and_nothing_is_asked(alice: Somebody, site: Site) -> None:
    link = site.at("site.example", "/jobs/1")
    alice.post("/applications/new", {"posting": BRITISH, "url": link})
    (job,) = saved(alice)
    assert job.url == link and job.title.startswith("Staff Nurse") and site.visits == 0


def test_what_one_types_stands_before_what_was_read(alice: Somebody) -> None:
    alice.post("/applications/new", {"posting": BRITISH, "title": "District nurse", "place": "Scarborough"})
    (job,) = saved(alice)
    assert (job.title, job.place, job.company) == ("District nurse", "Scarborough", "Harbour Street Surgery")
    assert job.said["title"]["how"] == "corrected"


def test_a_job_that_is_only_typed(alice: Somebody) -> None:
    alice.post("/applications/new", {"title": "Gardener", "company": "The town hall"})
    (job,) = saved(alice)
    assert (job.title, job.company, job.text) == ("Gardener", "The town hall", "")


def test_the_same_posting_is_saved_once(alice: Somebody, bob: Somebody) -> None:
    first = alice.post("/applications/new", {"posting": BRITISH, "url": "https://jobs.example/12?utm_source=mail"})
    for again in ({"posting": BRITISH}, {"posting": "Other words, same place", "url": "https://www.jobs.example/12"}):
        answer = alice.post("/applications/new", again)
        assert answer.headers["location"] == f"{first.headers['location']}?known=1"
    assert "You had saved this one already" in alice.get(answer.headers["location"]).text
    assert bob.post("/applications/new", {"posting": BRITISH}).headers["location"] != first.headers["location"]
    assert (followed(alice), len(saved(bob))) == (1, 1)


@pytest.mark.parametrize(
    ("verb", "words"), [("remove", "It lies in the bin, with its job."), ("archive", "It lies in the archive.")]
)
def test_what_was_put_away_is_recognised_and_comes_back(alice: Somebody, verb: str, words: str) -> None:
    first = alice.post("/applications/new", {"posting": BRITISH}).headers["location"]
    assert alice.post(f"{first}/{verb}").status_code == 303
    answer = alice.post("/applications/new", {"posting": BRITISH})
    assert (answer.headers["location"], followed(alice)) == (f"{first}?known=1", 1)
    page = alice.get(answer.headers["location"]).text
    assert words in page and f'action="{first}/restore"' in page
    answer = alice.post(f"{first}/restore", {"next": first})
    assert answer.headers["location"].startswith(f"{first}?done=")
    assert words not in alice.get(first).text


# --- what cannot be saved --------------------------------------------------------------------------------------------


def test_a_link_that_cannot_be_read_stays_and_the_box_is_right_there(alice: Somebody, site: Site) -> None:
    site.answers["/jobs/1"] = saying(b"Sign in", 403)
    link = site.at("site.example", "/jobs/1?a=1&b=2")
    answer = alice.post("/applications/new", {"url": link, "title": "Cook", "company": "Ada & Sons"})
    assert answer.status_code == 422 and "does not show its posting to us. Open the page yourself" in answer.text
    said = unescape(answer.text)
    assert f'value="{link}"' in said and 'value="Ada & Sons"' in said and 'value="Cook"' in said
    assert re.search(r'<textarea id="posting"[^>]* aria-invalid="true" autofocus>', answer.text)
    alice.post("/applications/new", {"url": link, "posting": BRITISH})
    assert saved(alice)[0].url == link


def test_a_page_without_an_end_is_left_and_the_link_stays(alice: Somebody, site: Site) -> None:
    site.answers["/jobs/1"] = saying(b"x" * 4_000_001, Content_Type="text/html")
    link = site.at("site.example", "/jobs/1")
    answer = alice.post("/applications/new", {"url": link})
    assert answer.status_code == 422 and "too large to fetch. Open the page yourself" in answer.text
    assert f'value="{link}"' in answer.text and saved(alice) == []


def test_an_address_inside_is_refused_in_words(alice: Somebody, site: Site) -> None:
    asks(alice, strict(site))
    for address in (
        f"http://127.0.0.1:{site.port}/",
        "http://169.254.169.254/latest/meta-data/",
        "http://user@site.example/",
    ):
        answer = alice.post("/applications/new", {"url": address})
        assert answer.status_code == 422 and "Only public web addresses can be opened" in answer.text
    assert site.visits == 0 and saved(alice) == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Paste a link or the posting’s words"),
        ({"url": "file:///etc/passwd"}, "Write a web address"),
        ({"url": "javascript:alert(1)"}, "Write a web address"),
        ({"posting": "x" * 100_001}, "100,000 is the most"),
        ({"title": "x" * 301}, "300 is the most"),
        ({"place": "York"}, "Paste a link or the posting’s words"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field(alice: Somebody, said: dict[str, str], words: str) -> None:
    answer = alice.post("/applications/new", said)
    assert answer.status_code == 422 and words in answer.text and saved(alice) == []


def test_a_page_without_a_name_takes_what_it_called_itself(alice: Somebody, site: Site) -> None:
    words = " ".join(["Somebody is wanted who looks after the roses and the lawn of our park."] * 5)
    site.answers["/"] = saying(f"<main><p>{words}</p><p>Apply.</p></main>".encode(), Content_Type="text/html")
    answer = alice.post("/applications/new", {"url": site.at("site.example"), "seen": "Gardener | Town hall"})
    assert answer.status_code == 303 and saved(alice)[0].title


def test_nobody_is_asked_to_begin_first(charlie: Somebody) -> None:
    for asked in (charlie.get("/applications/new"), charlie.post("/applications/new", {"title": "Cook"})):
        assert asked.status_code in (303, 401)


# --- from any page ---------------------------------------------------------------------------------------------------


def test_the_bookmark_brings_what_one_looks_at_and_saves_nothing(alice: Somebody) -> None:
    page = alice.get("/applications/new/bookmark").text
    (script,) = re.findall(r'href="(javascript:[^"]+)"', page)
    line = unquote(unescape(script))
    assert alice.house.settings.address in line and "location.href" in line and "'#words='" in line
    brought = alice.get("/applications/new", params={"url": "https://jobs.example/1?a=1&b=2", "seen": '"><b>Cook'})
    assert 'value="https://jobs.example/1?a=1&amp;b=2"' in brought.text and "<b>Cook" not in brought.text
    assert saved(alice) == []
