"""The job beside an application: each fact with where it is from, put right by hand; and its words, as they were."""

import re
from decimal import Decimal
from html import unescape
from uuid import UUID

import pytest
from sqlmodel import select

from tests.applications.following import follows
from tests.applications.test_application import undo
from tests.world import Somebody
from web.applications.tables import Application
from web.jobs.facts import fact_of, facts_of, pay_words
from web.jobs.postings import Period, Remote
from web.jobs.tables import Job
from web.settings import ROOT

BRITISH = (ROOT / "tests/samples/jobs/british.txt").read_text()


def saves(alice: Somebody, posting: str = BRITISH) -> UUID:
    return UUID(alice.post("/applications/new", {"posting": posting}).headers["location"].rpartition("/")[2])


def job_of(alice: Somebody, followed: UUID) -> Job:
    with alice.database.as_person(alice.id) as db:
        return db.exec(
            select(Job).join(Application, Application.job_id == Job.id).where(Application.id == followed)
        ).one()  # type: ignore[arg-type]


def form_of(alice: Somebody, followed: UUID) -> dict[str, str]:
    """What the form shows, as a browser would send it again."""
    page = alice.get(f"/applications/{followed}/job/correct").text
    inputs = re.findall(r'<input id="(\w+)"[^>]*?\s+value="([^"]*)"', page)
    areas = re.findall(r'<textarea id="(\w+)"[^>]*>([^<]*)</textarea>', page)
    chosen = re.findall(r'<select id="(\w+)".*?<option value="([^"]*)" selected', page)
    was = re.findall(r'name="(was)" value="([^"]+)"', page)
    return {name: unescape(said) for name, said in [*inputs, *areas, *chosen, *was]}


def test_facts_say_where_they_are_from(alice: Somebody) -> None:
    followed = saves(alice)
    page = unescape(alice.get(f"/applications/{followed}/job").text)
    assert re.search(
        r'data-fact="stated"><dt>Pay</dt><dd><span class="v" dir="auto">£34,500 a year</span><span class="how">Stated',
        page,
    )
    assert re.search(r'data-fact="unstated"><dt>From home</dt><dd><span class="v" dir="auto">Not stated', page)
    assert "<p>We are unable to sponsor visas for this post.</p>" in page
    job = Job(owner_id=followed, visa=True, said={"visa": {"how": "inferred", "words": "we help you   move"}})
    fact = fact_of(job, "visa")
    assert (fact.value, fact.how, fact.words) == ("Sponsored", "inferred", "we help you move")
    assert [each.how for each in facts_of(Job(owner_id=followed))] == ["unstated"] * 11


def test_what_is_sent_back_unchanged_changes_nothing(alice: Somebody) -> None:
    followed = saves(alice)
    before = job_of(alice, followed)
    said = form_of(alice, followed)
    assert (
        said["salary_low"] == "34500"
        and said["company"] == "Harbour Street Surgery"
        and "NHS pension" in said["benefits"]
    )
    assert alice.post(f"/applications/{followed}/job/correct", said).status_code == 303
    after = job_of(alice, followed)
    assert after.said == before.said and (after.salary_low, after.benefits) == (before.salary_low, before.benefits)


def test_a_fact_is_put_right_and_undone(alice: Somebody) -> None:
    followed = saves(alice)
    said = form_of(alice, followed) | {
        "title": "District nurse", "salary_low": "17.50", "salary_high": "", "period": "hour", "remote": "hybrid",
        "visa": "yes", "years": "0", "required": "Calm\nA car", "closes_on": "2027-01-31", "benefits": "",
    }  # fmt: skip
    answer = alice.post(f"/applications/{followed}/job/correct", said)
    assert answer.status_code == 303
    job = job_of(alice, followed)
    assert (job.title, job.salary_low, job.salary_high, job.period) == (
        "District nurse",
        Decimal("17.5"),
        None,
        Period.HOUR,
    )
    assert (job.remote, job.visa, job.years, job.required, job.benefits) == (
        Remote.HYBRID,
        True,
        0,
        ["Calm", "A car"],
        [],
    )
    assert {job.said[name]["how"] for name in ("title", "salary", "remote", "visa", "required", "closes_on")} == {
        "corrected"
    }
    assert "benefits" not in job.said and job.said["place"]["how"] == "stated"
    page = unescape(alice.get(f"/applications/{followed}/job").text)
    assert "From £17.50 an hour" in page and "You wrote this" in page
    undo(alice, answer)
    assert job_of(alice, followed).title == "Staff Nurse, Community Team"


