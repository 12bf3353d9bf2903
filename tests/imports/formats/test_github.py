"""Answers of GitHub's API, however they are put together."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SHARED
from web.imports import format_of
from web.imports.formats import github, jsonresume
from web.kit.jsonresume import Unreadable, tidied

SAMPLE = json.loads((Path(__file__).parents[2] / "samples/imports/github.json").read_text(encoding="utf-8"))
USER, REPOSITORIES = SAMPLE["user"], SAMPLE["repositories"]

CAREER: dict[str, Any] = {
    "basics": {
        "name": "Noa Ben-Ami", "url": "https://noa.example", "summary": "Builds meters.", "location": {"city": "Haifa"},
        "profiles": [{"network": "GitHub", "username": "noab", "url": "https://github.com/noab"},
                     {"network": "Twitter", "username": "noab"}],
    },
    "skills": [{"name": "Programming languages", "keywords": ["Python", "Rust"]}],
    "projects": [
        {"name": "grid", "url": "https://github.com/noab/grid", "keywords": ["Python"], "startDate": "2021-11"},
        {"name": "meter", "description": "Reads meters.", "url": "https://meter.example", "startDate": "2019-03",
         "keywords": ["Rust", "energy", "iot"]},
        {"name": "dotfiles", "description": "Mine.", "url": "https://github.com/noab/dotfiles", "keywords": ["Python"],
         "startDate": "2015-01"},
    ],
    "meta": {"metier": {"projects": [
        {"of": name, "codeUrl": f"https://github.com/noab/{name}"} for name in ("grid", "meter", "dotfiles")
    ]}},
}  # fmt: skip


def read(*values: Any) -> dict[str, Any]:
    body = "\n".join(json.dumps(value) for value in values).encode()
    assert format_of(body, "answer.json") is github
    return github.read(body).career


def test_every_value() -> None:
    assert read(SAMPLE) == CAREER == tidied(CAREER)
    reading = github.read(json.dumps(SAMPLE).encode())
    assert reading.traces["/projects/1/startDate"].whence == "repository noab/meter"
    assert reading.traces["/projects/1/startDate"].words == "2019-03-02T10:00:00Z"
    assert reading.left == [
        "GitHub says “@grid” of where they work; since when and as what it does not say.",
        "Private repositories were left out: 1.",
    ]


def test_answers_one_after_the_other_or_wrapped_otherwise() -> None:
    assert (
        read(USER, REPOSITORIES)
        == read([USER, *REPOSITORIES])
        == read({"profile": USER, "repos": REPOSITORIES})
        == CAREER
    )
    assert read(USER) == {"basics": CAREER["basics"]}
    assert "basics" not in read(REPOSITORIES)


def test_what_is_pinned_comes_before_what_is_starred() -> None:
    pinned = [REPOSITORIES[2], REPOSITORIES[3]]
    assert [one["name"] for one in read({**SAMPLE, "pinned": pinned})["projects"]] == ["dotfiles", "linux"]


def test_languages_by_how_much_is_written_in_them() -> None:
    career = read({**SAMPLE, "languages": {"Rust": 900, "Python": 80, "Shell": 900}})
    assert career["skills"][0]["keywords"] == ["Rust", "Shell", "Python"]


def test_an_answer_of_a_graphql_query() -> None:
    node = {"name": "grid", "nameWithOwner": "noab/grid", "url": "https://github.com/noab/grid", "stargazerCount": 40,
            "primaryLanguage": {"name": "Python"}, "createdAt": "2021-11-02T10:00:00Z", "isFork": False}  # fmt: skip
    user = {"login": "noab", "name": "Noa Ben-Ami", "bio": "Builds meters.", "avatarUrl": "https://x.example/a",
            "websiteUrl": "https://noa.example", "location": "Haifa", "twitterUsername": "noab",
            "pinnedItems": {"nodes": [node]}}  # fmt: skip
    career = read({"data": {"user": user}})
    assert career["basics"] == CAREER["basics"]
    assert career["projects"] == CAREER["projects"][:1]


def test_no_more_projects_than_can_be_pinned() -> None:
    many = [{**REPOSITORIES[0], "name": f"r{n}", "full_name": f"noab/r{n}", "stargazers_count": n} for n in range(30)]
    reading = github.read(json.dumps([USER, many]).encode())
    assert [one["name"] for one in reading.career["projects"]] == ["r29", "r28", "r27", "r26", "r25", "r24"]
    assert "Of 30 repositories, the 6 with the most stars were taken." in reading.left


@pytest.mark.parametrize(
    "value",
    [{"basics": {"name": "A", "profiles": [{"network": "GitHub", "username": "a", "url": "https://github.com/a"}]}},
     {"work": [{"name": "GitHub"}], "projects": [{"name": "a", "url": "https://github.com/a/a"}]}, {}, {"user": {}}],
)  # fmt: skip
def test_a_resume_is_no_answer_of_github(value: Any) -> None:
    assert format_of(json.dumps(value).encode(), "resume.json") is jsonresume


@pytest.mark.parametrize(
    ("value", "words"),
    [({**USER, "type": "Organization"}, "an organisation"), ([{**REPOSITORIES[4]}], "says nothing of a career")],
)
def test_what_is_nobodys_career_says_so(value: Any, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        github.read(json.dumps(value).encode())


@pytest.mark.parametrize(
    "user",
    [
        {**USER, "name": 3, "bio": ["x"], "blog": {"a": 1}, "location": None},
        {**USER, "name": {"login": "b", "html_url": 1}},
    ],
)
def test_values_of_the_wrong_kind_say_nothing(user: Any) -> None:
    assert "name" not in read(user)["basics"]


@pytest.mark.skipif(not (SHARED / "github").exists(), reason="no ../shared/data/github beside this checkout")
def test_githubs_own_examples() -> None:
    folder = SHARED / "github/openapi-examples"
    user, repositories = (
        json.loads((folder / f"{name}.json").read_text()) for name in ("users_username--default-response", "users_username_repos--default")
    )  # fmt: skip
    career = read(user, repositories)
    assert career["basics"]["name"] == "monalisa octocat" and career["basics"]["email"] == "octocat@github.com"
    assert career["projects"][0]["keywords"] == ["octocat", "atom", "electron", "api"]
