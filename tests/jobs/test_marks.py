"""What is shown of a pasted posting says of each fact whether it stands there, was worked out, or is not stated."""

import re
from html import unescape

import pytest

from tests.jobs.truth import SAMPLES
from tests.world import Somebody

STATED, INFERRED, NOT = "stated", "inferred", "unstated"
MARKS = {
    "pasted_recruiter": {  # prose: who and where are worked out, as is the year of a day
        "Pay": INFERRED, "Contract": STATED, "Where": INFERRED, "From home": STATED, "Needs": INFERRED,
        "Welcome": INFERRED, "Experience": NOT, "Benefits": NOT, "Visa": STATED, "Posted": NOT, "Closes": INFERRED,
    },
    "pasted_board": {  # passages under headings
        "Pay": STATED, "Contract": STATED, "Where": STATED, "From home": STATED, "Needs": STATED, "Welcome": STATED,
        "Experience": STATED, "Benefits": STATED, "Visa": STATED, "Posted": NOT, "Closes": NOT,
    },
    "pasted_swiss": {  # another language, a town that no list has, a deadline without its year
        "Pay": STATED, "Contract": NOT, "Where": STATED, "From home": STATED, "Needs": STATED, "Welcome": NOT,
        "Experience": STATED, "Benefits": STATED, "Visa": NOT, "Posted": NOT, "Closes": INFERRED,
    },
    "american": {  # who asks for the right to work is taken not to sponsor
        "Pay": STATED, "Contract": STATED, "Where": STATED, "From home": STATED, "Needs": NOT, "Welcome": NOT,
        "Experience": STATED, "Benefits": STATED, "Visa": INFERRED, "Posted": NOT, "Closes": STATED,
    },
    "sparse": dict.fromkeys((
        "Pay", "Contract", "Where", "From home", "Needs", "Welcome", "Experience", "Benefits", "Visa", "Posted", "Closes",
    ), NOT),
}  # fmt: skip


@pytest.mark.parametrize("name", MARKS)
def test_every_fact_on_the_page_has_its_mark(alice: Somebody, name: str) -> None:
    words = (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")
    saved = alice.post("/applications/new", {"posting": words}).headers["location"]
    page = unescape(alice.get(f"{saved}/job").text)
    assert {label: how for how, label in re.findall(r'data-fact="(\w+)"><dt>([^<]+)', page)} == MARKS[name]
    for how, beside in re.findall(r'data-fact="(\w+)">.*?</span>(.*?)</dd>', page):
        assert (how == NOT) == (beside == "") and ("Worked out from “" in beside) == (how == INFERRED)