def test_the_words_of_a_posting_stay_as_they_were(alice: Somebody) -> None:
    followed = saves(alice)
    alice.post(f"/applications/{followed}/job/correct", {**form_of(alice, followed), "text": "Other words"})
    assert job_of(alice, followed).text.startswith("Staff Nurse")
    bare = follows(alice, title="Gardener")
    alice.post(f"/applications/{bare}/job/correct", {**form_of(alice, bare), "text": "Roses.\n\nA lawn."})
    assert job_of(alice, bare).text == "Roses.\n\nA lawn."


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"salary_low": "20", "salary_high": "10"}, "This is less than the least."),
        ({"salary_low": "a lot"}, "Write a sum in figures"),
        ({"currency": "pounds"}, "three letters of a currency"),
        ({"years": "61"}, "between 0 and 60"),
        ({"closes_on": "soon"}, "Write the day as year, month and day"),
        ({"url": "javascript:alert(1)"}, "Write a web address"),
        ({"title": "", "company": ""}, "Say what the job is called"),
        ({"visa": "maybe"}, "Choose one of those listed."),
        ({"required": "Calm\n" * 61}, "These are 61 lines. 60 is the most."),
        ({"benefits": "x" * 301}, "longer than 300 letters"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(alice: Somebody, said: dict[str, str], words: str) -> None:
    followed = saves(alice)
    answer = alice.post(f"/applications/{followed}/job/correct", {**form_of(alice, followed), "place": "Typed", **said})
    assert answer.status_code == 422 and words in unescape(answer.text) and 'value="Typed"' in answer.text
    assert job_of(alice, followed).place == "Whitby, North Yorkshire"


def test_deleting_a_job_puts_its_application_into_the_bin_with_it(alice: Somebody) -> None:
    followed = saves(alice)
    assert "Your application goes into the bin with it." in alice.get(f"/applications/{followed}/job").text
    answer = alice.post(f"/applications/{followed}/remove")
    assert job_of(alice, followed).removed_at is not None
    assert "It lies in the bin, with its job." in alice.get(f"/applications/{followed}").text
    undo(alice, answer)
    assert job_of(alice, followed).removed_at is None


def test_a_stranger_finds_nothing(alice: Somebody, bob: Somebody) -> None:
    followed = saves(alice)
    for address in ("job", "job/correct"):
        assert bob.get(f"/applications/{followed}/{address}").status_code == 404
    assert bob.post(f"/applications/{followed}/job/correct", {"title": "Thief"}).status_code == 404


@pytest.mark.parametrize(
    ("low", "high", "currency", "period", "words"),
    [
        (None, None, "", None, ""),
        (34_500, 34_500, "GBP", Period.YEAR, "£34,500 a year"),
        (110_000, 185_000, "EUR", Period.YEAR, "€110,000 to €185,000 a year"),
        ("17.5", None, "USD", Period.HOUR, "from US$17.50 an hour"),
        (None, 900, "", Period.DAY, "up to 900 a day"),
        (3_000, 3_500, "JPY", None, "JP¥3,000 to JP¥3,500"),
    ],
)
def test_pay_in_words(
    low: str | int | None, high: int | None, currency: str, period: Period | None, words: str
) -> None:
    sums = [Decimal(each) if each is not None else None for each in (low, high)]
    assert pay_words(sums[0], sums[1], currency, period) == words
