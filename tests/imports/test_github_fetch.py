"""What GitHub shows of a user, asked of a server that speaks as GitHub does, and of one that does not."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.kit.test_outbound import Answer, Site, saying
from web.imports import format_of
from web.imports.github import LARGEST_ANSWER, NO_NAME, SILENT, fetch_github, user_in
from web.kit.jsonresume import Unreadable
from web.kit.outbound import Outbound
from web.settings import ROOT

SAMPLE = ROOT / "tests/samples/imports/github.json"
EXAMPLES = ROOT.parent / "shared/data/github/openapi-examples"

USER = "/users/ada-lovelace"
REPOSITORIES = f"{USER}/repos?sort=pushed&per_page=100"
ADA = {"login": "ada-lovelace", "type": "User", "name": "Ada Lovelace", "bio": "Poetical science. 数", "blog": ""}
ENGINE = {"name": "engine", "fork": False, "language": "Python", "stargazers_count": 12, "description": "Ends “soon”"}
NOTES = {"name": "notes", "fork": False, "language": None, "stargazers_count": 0, "description": None}
FORK = {"name": "linux", "fork": True, "language": "C", "stargazers_count": 9}


def as_json(said: Any, status: int = 200, **headers: str) -> Answer:
    return saying(json.dumps(said).encode(), status, Content_Type="application/json; charset=utf-8", **headers)


@pytest.fixture(scope="module")
def server() -> Iterator[Site]:
    with Site(host="127.0.0.1") as site:
        yield site


@pytest.fixture
def github(server: Site) -> Site:
    server.asked.clear()
    server.answers = {USER: as_json(ADA), REPOSITORIES: as_json([ENGINE, FORK, NOTES])}
    return server


def fetch(github: Site, typed: str = "ada-lovelace") -> bytes:
    return fetch_github(Outbound(), f"http://127.0.0.1:{github.port}", typed)


def refusal(github: Site, typed: str = "ada-lovelace") -> str:
    with pytest.raises(Unreadable) as refused:
        fetch(github, typed)
    return str(refused.value)


def test_a_user_and_what_is_theirs_come_as_one_file(github: Site) -> None:
    assert json.loads(fetch(github)) == {"user": ADA, "repositories": [ENGINE, NOTES]}
    assert [path for path, _ in github.asked] == [USER, REPOSITORIES]
    for _, said in github.asked:
        assert said["Accept"] == "application/vnd.github+json" and said["X-GitHub-Api-Version"] == "2022-11-28"
        assert said["User-Agent"] == "Metier" and "Authorization" not in said, "GitHub answers nobody without a name"


def test_what_is_fetched_is_what_the_format_reads(github: Site) -> None:
    said = json.loads(SAMPLE.read_text())
    career = read_after_fetching(github, said["user"], said["repositories"])
    assert career["basics"]["name"] == "Noa Ben-Ami" and career["skills"][0]["keywords"] == ["Python", "Rust"]
    assert [project["name"] for project in career["projects"]] == ["grid", "meter", "dotfiles"]


@pytest.mark.skipif(not EXAMPLES.exists(), reason="no ../shared/data/github beside this checkout")
def test_githubs_own_examples_are_fetched_and_read(github: Site) -> None:
    names = ("users_username--default-response", "users_username_repos--default")
    user, repositories = (json.loads((EXAMPLES / f"{name}.json").read_text()) for name in names)
    career = read_after_fetching(github, user, repositories)
    assert career["basics"]["name"] == "monalisa octocat"
    assert [project["name"] for project in career["projects"]] == ["Hello-World"]


def read_after_fetching(github: Site, user: dict[str, Any], repositories: list[dict[str, Any]]) -> dict[str, Any]:
    github.answers = {f"/users/{user['login']}": as_json(user)}
    github.answers[f"/users/{user['login']}/repos?sort=pushed&per_page=100"] = as_json(repositories)
    body = fetch(github, user["login"])
    format = format_of(body)
    assert format and format.NAME == "GitHub"
    return format.read(body).career  # type: ignore[no-any-return]


def test_who_has_a_new_name_is_found_by_the_old_one(github: Site) -> None:
    github.answers["/users/ada"] = saying(b"", 301, Location="/user/1815")
    github.answers["/user/1815"] = as_json(ADA)
    github.answers["/users/ada/repos?sort=pushed&per_page=100"] = as_json([], 200)
    assert json.loads(fetch(github, "ada"))["user"] == ADA


def test_a_hundred_large_repositories_fit(github: Site) -> None:
    many = [{**ENGINE, "name": f"engine-{n}", "description": "x" * 10_000} for n in range(100)]
    github.answers[REPOSITORIES] = as_json(many)
    assert json.loads(fetch(github))["repositories"] == many


NAMES = {
    "ada-lovelace": "ada-lovelace", " Ada ": "Ada", "@ada": "ada", "a": "a", "7": "7", "a" * 39: "a" * 39, "a-" * 19 + "a": "a-" * 19 + "a",
    "github.com/ada": "ada", "https://github.com/ada": "ada", "https://www.GitHub.com/ada/": "ada", "http://github.com/ada": "ada",
    "": "", "@": "", "-ada": "", "ada-": "", "a--b": "", "a" * 40: "", "a-" * 20 + "a": "", "ada_lovelace": "", "ada lovelace": "", "ádá": "", "ada.": "",
    "..": "", "../orgs": "", "ada/engine": "", "https://github.com/ada/engine": "", "https://gitlab.com/ada": "", "https://evil.example/@ada": "",
    "ada?x=1": "", "ada#": "", "ada%2Frepos": "", "ada\nX-Mine: 1": "", "ada\0": "", "https://github.com.evil.example/ada": "", "１２": "", "\u212a": "", "\u017f": "",
}  # fmt: skip


@pytest.mark.parametrize("typed", NAMES)
def test_a_name_is_one_of_githubs(github: Site, typed: str) -> None:
    assert user_in(typed) == NAMES[typed]
    if not NAMES[typed]:
        assert refusal(github, typed) == NO_NAME and github.asked == []


def test_nobody_by_that_name_is_told(github: Site) -> None:
    github.answers["/users/nobody"] = as_json({"message": "Not Found", "status": "404"}, 404)
    assert refusal(github, "nobody") == "GitHub knows nobody by the name of nobody. Is it spelt right?"
    github.answers[REPOSITORIES] = as_json({"message": "Not Found"}, 404)
    assert "ada-lovelace" in refusal(github), "gone between the two questions"


LIMITS: dict[str, tuple[int, Callable[[], dict[str, str]], str]] = {
    "the hour is used up": (403, lambda: {"X_RateLimit_Remaining": "0", "X_RateLimit_Reset": str(int(time.time()) + 60 * 23 - 20)}, "in 23 minutes"),
    "over in a moment": (429, lambda: {"X_RateLimit_Remaining": "0", "X_RateLimit_Reset": str(int(time.time()) - 5)}, "in a minute"),
    "too quick": (429, lambda: {"Retry_After": "90"}, "in 2 minutes"),
    "a clock that is wrong": (403, lambda: {"X_RateLimit_Remaining": "0", "X_RateLimit_Reset": "99999999999"}, "in an hour"),
    "blocked, with questions left": (403, lambda: {"X_RateLimit_Remaining": "12", "X_RateLimit_Reset": str(int(time.time()) + 60)}, "in an hour"),
    "no hint": (403, dict, "in an hour"),
    "nonsense": (429, lambda: {"Retry_After": "Sat, 21 Nov 2026 19:40:33 GMT"}, "in an hour"),
}  # fmt: skip


@pytest.mark.parametrize("limit", LIMITS)
def test_who_asks_too_often_is_told_when_to_come_back(github: Site, limit: str) -> None:
    status, headers, when = LIMITS[limit]
    github.answers[REPOSITORIES] = as_json({"message": "API rate limit exceeded"}, status, **headers())
    assert refusal(github).endswith(f"Please try again {when}.")


TROUBLE: dict[str, Answer] = {
    "broken": as_json({"message": "Server Error"}, 502),
    "gone": lambda request: request.connection.close(),
    "a page": saying(b"<html>", 200, Content_Type="text/html"),
    "another kind": as_json("Ada"),
    "nested": saying(b"[" * 100_000),
    "not UTF-8": saying(b'{"name": "\xff"}'),
    "huge": saying(b" " * (LARGEST_ANSWER + 1)),
    "inward": saying(b"", 302, Location="http://169.254.169.254/"),
    "in a circle": saying(b"", 302, Location=USER),
}


@pytest.mark.parametrize("trouble", TROUBLE)
@pytest.mark.parametrize("path", [USER, REPOSITORIES], ids=["user", "repositories"])
def test_github_in_trouble_is_told_in_words(github: Site, trouble: str, path: str) -> None:
    github.answers[path] = TROUBLE[trouble]
    assert refusal(github) == SILENT
