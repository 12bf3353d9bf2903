"""Searching one's own career: every word of every kind is found, slips are forgiven, and nobody else's is."""

from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import given, settings, strategies
from litestar import Litestar
from litestar.testing import TestClient
from sqlmodel import SQLModel

from tests.accounts.filled import fill, keeper_of
from tests.world import Somebody
from web.db import Database
from web.profile import search
from web.profile.entries import KINDS
from web.profile.search import find_entries, words_in
from web.profile.tables import ENTRY_TABLES, Profile
from web.settings import Settings

CAREER = (
    ("experience", {"title": "Développeuse C++", "company": "Zürich Insurance", "lines": [
        "Ran Kubernetes clusters, CI/CD and Node.js for forty teams", "软件工程师", "Менеджер проектов"],
        "start_date-year": "2019"}),
    ("experience", {"title": "Python teacher", "company": "O'Neil & Sons", "lines": ["Wrote a course on Zürich"]}),
    ("skill", {"name": "Node.js"}),
    ("interest", {"name": "Łódź by night"}),
)  # fmt: skip


@pytest.fixture
def career(alice: Somebody) -> Somebody:
    for kind, fields in CAREER:
        entry = alice.add(kind, **{"name": fields["name"]} if KINDS[kind].quick else {})
        alice.part(f"/profile/{kind}/{entry}", fields)
    return alice


def found(who: Somebody, words: str) -> list[str]:
    """The headings of what is found, with a mark around each word that was sought."""
    with who.database.as_person(who.id) as db:
        return [said(each.heading) for each in find_entries(db, who.id, who.profile, words)]


def said(runs: search.Runs) -> str:
    return "".join(f"[{words}]" if is_sought else words for words, is_sought in runs)


@pytest.mark.parametrize(
    ("words", "headings"),
    [
        ("kubernetes", ["Développeuse C++"]),
        ("KUBER clu", ["Développeuse C++"]),
        ("c++", ["Développeuse [C++]"]),
        ("developpeuse", ["[Développeuse] C++"]),
        ("développeuse zurich", ["[Développeuse] C++"]),
        ("lodz", ["[Łódź] by night"]),
        ("cd", ["Développeuse C++"]),
        ("js", ["Node.[js]", "Développeuse C++"]),
        ("2019", ["Développeuse C++"]),
        ("МЕНЕДЖЕР", ["Développeuse C++"]),
        ("工程", ["Développeuse C++"]),
        ("o'neil", ["Python teacher"]),
        ("zurich", ["Développeuse C++", "Python teacher"]),
        ("kubernetes python", []),
        ("c#", []),
        ("", []),
        (" \t", []),
        ("'", []),
        ("ʼ", []),
        ("\uff9e", []),
    ],
)
def test_what_is_found(career: Somebody, words: str, headings: list[str]) -> None:
    """What names an entry weighs more than what mentions it."""
    assert found(career, words) == headings


@pytest.mark.parametrize(
    "slip", ["kubernets", "kubrenetes", "kuberntes clusters", "pyhton", "pythn teecher", "insurence"]
)
def test_a_slip_is_forgiven_and_said(career: Somebody, slip: str) -> None:
    page = career.get("/profile/search", params={"q": slip}).text
    assert "These come close" in page and page.count("<li><p") == 1
    assert "These come close" not in career.get("/profile/search", params={"q": "python"}).text


@pytest.mark.parametrize("words", ["pthn", "teh", "cdx", "zzzzzz", "desk", "kubernets desk"])
def test_what_is_far_off_is_not_taken_for_a_slip(career: Somebody, words: str) -> None:
    assert found(career, words) == []


def test_the_line_that_says_most_is_shown_and_marked(career: Somebody) -> None:
    page = career.get("/profile/search/part", params={"q": "kubernetes teams"}).text
    assert "Ran <mark>Kubernetes</mark> clusters, CI/CD and Node.js for forty <mark>teams</mark>" in page
    assert "软件" not in page


def test_a_long_line_is_cut_around_what_was_sought() -> None:
    line = "word " * 200 + "needle" + " word" * 200
    shown = search.shortened(line, ("needle",))
    assert "needle" in shown and len(shown) < 2 * search.MOST_SHOWN
    assert shown.startswith("… word") and shown.endswith("word …")
    assert search.shortened("x" * 500 + " needle", ("needle",)) == "… needle"
    assert search.shortened("needle" + "x" * 500, ("needle",)) == "needle" + "x" * 134 + " …"
    assert search.shortened(line, ("thread",)).endswith("word …")


def test_what_is_removed_is_not_found_until_it_is_back(career: Somebody) -> None:
    entry = career.add("interest", name="Chess")
    assert found(career, "chess") == ["[Chess]"]
    career.part(f"/profile/interest/{entry}/remove", {})
    assert found(career, "chess") == []
    career.part(f"/profile/interest/{entry}/restore", {})
    assert found(career, "chess") == ["[Chess]"]


