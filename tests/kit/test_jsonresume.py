"""What a JSON Resume file may be, and what is said of one that is not."""

import json
from typing import Any

import pytest

from web.kit.jsonresume import (
    LARGEST_FILE,
    MOST_PROBLEMS,
    Unreadable,
    canonical,
    compact,
    parse,
    written,
)


def read(data: Any) -> dict[str, Any]:
    return parse(json.dumps(data).encode())


def problems_of(body: bytes) -> list[str]:
    with pytest.raises(Unreadable) as refused:
        parse(body)
    return [str(problem) for problem in refused.value.problems]


def problems_in(data: Any) -> list[str]:
    return problems_of(json.dumps(data).encode())


# --- files ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "This file is empty."),
        (b" \n\t", "This file is empty."),
        (b"\xef\xbb\xbf", "This file is empty."),
        (b"\xff\xd8\xff\xe0JFIF", "This is not text: byte 1 is not UTF-8."),
        (b"{", "This is not JSON: line 1, column 2: Expecting property name enclosed in double quotes."),
        (b'{"basics": {}\n "work": []}', "This is not JSON: line 2, column 2: Expecting ',' delimiter."),
        (b"[]", "This is JSON, but not a résumé: a list stands where an object belongs."),
        (b"3", "This is JSON, but not a résumé: the number 3 stands where an object belongs."),
        (b"null", "This is JSON, but not a résumé: nothing (null) stands where an object belongs."),
        (b'{"name": "x"}', "This is JSON, but not a résumé: it has no basics, work, education, skills or the like."),
        (b'{"basics": {"name": "a", "name": "b"}}', '"name" stands twice in one object; keep one of them.'),
        (b'{"basics": {"x": NaN}}', "NaN is not a number that JSON knows."),
        (b'{"basics": {"x": -Infinity}}', "-Infinity is not a number that JSON knows."),
        (b'{"basics": {"x": 1e999}}', "1e999 is too large a number."),
        (b'{"basics": {"x": ' + b"9" * 5_000 + b"}}", "A number in this file has too many digits."),
        (b'{"work": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "This is nested too deeply; 20 levels are the most."),
        (b" " * (LARGEST_FILE + 1), "This file has more than 1,000,000 bytes, the most that is read."),
    ],
)
def test_a_file_that_is_no_resume_is_told_why(body: bytes, words: str) -> None:
    assert problems_of(body) == [words]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_encoding_of_unicode_is_read(encoding: str) -> None:
    assert parse('{"basics": {"name": "Zoë 漢字"}}'.encode(encoding)) == {"basics": {"name": "Zoë 漢字"}}


def test_more_than_the_cap_is_refused_and_white_space_does_not_count() -> None:
    data: dict[str, Any] = {"basics": {"name": "A"}, "work": [{"summary": "x" * 7_000} for _ in range(14)]}
    assert parse(json.dumps(data, indent=40).encode()) == data
    data["work"] *= 2
    assert problems_in(data) == ["This résumé says 196,452 bytes; 100,000 is the most one may have."]


