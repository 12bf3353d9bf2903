"""The same posting twice: by its address, or by what it says."""

import pytest

from web.jobs.postings import Posting
from web.jobs.sameness import fingerprint_of, key_of

SAME = [
    ("https://boards.greenhouse.io/acme/jobs/12", ["http://boards.greenhouse.io/acme/jobs/12/", "https://BOARDS.greenhouse.io/acme/jobs/12?gh_src=abc&utm_source=x#app", "https://boards.greenhouse.io/acme//jobs/12?ref=home"]),
    ("https://jobs.lever.co/acme/5ac2", ["https://jobs.lever.co/acme/5ac2/apply?lever-source=LinkedIn", "https://jobs.lever.co/acme/5ac2/?lever-origin=applied&lever-source%5B%5D=x"]),
    ("https://acme.example/careers?gh_jid=44", ["https://www.acme.example/careers/?utm_campaign=a&gh_jid=44&fbclid=z", "https://acme.example:443/careers?gh_jid=44"]),
    ("https://acme.example/stelle/b%C3%A4cker", ["https://acme.example/stelle/bäcker/", "https://acme.example/Stelle/B%c3%a4cker"]),
]  # fmt: skip
OTHERS = [
    "https://acme.example/careers?gh_jid=44", "https://acme.example/careers?gh_jid=45", "https://acme.example/careers", "https://acme.example/#/jobs/1",
    "https://acme.example/#/jobs/2", "https://jobs.acme.example/careers?gh_jid=44", "https://acme.example:8443/careers?gh_jid=44",
]  # fmt: skip
NONE = [
    "",
    "not an address",
    "ftp://x.example/a",
    "https://",
    "javascript:alert(1)",
    "http://[::1",
    "mailto:a@b.example",
    "//x.example/a",
]


@pytest.mark.parametrize(("address", "others"), SAME, ids=[address for address, _ in SAME])
def test_addresses_of_one_posting(address: str, others: list[str]) -> None:
    assert key_of(address)
    assert {key_of(other) for other in others} == {key_of(address)}


def test_addresses_of_several() -> None:
    assert len({key_of(address) for address in OTHERS}) == len(OTHERS)
    assert [key_of(address) for address in NONE] == [""] * len(NONE)
    assert key_of(f"https://acme.example/?{'&'.join(f'a{n}=1' for n in range(5_000))}")


def test_words_of_one_posting() -> None:
    one = Posting(
        company="Café Rosé GmbH", title="Bäcker (m/w/d)", place="Köln", text="Wir backen Brot.\n\nUnd Kuchen."
    )
    same = Posting(
        company="cafe rose gmbh", title="Bäcker  (m/w/d)", place="Köln ", text="Wir backen Brot. Und Kuchen!"
    )
    other = Posting(company="Café Rosé GmbH", title="Bäcker (m/w/d)", place="Bonn", text=one.text)
    assert fingerprint_of(one) == fingerprint_of(same) != fingerprint_of(other)
    long = "Brot " * 60
    assert fingerprint_of(Posting(text=f"{long}heute")) == fingerprint_of(Posting(text=f"{long}morgen"))


def test_what_says_too_little_is_like_nothing_else() -> None:
    assert [fingerprint_of(posting) for posting in (Posting(), Posting(title="Baker"), Posting(company="Acme"))] == [
        "",
        "",
        "",
    ]
    assert fingerprint_of(Posting(title="Baker", company="Acme"))