def test_nobody_elses_and_no_other_profiles_is_found(career: Somebody, bob: Somebody) -> None:
    assert "Kubernetes" not in bob.get("/profile/search", params={"q": "kubernetes"}).text
    with bob.database.as_person(bob.id) as db:
        assert find_entries(db, career.id, career.profile, "kubernetes") == []
    career.post("/profiles", {"name": "Français", "language": "fr"})
    assert "Nothing in your career" in career.get("/profile/search", params={"q": "kubernetes"}).text


def test_the_page_and_its_part_say_the_same_and_lead_to_the_entry(career: Somebody) -> None:
    page, part = (career.get(f"/profile/search{end}", params={"q": "teacher"}).text for end in ("", "/part"))
    assert part.strip() in page and '<form class="search" role="search" action="/profile/search" method="get">' in page
    way = part.partition('href="')[2].partition('"')[0]
    assert 'value="Python teacher"' in career.get(way.partition("#")[0]).text


def test_what_is_sought_stays_text(career: Somebody) -> None:
    career.add("interest", name="<b>Bold</b> & co")
    page = career.get("/profile/search", params={"q": '<script>"bold'}).text
    assert "<script>&#34;" not in page and '<script>"' not in page and "<b>" not in page.replace("</b>", "")
    page = career.get("/profile/search", params={"q": "bold"}).text
    assert "&lt;b&gt;<mark>Bold</mark>&lt;/b&gt; &amp; co" in page


def test_every_word_of_every_kind_is_found(alice: Somebody, settings: Settings) -> None:
    """Each text column and each list: a new one that nobody searches fails here."""
    with keeper_of(settings) as keeper:
        ids = fill(keeper, alice.id, "canary")
    mine = Profile(id=ids["profiles"], owner_id=alice.id)
    with alice.database.as_person(alice.id) as db:
        for table in ENTRY_TABLES:
            name = str(table.__tablename__)
            row = db.execute(sa.select(SQLModel.metadata.tables[name]).where(table.id == ids[name])).mappings().one()
            for column, value in row.items():
                mark = f"canary-{name}-{column}"
                if value in (mark, [mark]) and column != "experience_ids":
                    assert ids[name] in {each.entry.id for each in find_entries(db, alice.id, mine, mark)}, mark


def test_it_takes_as_many_queries_however_long_the_career(career: Somebody) -> None:
    def queries(words: str) -> int:
        asked: list[str] = []
        with career.database.as_person(career.id) as db:
            profile = career.profile
            sa.event.listen(db.connection(), "before_cursor_execute", lambda *args: asked.append(args[2]))
            find_entries(db, career.id, profile, words)
        return len(asked)

    before = queries("zurich"), queries("zurihc")
    for number in range(30):
        career.add("experience", title=f"Baker {number}", company="Zürich")
    assert (queries("zurich"), queries("zurihc")) == before == (2, 4)


def test_a_career_is_read_by_whose_it_is(career: Somebody) -> None:
    """However many careers there are, no table is read from end to end."""
    asked = {"owner": career.id, "profile": career.profile.id, "wanted": "[]", "uncut": [], "most": 20,
             "breaks": search.BREAKS, "spaces": " " * len(search.BREAKS)}  # fmt: skip
    with career.database.as_person(career.id) as db:
        db.execute(sa.text("set local enable_seqscan = off"))
        plan = "\n".join(db.scalars(sa.text(f"explain {search._HAVING.text}"), asked))
    assert "Seq Scan" not in plan
    assert all(f"on {table.__tablename__}" in plan.replace('"', "") for table in ENTRY_TABLES)


@pytest.fixture(scope="module")
def somebody(client: TestClient[Litestar], database: Database) -> tuple[Somebody, UUID, Profile]:
    ann = Somebody("Ann", client, database).start()
    ann.add("interest", name="Chess")
    return ann, ann.id, ann.profile


@settings(max_examples=60, deadline=None)
@given(
    words=strategies.one_of(
        strategies.text(max_size=60), strategies.text(alphabet="'\\&|!<->:*()\"%_ ab+#\x00", max_size=30)
    )
)
def test_no_words_break_it(somebody: tuple[Somebody, UUID, Profile], words: str) -> None:
    ann, owner_id, profile = somebody
    with ann.database.as_person(owner_id) as db:
        assert len(find_entries(db, owner_id, profile, words)) <= 1


@pytest.mark.parametrize("words", ["x" * 10_000, "a " * 5_000, "'" * 10_000, "\x00", "a:*&b", "½ ŉ ʼ", "%_", "\\"])
def test_hostile_words_find_nothing_and_break_nothing(career: Somebody, words: str) -> None:
    assert career.get("/profile/search", params={"q": words}).status_code == 200
    assert len(words_in(words)) <= search.MOST_WORDS
