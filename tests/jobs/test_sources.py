"""Every source on the shelf keeps the contract: it knows its own answers, and nobody else's, and where to ask for one."""

import json
from types import ModuleType

import pytest

from tests.jobs.truth import ADDRESS, SAMPLES, THEIRS
from web.jobs.reading import Page, address_to_ask, read_page, sources

ID = "5ac21346-8e0c-4494-8e7a-3eb92ff77902"
ASKED = [
    ("https://boards.greenhouse.io/lanternworks/jobs/4410027008?gh_src=x", "https://boards-api.greenhouse.io/v1/boards/lanternworks/jobs/4410027008?pay_transparency=true"),
    ("https://job-boards.eu.greenhouse.io/lantern-works/jobs/44#app", "https://boards-api.greenhouse.io/v1/boards/lantern-works/jobs/44?pay_transparency=true"),
    ("https://boards.greenhouse.io/embed/job_app?for=lanternworks&token=4410027008", "https://boards-api.greenhouse.io/v1/boards/lanternworks/jobs/4410027008?pay_transparency=true"),
    (f"https://jobs.lever.co/tidewrack/{ID}/apply", f"https://api.lever.co/v0/postings/tidewrack/{ID}?mode=json"),
    (f"https://jobs.eu.lever.co/tidewrack/{ID}", f"https://api.eu.lever.co/v0/postings/tidewrack/{ID}?mode=json"),
    ("https://apply.workable.com/olive-ink/j/9a3ff0bb12/", "https://apply.workable.com/api/v1/accounts/olive-ink/jobs/9A3FF0BB12"),
    ("https://jobs.smartrecruiters.com/BriocheCo/744000012345678-pastry-chef", "https://api.smartrecruiters.com/v1/companies/BriocheCo/postings/744000012345678"),
    ("https://kiezladen.recruitee.com/o/werkstudent-marketing?utm_source=x", "https://kiezladen.recruitee.com/api/offers/werkstudent-marketing"),
    ("https://mossgate.bamboohr.com/careers/52", "https://mossgate.bamboohr.com/careers/52/detail"),
    ("https://alpenrot.eightfold.ai/careers/job/446700001", "https://alpenrot.eightfold.ai/api/apply/v2/jobs/446700001"),
    ("https://careers-kestrel.icims.com/jobs/3301/tool-and-die-maker/job", "https://careers-kestrel.icims.com/jobs/3301/tool-and-die-maker/job?in_iframe=1"),
    (f"https://ats.rippling.com/en-GB/quill/jobs/{ID}", f"https://ats.rippling.com/api/v2/board/quill/jobs/{ID}"),
    ("https://waterstaat.wd3.myworkdayjobs.com/en-US/Careers/job/Utrecht/Hydrologist_JR-2201/apply", "https://waterstaat.wd3.myworkdayjobs.com/wday/cxs/waterstaat/Careers/job/Utrecht/Hydrologist_JR-2201"),
]  # fmt: skip
READ_AS_THEY_ARE = [
    f"https://jobs.ashbyhq.com/figleaf/{ID}", "https://saar.jobs.personio.de/job/990017", "https://example.org/jobs/1",
    "https://boards.greenhouse.io/lanternworks", "https://evil.example/?x=https://jobs.lever.co/a/" + ID, "not an address", "",
    "https://boards.greenhouse.io.evil.example/lanternworks/jobs/1", "https://evil.example/jobs.lever.co/tidewrack/" + ID,
]  # fmt: skip


def page_of(name: str) -> Page:
    path = next(path for path in SAMPLES.iterdir() if path.stem == name)
    return Page(ADDRESS, "", path.read_bytes())


@pytest.mark.parametrize(("name", "source"), sources().items(), ids=list(sources()))
def test_a_source_knows_and_reads_its_sample(name: str, source: ModuleType) -> None:
    page = page_of(name)
    assert source.NAME
    assert [other for other, each in sources().items() if each.recognises(page)] == [name]
    postings = source.parse(page)
    assert postings and all(posting.title for posting in postings)
    assert [posting.source for posting in read_page(page)] == [name] * len(postings)


@pytest.mark.parametrize(("name", "source"), sources().items(), ids=list(sources()))
def test_a_source_leaves_alone_what_it_does_not_know(name: str, source: ModuleType) -> None:
    """And does not fall over what its own answers may be like one day."""
    lists = ("jobs", "data", "items", "result", "content", "offers", "positions", "jobPostings")
    strange = json.dumps({name: [None, 3, "x", {}, {"title": 1, "name": []}] for name in lists}).encode()
    for body in (b"", b"[]", b"{}", b"null", strange, b"<html></html>", b"<rss/>", b"\xff\xfe\x00"):
        page = Page(ADDRESS, "", body)
        assert not source.recognises(page)
        assert not any(posting.salary_low or posting.posted_on for posting in source.parse(page))
    assert source.ask("https://example.org/jobs/1") == ""


@pytest.mark.parametrize(("address", "asked"), ASKED)
def test_a_public_interface_is_asked_for_just_the_posting(address: str, asked: str) -> None:
    assert address_to_ask(address) == asked
    assert address_to_ask(asked) in ("", asked)


@pytest.mark.parametrize("address", READ_AS_THEY_ARE)
def test_other_pages_are_read_as_they_are(address: str) -> None:
    assert address_to_ask(address) == ""


@pytest.mark.skipif(not THEIRS.exists(), reason="no ../shared/data/jobs beside this checkout")
def test_the_answers_of_every_source_are_known_by_it() -> None:
    for path in sorted((THEIRS / "ats").iterdir()):
        if path.suffix != ".md":
            postings = read_page(Page("", "", path.read_bytes()))
            assert {posting.source for posting in postings} == {path.stem}, path.name