# --- values --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"work": {}}, "work: an object stands where a list belongs"),
        ({"work": ["Acme"]}, "work[0]: text stands where an object belongs"),
        ({"basics": []}, "basics: a list stands where an object belongs"),
        ({"basics": {"phone": 441234}}, "basics.phone: the number 441234 stands where text belongs; put it in quotes"),
        ({"basics": {"name": True}}, "basics.name: true or false stands where text belongs"),
        ({"basics": {"profiles": [{}, {"url": {}}]}}, "basics.profiles[1].url: an object stands where text belongs"),
        ({"work": [{"highlights": "One"}]}, "work[0].highlights: text stands where a list belongs"),
        ({"skills": [{"keywords": [["a"]]}]}, "skills[0].keywords[0]: a list stands where text belongs"),
        ({"work": [{}, {}, {"startDate": "2019-13"}]},
         'work[2].startDate: "2019-13" is not a date; write 2019, 2019-03 or 2019-03-14'),
        ({"work": [{"startDate": "March"}]},
         'work[0].startDate: "March" is not a date; write 2019, 2019-03 or 2019-03-14'),
        ({"work": [{"startDate": "present"}]},
         'work[0].startDate: "present" is not a date; write 2019, 2019-03 or 2019-03-14'),
        ({"awards": [{"date": "2023-02-29"}]}, 'awards[0].date: "2023-02-29" is not a day in the calendar'),
        ({"work": [{"startDate": "2019-05", "endDate": "2019-04-30"}]},
         'work[0].endDate: "2019-04-30" is before its start, "2019-05"'),
        ({"basics": {"url": " java\nscript:alert(1)"}},
         'basics.url: " java\\nscript:alert(1)" is not a web address; write https://example.org'),
        ({"basics": {"image": "data:text/html,<script>"}},
         'basics.image: "data:text/html,<script>" is not a web address; write https://example.org'),
        ({"work": [{"position": "x" * 301}]}, "work[0].position: 301 letters are too many; 300 is the most"),
        ({"basics": {"name": "a\0b"}}, "basics.name: the letter NUL cannot be kept; take it out"),
        ({"basics": {"x": ["\ud800"]}}, "basics.x[0]: half of a letter (a lone surrogate) cannot be kept; take it out"),
        ({"basics": {"name": "A"}, "meta": {"metier": {"work": [{"employmentType": "slave"}]}}},
         'meta.metier.work[0].employmentType: "slave" is none of full-time, part-time, contract, freelance, temporary, '
         "internship, apprenticeship, voluntary, family"),
        ({"basics": {"name": "A"}, "meta": {"metier": {"skills": [{"level": 9}]}}},
         "meta.metier.skills[0].level: the number 9 is not a whole number from 1 to 5"),
        ({"basics": {"name": "A"}, "meta": {"metier": {"preferences": {"salaryLeast": 5, "salaryMost": 4}}}},
         "meta.metier.preferences.salaryMost: 4 is less than salaryLeast, 5"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_with_its_place(data: Any, words: str) -> None:
    assert problems_in(data) == [words]


def test_depth_is_named_where_it_is_too_much() -> None:
    deep: Any = "x"
    for _ in range(30):
        deep = [deep]
    assert problems_in({"basics": {"deep": deep}}) == [
        f"basics.deep{'[0]' * 18}: this is nested too deeply; 20 levels are the most"
    ]


def test_all_problems_come_at_once_but_not_without_end() -> None:
    assert problems_in({"basics": {"name": 1}, "work": [{"name": 2, "endDate": "soon"}], "skills": 3}) == [
        "basics.name: the number 1 stands where text belongs; put it in quotes",
        "work[0].name: the number 2 stands where text belongs; put it in quotes",
        'work[0].endDate: "soon" is not a date; write 2019, 2019-03 or 2019-03-14',
        "skills: the number 3 stands where a list belongs",
    ]
    assert len(problems_in({"work": [{"name": 1}] * 1_000})) == MOST_PROBLEMS
    with pytest.raises(Unreadable, match=r"^work\[0\].name: .* \(and 1 more\)$"):
        read({"work": [{"name": 1}, {"name": 2}]})


@pytest.mark.parametrize(
    ("given", "understood"),
    [
        ({"work": [{"endDate": "Present"}]}, {"work": [{"endDate": "present"}]}),
        ({"work": [{"endDate": "current"}]}, {"work": [{"endDate": "present"}]}),
        ({"work": [{"startDate": "2019-3"}]}, {"work": [{"startDate": "2019-03"}]}),
        ({"work": [{"startDate": "2019-03-14T00:00:00.000Z"}]}, {"work": [{"startDate": "2019-03-14"}]}),
        ({"work": [{"startDate": "2019-03-14", "endDate": "2019"}]}, None),
        ({"work": [{"startDate": "", "endDate": None}, None]}, {"work": [{"startDate": ""}]}),
        ({"work": [{"company": "Acme", "website": "https://acme.example"}]},
         {"work": [{"name": "Acme", "url": "https://acme.example"}]}),
        ({"work": [{"company": "Acme", "name": "Acme Ltd"}]}, None),
        ({"projects": [{"company": "Acme"}]}, None),
        ({"basics": {"picture": "a.png", "location": "Berlin"}},
         {"basics": {"image": "a.png", "location": {"text": "Berlin"}}}),
        ({"basics": {"image": "data:image/png;base64,AAAA", "url": "example.org:80/x"}}, None),
        ({"basics": {"name": "", "profiles": []}, "work": [], "x": None, "y": [None, {"z": None}]}, None),
        ({"basics": {"name": "<b>&amp;</b> 🙂 e\u0301 שלום", "summary": "w" * 2_000}}, None),
    ],
)  # fmt: skip
def test_what_real_files_do_is_understood_without_losing_anything(given: Any, understood: Any) -> None:
    assert read(given) == (given if understood is None else understood)


# --- one order -----------------------------------------------------------------------------------------------------


def test_canonical_orders_keys_and_nothing_else() -> None:
    one = {
        "x": {"b": 1, "a": 2},
        "work": [{"zeta": 1, "position": "", "name": "A"}],
        "basics": {"label": "l", "name": "n"},
    }
    assert json.dumps(canonical(one)) == json.dumps(
        {
            "basics": {"name": "n", "label": "l"},
            "work": [{"name": "A", "position": "", "zeta": 1}],
            "x": {"a": 2, "b": 1},
        }
    )


def test_compact_leaves_out_what_says_nothing_but_not_what_nobody_knows() -> None:
    assert compact(
        {"basics": {"name": "", "x": ""}, "work": [{}, {"name": "A", "highlights": ["", "b"]}], "skills": []}
    ) == {
        "basics": {"x": ""},
        "work": [{"name": "A", "highlights": ["b"]}],
    }


def test_a_written_file_reads_back_equal() -> None:
    data = {"work": [{"name": "Zoë 漢字 🙂", "x": [1, 2.5, None, True]}], "basics": {"name": ""}}
    assert parse(written(data).encode()) == data
