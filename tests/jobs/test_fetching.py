"""Fetching the posting behind a link: SECURITY 12 through the door that people use, with a resolver and a server of ours."""

import time
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.kit.test_outbound import HERE, INWARD, bomb, drip, endless, lenient, moved_to, saying, strict
from tests.kit.test_outbound import PATIENCE as WHILE
from tests.kit.test_outbound import Site as Site
from tests.kit.test_outbound import server as server
from tests.kit.test_outbound import site as site
from tests.world import Somebody
from web.jobs.fetching import Closed, NoPosting, Several, fetch_posting
from web.kit.house import House
from web.kit.outbound import Fetched, Outbound, Refused, TooLarge, TooSlow, Unreachable
from web.settings import ROOT

SAMPLES = ROOT / "tests/samples/jobs"
PAGE = (SAMPLES / "schema_org.html").read_bytes()
HTML = "text/html; charset=utf-8"
AT_GREENHOUSE = "https://job-boards.greenhouse.io/lanternworks/jobs/4410027008"
INTERFACE = "/v1/boards/lanternworks/jobs/4410027008?pay_transparency=true"


@pytest.fixture
def house(alice: Somebody) -> House:
    return alice.house


def fetch(house: House, outbound: Outbound, address: str) -> Any:
    return fetch_posting(replace(house, outbound=outbound), address)


@dataclass(frozen=True)
class AsIf(Outbound):
    """Every host is the site, whatever the address says."""

    port: int = 0

    def fetch(self, address: str, **more: Any) -> Fetched:
        parts = urlsplit(address)
        place = f"http://site.example:{self.port}{parts.path}{'?' * bool(parts.query)}{parts.query}"
        return replace(super().fetch(place, **more), address=address)


def as_if(site: Site) -> AsIf:
    plain = lenient(site)
    return AsIf(plain.resolve, plain.ports, plain.allowed, port=site.port)


# --- what is read ----------------------------------------------------------------------------------------------------


def test_a_page_is_read_and_keeps_its_address(site: Site, house: House) -> None:
    site.answers["/jobs/12"] = saying(PAGE, Content_Type=HTML)
    found = fetch(house, lenient(site), f"  {site.at('site.example', '/jobs/12')} ")
    assert (found.title, found.company, found.currency) == ("Watchmaker's Assistant", "Tickwell & Sons", "CAD")
    assert found.said["salary"].how == "stated" and found.url


def test_the_interface_of_a_source_is_asked_first_and_alone(site: Site, house: House) -> None:
    body = (SAMPLES / "greenhouse.json").read_bytes()
    site.answers[INTERFACE] = saying(body, Content_Type="application/json")
    found = fetch(house, as_if(site), AT_GREENHOUSE)
    assert (found.title, found.source, found.url) == ("Site Reliability Engineer", "greenhouse", AT_GREENHOUSE)
    assert [path for path, _ in site.asked] == [INTERFACE]


def test_where_the_interface_has_no_answer_the_page_is_read(site: Site, house: House) -> None:
    site.answers[INTERFACE] = saying(b"{}", 404, Content_Type="application/json")
    site.answers["/lanternworks/jobs/4410027008"] = saying(PAGE, Content_Type=HTML)
    assert fetch(house, as_if(site), AT_GREENHOUSE).title == "Watchmaker's Assistant"


def test_where_nobody_answers_for_the_source_the_page_is_read(site: Site, house: House) -> None:
    site.answers[INTERFACE] = endless
    site.answers["/lanternworks/jobs/4410027008"] = saying(PAGE, Content_Type=HTML)
    assert fetch(house, as_if(site), AT_GREENHOUSE).title == "Watchmaker's Assistant"


@pytest.mark.parametrize(
    "body",
    [b"", b"\x00\xff" * 500, b"{", b"[" * 100_000, b"<html><h1>Careers</h1>Please enable JavaScript.", b"<a>" * 50_000],
    ids=["nothing", "noise", "half", "deep", "a program", "nested"],
)
def test_what_is_no_posting_is_said_so(site: Site, house: House, body: bytes) -> None:
    site.answers["/"] = saying(body, Content_Type=HTML)
    with pytest.raises(NoPosting):
        fetch(house, lenient(site), site.at("site.example"))


@pytest.mark.parametrize("status", [401, 403, 404, 410, 429, 500, 999])
def test_a_page_that_is_refused_is_no_posting(site: Site, house: House, status: int) -> None:
    site.answers["/"] = saying(PAGE, status, Content_Type=HTML)
    with pytest.raises(Closed if status in (404, 410) else NoPosting):
        fetch(house, lenient(site), site.at("site.example"))


