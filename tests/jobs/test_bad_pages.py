"""Pages and texts that are broken, enormous or meant to do harm: they are read within what the app allows a page."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.jobs.test_sources import page_of
from web.jobs.fetching import MEMORY, SECONDS
from web.jobs.loose_json import loads
from web.jobs.postings import Posting
from web.jobs.reading import Page, read_page, read_text, sources
from web.kit.workshop import Child

MEGA = 1_000_000
JOB = '{"@type": "JobPosting", "title": "Baker %d", "description": "<p>Bakes.</p>"}'
LD = '<html><head><script type="application/ld+json">%s</script></head><body><h1>Baker</h1></body></html>'


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    """Reads as the app does behind a link: a process that is stopped at its seconds and its memory."""
    with Child("web.jobs.fetching:read_here", seconds=SECONDS, memory=MEMORY) as child:
        yield child


@pytest.fixture(scope="module")
def words() -> Iterator[Child]:
    """Reads pasted words, held to the same."""
    with Child("web.jobs.reading:read_text", seconds=SECONDS, memory=MEMORY) as child:
        yield child


def read_in(child: Child, text: str, media_type: str = "text/html") -> list[Any]:
    """What the child answers; raises TooSlow, TooLarge or Crashed."""
    return list(child.ask("https://example.org/1", media_type, text.encode(), "2026-11-22"))


def page(text: str | bytes, media_type: str = "text/html") -> Page:
    return Page("https://example.org/1", media_type, text if isinstance(text, bytes) else text.encode())


HUGE = {
    "deep lists": "[" * MEGA, "deep objects": '{"a":' * (MEGA // 5), "open quotes": '{"a": ' + '\\"' * (MEGA // 2), "one string": '"' + "a" * MEGA,
    "many quotes": LD % ('"JobPosting' * (MEGA // 11)), "backslashes": LD % ('"JobPosting' + "\\" * MEGA), "commas": LD % ('["JobPosting"' + "," * MEGA),
    "deep JSON-LD": LD % ('{"JobPosting":' * (MEGA // 14)), "many braces": LD % ("JobPosting" + "{}" * (MEGA // 2)), "open tags": "<div>" * (MEGA // 5),
    "open angles": "<" * MEGA, "an attribute": f'<p class="{"a " * (MEGA // 2)}">', "entities": "&lt;" * (MEGA // 4), "a word": "a" * MEGA,
    "many lines": "<br>a" * (MEGA // 5), "microdata": '<p itemscope itemtype="https://schema.org/JobPosting" itemprop="x">' * (MEGA // 66),
    "comments": "JobPosting" + "<!--" * (MEGA // 4), "scripts": "JobPosting" + "<script " * (MEGA // 8), "ends": "JobPosting<script>" + "</scrip" * (MEGA // 7),
    "xml": '<?xml version="1.0"?><rss>' + "<item>" * (MEGA // 6), "laughs": '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa">]><rss>&a;</rss>',
}  # fmt: skip
TEXTS = {
    "sums": "$1 - " * 40_000, "numbers": "1,000." * 30_000, "digits": "1" * 200_000, "labels": "a: b\n" * 40_000, "a label": "a" * 200_000 + ": b",
    "salaries": "Salary: £1 - £2 per\n" * 10_000, "dates": "apply by 1. 1. 1. " * 10_000, "names": "At Aa Bb Cc Dd Ee Ff, " * 8_000, "years": "5 years 5 years " * 10_000,
    "brackets": "(" * 100_000 + ")" * 100_000, "commas": "A, " * 60_000, "technologies": "Python, Go, R / C " * 10_000, "spaces": " " * 200_000 + "x", "dashes": "- " * 100_000,
    "capitals": "A" * 200_000, "words": "Aa " * 60_000, "candidature": "candidature " * 15_000, "sponsor": "not able to " * 15_000, "bewerb": "bewerb" * 30_000,
    "looking": "looking for a " * 12_000, "full-time": "full-time, " * 18_000, "headings": "Requirements:\n" * 14_000, "plus": "a plus " * 25_000, "without": "without a " * 20_000,
}  # fmt: skip


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_a_page_of_a_megabyte_is_read(child: Child, text: str) -> None:
    assert len(read_in(child, text)) <= 1


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_made_to_be_slow_is_read(words: Child, text: str) -> None:
    assert words.ask(text)["text"]
    assert words.ask(f"Baker\n\n{text}\n\nRequirements\n- {text}")["title"] == "Baker"


def test_ten_thousand_postings_in_a_page(child: Child) -> None:
    jobs = LD % f"[{','.join(JOB % number for number in range(10_000))}]"
    assert len(read_page(page(jobs))) == 10_000
    assert len(read_in(child, jobs)) == 2


BROKEN = {
    "a comma too many": '{"@type": "JobPosting", "title": "Baker", "skills": ["SAP",],}', "a comma too few": '{"@type": "JobPosting" "title": "Baker"}',
    "cut short": '{"@graph": [{"@type": "JobPosting", "title": "Baker", "description": "Bakes', "a line end": '{"@type": "JobPosting", "title": "Ba\nker"}',
    "CDATA": '//<![CDATA[\n{"@type": "JobPosting", "title": "Baker"};\n//]]>', "a comment": '<!-- {"@type": "JobPosting", "title": "Baker"} -->',
    "entities": "{&quot;@type&quot;: &quot;JobPosting&quot;, &quot;title&quot;: &quot;Baker&quot;}", "an escape": r'{"@type": "JobPosting", "title": "Bak\er"}',
    "a list of types": '{"@type": ["Thing", "http://schema.org/JobPosting"], "title": "Baker"}', "several at once": '{"a": 1}{"@type": "JobPosting", "title": "Baker"}',
    "a value that is none": '{"@type": "JobPosting", "title": "Baker", "datePosted": undefined, "baseSalary": NaN}', "inside": '{"a": {"b": [[{"@type": "JobPosting", "title": "Baker"}]]}}',
}  # fmt: skip


@pytest.mark.parametrize("script", BROKEN.values(), ids=BROKEN)
def test_broken_json_is_read_as_it_was_meant(script: str) -> None:
    (posting,) = read_page(page(LD % script))
    assert posting.title.replace(" ", "") == "Baker"
    assert posting.source == "schema_org"


def test_json_is_repaired_and_nothing_else() -> None:
    assert loads('{"a": "x, }", "b": [1, 2,, 3,],}') == {"a": "x, }", "b": [1, 2, 3]}
    assert loads('{"a": {"b": [true, null') == {"a": {"b": [True, None]}}
    assert loads("{'a': b}") == {"a": "b"}
    assert [loads(text) for text in ("", "nothing", "[" * 5_000)] == [None, "nothing", None]


KINDS = [
    "null",
    "true",
    "0",
    "-1",
    "1e999",
    '"x"',
    "[]",
    "{}",
    "[null]",
    '[{"@type": []}]',
    '{"value": []}',
    '{"address": [1]}',
    '[["x"]]',
    '"\\u0000"',
]


@pytest.mark.parametrize("value", KINDS)
def test_fields_of_another_kind_are_empty(value: str) -> None:
    names = [
        "title",
        "description",
        "hiringOrganization",
        "jobLocation",
        "baseSalary",
        "employmentType",
        "datePosted",
        "validThrough",
        "identifier",
        "skills",
        "jobBenefits",
        "url",
        "jobLocationType",
        "experienceRequirements",
        "applicantLocationRequirements",
        "qualifications",
        "responsibilities",
        "salaryCurrency",
    ]
    job = '{"@type": "JobPosting", ' + ", ".join(f'"{name}": {value}' for name in names) + "}"
    for posting in read_page(page(LD % job)):
        assert posting.salary_low is None and posting.posted_on is None
        assert_can_be_kept(posting)


def assert_can_be_kept(posting: Posting) -> None:
    for value in vars(posting).values():
        for words in value if isinstance(value, list) else [value]:
            assert "\0" not in str(words)
            str(words).encode()


def test_what_json_can_spell_and_no_database_keeps_is_gone() -> None:
    job = r'{"@type": "JobPosting", "title": "Ba\u0000ker", "description": "\ud800Bakes\u0000", "hiringOrganization": "Cr\u0001umb\udfff", "skills": ["S\u0000AP"], "url": "https://x.example/\u0000"}'
    (posting,) = read_page(page(LD % job))
    assert (posting.title, posting.company, posting.required, posting.url) == (
        "Baker",
        "Crumb",
        ["SAP"],
        "https://x.example/",
    )
    assert_can_be_kept(posting)


@pytest.mark.parametrize("name", sources())
def test_answers_with_fields_of_another_kind_are_quiet(name: str) -> None:
    """Every value of the samples in turn is something else: a source reads around it."""
    sample = page_of(name)
    if sample.json is None:
        return
    for changed in _each_changed(sample.json):
        for posting in read_page(page(json.dumps(changed), "application/json")):
            assert_can_be_kept(posting)


def _each_changed(value: object, most: int = 120) -> list[object]:
    text = json.dumps(value)
    places = [at for at, sign in enumerate(text) if sign == ":" and text[at - 1] == '"'][:most]
    changed = []
    for at in places:
        decoder = json.JSONDecoder()
        start = at + 2
        try:
            _, end = decoder.raw_decode(text, start)
            changed.append(json.loads(text[:start] + '[{"x": ["\\u0000"]}]' + text[end:]))
        except ValueError:
            continue
    return changed


def test_addresses_lead_to_the_web_and_nowhere_else() -> None:
    job = '{"@type": "JobPosting", "title": "Baker", "url": "%s"}'
    for url in ("javascript:alert(1)", "data:text/html,x", "ftp://x.example/a", "//x.example/a", "/jobs/1"):
        assert [posting.url for posting in read_page(page(LD % (job % url)))] == ["https://example.org/1"]
    lever = [{"hostedUrl": "javascript:alert(1)", "applyUrl": " https://x.example", "text": "Baker"}]
    (posting,) = read_page(page(json.dumps(lever), "application/json"))
    assert (posting.title, posting.url, posting.apply_url) == ("Baker", "", "https://x.example")


ENCODED = [
    ("utf-8", "text/html"), ("utf-8-sig", "text/html"), ("utf-16", "text/html"), ("windows-1252", "text/html; charset=ISO-8859-1"), ("windows-1252", "text/html"),
    ("utf-8", "text/html; charset=made-up"), ("utf-8", "text/html; charset=punycode"),
]  # fmt: skip


@pytest.mark.parametrize(("encoding", "media_type"), ENCODED)
def test_pages_in_every_encoding(encoding: str, media_type: str) -> None:
    body = "<html><body><h1>Bäcker für Köln</h1><p>Standort: Köln – und noch ein wenig mehr.</p></body></html>".encode(
        encoding
    )
    (posting,) = read_page(page(body, media_type))
    assert (posting.title, posting.place) == ("Bäcker für Köln", "Köln – und noch ein wenig mehr.")


@pytest.mark.parametrize(
    ("encoding", "title"),
    [
        ("windows-1251", "Пекарь"),
        ("koi8-r", "Пекарь"),
        ("shift_jis", "パン職人"),
        ("gb2312", "面包师"),
        ("iso-8859-2", "Piekař"),
    ],
)
def test_the_encoding_that_a_page_names(encoding: str, title: str) -> None:
    body = f'<html><head><meta charset="{encoding}"><title>{title}</title></head><body><p>{title}: bread, cake and tea</p></body></html>'.encode(
        encoding
    )
    assert [posting.title for posting in read_page(page(body))] == [title]


def test_letters_that_control_something_are_gone() -> None:
    for posting in (
        *read_page(page(b"<h1>Ba\x00ker</h1><p>Bakes bread, every day of the week.\x07\x00</p>")),
        read_text("Ba\x00ker\x08\n\x1b[31mBakes \ud800 bread"),
    ):
        assert posting.title == "Baker"
        assert not {"\x00", "\x07", "\x08", "\x1b", "\ud800"} & set(posting.text)


UNSEEN = "\u00ad\u200b\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"


def test_what_nobody_sees_hides_nothing() -> None:
    """A mark that turns what follows around would turn the rest of the page with it."""
    words = "Sa\u200blary: £30,\u2060000 a year\nLoca\u00adtion: Le\u2066eds" + UNSEEN
    markup = f"<p>{words.replace(chr(10), '<br>')}&shy;&#8238;</p>"
    job = {"@type": "JobPosting", "title": f"Ba\u202eker{UNSEEN}", "description": markup}
    for posting in (
        read_text(f"Ba\u00adker\u202e\n{words}"),
        *read_page(page(f"<h1>Ba&shy;ker&#8238;</h1>{markup}")),
        *read_page(page(LD % json.dumps(job))),
    ):
        assert posting.title == "Baker"
        assert (posting.salary_low, posting.place) == (30_000, "Leeds")
        assert not set(UNSEEN) & set(posting.text + posting.said["salary"].words)


def test_right_to_left() -> None:
    posting = read_text("مطور برمجيات\n\nالمتطلبات: Python و Docker\nLocation: Dubai")
    assert (posting.title, posting.place) == ("مطور برمجيات", "Dubai")
    assert posting.required == ["Python", "Docker"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"\x89PNG\r\n\x1a\n" * 50,
        b"\x00\xff" * 500,
        b"%PDF-1.7",
        b"{}",
        b"[]",
        b"null",
        b"<html></html>",
        b"\xff\xfe",
    ],
)
def test_what_is_no_posting_is_none(body: bytes) -> None:
    assert read_page(page(body)) == []
    assert read_page(page(body, "application/json")) == []
    assert read_page(page(body, "application/xml")) == []


@pytest.mark.parametrize("text", ["", "\n\n", "\0", "?", "1", "- ", "$", "::", "\u2028"])
def test_a_text_that_says_nothing(text: str) -> None:
    posting = read_text(text)
    assert posting == Posting(title=posting.title, text=posting.text, said=posting.said)
