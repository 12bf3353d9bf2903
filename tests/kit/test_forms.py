"""Reading forms and settling them into rows: the rules, as tables of cases."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.datastructures import FormMultiDict

from web.kit.forms import Form, Line, Lines, PartialDate, Tick, View, mark_of, raw_of, read_marks, settle
from web.profile.forms import AboutForm, ExperienceForm, PreferencesForm


def posted(**fields: Any) -> FormMultiDict:
    return FormMultiDict(
        [(name, one) for name, value in fields.items() for one in (value if isinstance(value, list) else [value])]
    )


class JobForm(Form):
    ranges = (("start", "end"),)

    title: Line = ""
    start: PartialDate = None
    end: PartialDate = None
    lines: Lines = []
    current: Tick = False


@dataclass
class Job:
    title: str = ""
    start: str | None = None
    end: str | None = None
    lines: list[str] = field(default_factory=list)
    current: bool = False
    unsettled: dict[str, Any] = field(default_factory=dict)


def save(job: Job, was: dict[str, str] | None = None, **fields: Any) -> Any:
    return settle(job, JobForm, JobForm.read(posted(**fields)), was or {})


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("", None),
        ("2019", "2019"),
        ("2019-3", "2019-03"),
        ("2019-03-14", "2019-03-14"),
        ("2020-02-29", "2020-02-29"),
    ],
)
def test_a_date_is_kept_at_its_own_precision(typed: str, value: str | None) -> None:
    assert JobForm.check({"start": typed}).values == {"start": value}


@pytest.mark.parametrize(
    "typed", ["20", "2019-13", "2021-02-29", "2019-00", "soon", "-03", "99999", "1800", "2019-1-1-1"]
)
def test_what_is_no_date_is_named(typed: str) -> None:
    reading = JobForm.check({"start": typed})
    assert reading.values == {} and reading.errors["start"]


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "http://",
        "no address",
        "ftp://a.b",
        "http://[::1",
        "file:///etc/passwd",
    ],
)
def test_only_web_addresses_are_web_addresses(typed: str) -> None:
    assert "url" in AboutForm.check({"url": typed}).errors


@pytest.mark.parametrize(
    "typed", ["anna@", "@b.example", "a b@c.example", "a@b", "<a@b.example>", "a@b.example, c@d.example"]
)
def test_half_an_e_mail_address_is_named(typed: str) -> None:
    assert "email" in AboutForm.check({"email": typed}).errors


def test_every_bad_field_is_named_at_once_and_the_good_ones_hold() -> None:
    reading = ExperienceForm.check({"title": "Cook", "start_date": "20", "company_url": "x", "employment_type": "serf"})
    assert set(reading.errors) == {"start_date", "company_url", "employment_type"}
    assert reading.values == {"title": "Cook"}


def test_a_huge_answer_is_refused_in_words() -> None:
    assert "300" in JobForm.check({"title": "x" * 301}).errors["title"]
    assert "lines" in JobForm.check({"lines": ["x"] * 201}).errors


def test_money_is_kept_in_hundredths() -> None:
    assert PreferencesForm.check({"salary_least": "45,000"}).values == {"salary_least": 4_500_000}
    assert PreferencesForm.check({"salary_least": "-1"}).errors


def test_what_is_no_value_waits_beside_the_row() -> None:
    job = Job(start="2019")
    outcome = save(job, start="20")
    assert job.start == "2019" and job.unsettled == {"start": "20"} and outcome.errors["start"]
    assert raw_of(job, "start") == "20"
    outcome = save(job, start="2020")
    assert job.start == "2020" and job.unsettled == {} and outcome.is_whole and outcome.cleared == {"start"}


def test_an_end_before_its_start_waits_until_the_two_agree() -> None:
    job = Job()
    assert save(job, start="2019-05", end="2012").errors.keys() == {"end"}
    assert (job.start, job.end, job.unsettled) == ("2019-05", None, {"end": "2012"})
    assert save(job, start="2010").is_whole
    assert (job.start, job.end, job.unsettled) == ("2010", "2012", {})
    assert save(job, start="2015").errors.keys() == {"end"}
    assert (job.end, job.unsettled) == (None, {"end": "2012"})


def test_the_same_year_is_not_before_a_month_of_it() -> None:
    assert save(Job(), start="2019-05", end="2019").is_whole


def test_two_tabs_on_different_fields_both_win() -> None:
    job = Job(title="Cook", lines=["a"])
    was = read_marks(posted(was=View(job, JobForm, "k").marks))
    assert save(job, was, title="Chef", lines=["a"]).is_whole
    assert save(job, was, title="Cook", lines=["a", "b"]).is_whole
    assert (job.title, job.lines) == ("Chef", ["a", "b"])


def test_two_tabs_on_the_same_field_do_not_overwrite_each_other() -> None:
    job = Job(title="Cook")
    was = {"title": mark_of("Cook")}
    assert save(job, was, title="Chef").is_whole
    outcome = save(job, was, title="Head cook")
    assert outcome.conflicts == {"title": "Head cook"} and job.title == "Chef"
    assert save(job, {}, title="Head cook").is_whole and job.title == "Head cook"


def test_the_same_answer_in_two_tabs_is_no_conflict() -> None:
    job = Job(title="Cook")
    was = {"title": mark_of("Cook")}
    assert save(job, was, title="Chef").is_whole and save(job, was, title="  Chef ").is_whole


def test_after_a_save_the_tab_knows_what_it_wrote_and_not_what_others_wrote() -> None:
    job = Job(title="Cook", lines=["a"])
    was = read_marks(posted(was=View(job, JobForm, "k").marks))
    save(job, was, title="Chef", lines=["a"])
    reading = JobForm.read(posted(title="Cook", lines=["a", "b"]))
    view = View(job, JobForm, "k", settle(job, JobForm, reading, was), reading, was)
    after = read_marks(posted(was=view.marks))
    assert after["title"] == was["title"] and after["lines"] == mark_of(["a", "b"])


def test_an_unticked_box_is_an_answer() -> None:
    job = Job(current=True)
    assert save(job, current=[""]).taken == {"current"} and job.current is False


edits = st.tuples(st.integers(0, 2), st.sampled_from(["title", "start"]), st.sampled_from(["", "a", "2019", "20", "b"]))


@given(st.lists(edits, max_size=30))
def test_no_acknowledged_answer_is_lost_without_a_word(steps: list[tuple[int, str, str]]) -> None:
    """Three tabs type into one row; whatever a tab was told is kept stays until somebody who saw it changes it."""
    job, seen = Job(), [dict.fromkeys(("title", "start"), mark_of("")) for _ in range(3)]
    for tab, name, text in steps:
        before = mark_of(raw_of(job, name))
        outcome = save(job, seen[tab], **{name: text})
        if name in outcome.conflicts:
            assert mark_of(raw_of(job, name)) == before
            seen[tab][name] = before
        else:
            assert before in (seen[tab][name], mark_of(raw_of(job, name)))
            seen[tab][name] = mark_of(raw_of(job, name))