JOB = (
    "<h1>Baker</h1><p>Location: Leeds</p><p>Salary: £24,000 a year</p>"
    + "<p>You bake bread before dawn, and cake after it.</p>" * 4
)
COOKIES = (
    "<h1>We value your privacy</h1>"
    + "<p>We and our 812 partners store cookies on your device for up to 13 months.</p>" * 5
)
WALL = (
    "<h1>Welcome back</h1><form>E-mail Password</form>"
    + "<p>Sign in or join to see who has viewed this job. Forgotten your password?</p>" * 5
)
LISTED = "<h1>Open positions</h1>" + "".join(
    f"<h2>{job}</h2><p>Leeds. Full-time. £24,000 a year.</p>" for job in ("Baker", "Cook", "Driver") * 3
)
PAGES = [
    (COOKIES, NoPosting), (WALL, NoPosting), (LISTED, Several), (JOB + "<p>This job is no longer accepting applications.</p>", Closed),
    (f"<h1>Baker</h1><p>Die Stelle ist nicht mehr verfügbar. Ähnliche Stellen:</p>{LISTED}", Closed),
]  # fmt: skip


@pytest.mark.parametrize(("body", "told"), PAGES, ids=["cookies", "a wall", "a list", "over", "vorbei"])
def test_words_that_are_no_posting_are_not_taken_for_one(
    site: Site, house: House, body: str, told: type[NoPosting]
) -> None:
    site.answers["/"] = saying(f"<html><body>{body}</body></html>".encode(), Content_Type=HTML)
    with pytest.raises(NoPosting) as refused:
        fetch(house, lenient(site), site.at("site.example"))
    assert refused.type is told


def test_a_page_that_no_source_knows_is_read_by_its_words(site: Site, house: House) -> None:
    site.answers["/"] = saying(f"<html><body>{JOB}</body></html>".encode(), Content_Type=HTML)
    found = fetch(house, lenient(site), site.at("site.example"))
    assert (found.title, found.place, found.salary_low, found.source) == ("Baker", "Leeds", 24_000, "")


def test_a_page_of_many_jobs_is_not_one_of_them(site: Site, house: House) -> None:
    one = (
        '{"@context":"https://schema.org","@type":"JobPosting","title":"%s","description":"x","hiringOrganization":"Y"}'
    )
    script = f'<script type="application/ld+json">[{one % "Cook"},{one % "Baker"}]</script>'
    site.answers["/"] = saying(f"<html><head>{script}</head><body>Jobs</body></html>".encode(), Content_Type=HTML)
    with pytest.raises(Several):
        fetch(house, lenient(site), site.at("site.example"))


# --- what is refused, and in time ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://inside.example:{port}/"]
)
def test_what_is_not_public_is_never_asked(site: Site, house: House, address: str) -> None:
    with pytest.raises(Refused):
        fetch(house, strict(site, inside_example=[[HERE]]), address.format(port=site.port))
    assert site.visits == 0


@pytest.mark.parametrize("place", INWARD)
def test_being_sent_inward_is_refused(site: Site, house: House, place: str) -> None:
    with Site() as victim:
        site.answers["/"] = moved_to(place.format(port=victim.port, site=site.port))
        outbound = lenient(site, inside_example=[["10.0.0.1"]])
        outbound = Outbound(outbound.resolve, outbound.ports | {victim.port}, outbound.allowed)
        with pytest.raises(Refused):
            fetch(house, outbound, site.at("site.example"))
        assert victim.visits == 0


@pytest.mark.parametrize("answer", [endless, bomb], ids=lambda each: each.__name__)
def test_what_is_too_large_is_cut_off(site: Site, house: House, answer: Any) -> None:
    site.answers["/"] = answer
    began = time.monotonic()
    with pytest.raises(TooLarge):
        fetch(house, lenient(site), site.at("site.example"))
    assert time.monotonic() - began < WHILE


@dataclass(frozen=True)
class Hurried(Outbound):
    """As in production, but for how long it waits."""

    def fetch(self, address: str, **more: Any) -> Fetched:
        return super().fetch(address, **{**more, "seconds": 0.5})


def test_one_byte_a_while_is_given_up(site: Site, house: House) -> None:
    site.answers["/"] = drip(site, b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x")
    plain = lenient(site)
    with pytest.raises(TooSlow):
        fetch(house, Hurried(plain.resolve, plain.ports, plain.allowed), site.at("site.example"))


def test_nobody_there_is_said_so(site: Site, house: House) -> None:
    with pytest.raises(Unreachable):
        fetch(house, lenient(site), "http://nobody.invalid/")
