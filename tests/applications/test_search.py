"""Finding an application: by its posting, its people, its notes, and by slips of the pen."""

import pytest
from sqlalchemy import text

from tests.applications.test_bring_csv import brought
from tests.world import Somebody
from web.applications.columns import Says
from web.applications.search import KINDS, MOST, Hit, find_applications
from web.applications.spreadsheets import csv_of

ROWS = [
    {
        Says.TITLE: "Head Baker", Says.COMPANY: "Fernhill & Söhne", Says.PLACE: "Bath", Says.CONTACT: "Ada Loafsmith",
        Says.CONTACT_ROLE: "Recruiter", Says.NOTES: "They like sourdough.\nThe commute is long.",
        Says.TEXT: "We bake at night.\nYou know C++ and viennoiserie.\nYou love flour.",
    },
    {Says.TITLE: "Developer", Says.COMPANY: "Ferryman", Says.NOTES: "Baker Street", Says.STEP: "Ring Zoë"},
    {Says.TITLE: "料理人", Says.COMPANY: "東京食堂"},
    {Says.TITLE: "Повар", Says.COMPANY: "Łódź Œuvres", Says.TEXT: "Straße 5, Việt Nam, Αθήνα"},
]  # fmt: skip


MANY = 130  # more than are looked at closely


@pytest.fixture
def filled(alice: Somebody) -> Somebody:
    brought(alice, csv_of(ROWS))
    return alice


def found(who: Somebody, words: str) -> list[Hit]:
    with who.database.as_person(who.id) as db:
        return find_applications(db, who.id, words)


def plain(hits: list[Hit]) -> list[tuple[str, str]]:
    return [("".join(words for words, _ in each.heading), each.kind) for each in hits]


FOUND = {
    "baker": [("Head Baker", "in the posting"), ("Developer", "in your notes")],  # what is called so comes first
    "BAK": [("Head Baker", "in the posting"), ("Developer", "in your notes")],
    "sohne": [("Head Baker", "in the posting"), ("Head Baker", "somebody you know there")],
    "viennoiserie night": [("Head Baker", "in the posting")],
    "c++": [("Head Baker", "in the posting")],
    "loafsmith": [("Head Baker", "somebody you know there")],
    "sourdough": [("Head Baker", "in your notes")],
    "zoe": [("Developer", "on the way")],
    "料理": [("料理人", "in the posting")],
    "повар": [("Повар", "in the posting")],
    "lodz œuvres": [("Повар", "in the posting")],
    "STRASSE viet αθηνα": [("Повар", "in the posting")],
    "fernhill' OR 1=1 --": [],
    "baker:* & !night": [("Head Baker", "in the posting")],
    "%": [],
    "__": [],
    "nothing of that": [],
    "& | ! '": [],
    "": [],
}


@pytest.mark.parametrize(("words", "hits"), FOUND.items(), ids=list(FOUND))
def test_what_is_found(filled: Somebody, words: str, hits: list[tuple[str, str]]) -> None:
    assert plain(found(filled, words)) == hits


@pytest.mark.parametrize("words", ["fernhil", "Fernhlil", "bakre", "loafsmth", "sourdouhg", "sonhe"])
def test_slips_of_the_pen_are_forgiven(filled: Somebody, words: str) -> None:
    [hit, *_] = found(filled, words)
    assert plain([hit])[0][0] == "Head Baker"
    runs = hit.heading + hit.beside + hit.line
    assert any(is_sought for _, is_sought in runs)


def test_a_slip_in_the_beginning_of_a_long_word_is_marked_where_it_is_meant(alice: Somebody) -> None:
    brought(alice, csv_of([{Says.TITLE: "Infrastrukturplanungsabteilung"}]))
    [hit] = found(alice, "infrastruktr")
    assert hit.heading == [("Infrastrukturplanungsabteilung", True)]


def test_what_is_nearest_to_a_slip_comes_first(alice: Somebody) -> None:
    brought(alice, csv_of([{Says.TITLE: name} for name in ("Bakery hand", "Baker", "Backer of horses")]))
    assert plain(found(alice, "bakre"))[0] == ("Baker", "in the posting")


def test_what_is_called_so_comes_first_however_many_only_say_it(alice: Somebody) -> None:
    said = [{Says.TITLE: f"Cook {number}", Says.TEXT: "Oats every day."} for number in range(MANY)]
    brought(alice, csv_of([*said[:MANY], {Says.TITLE: "Oats buyer"}, {Says.TITLE: "Clerk", Says.NOTES: "No oats."}]))
    hits = plain(found(alice, "oats"))
    assert hits[0] == ("Oats buyer", "in the posting") and len(hits) == MOST
    with alice.database.as_person(alice.id) as db:
        db.execute(
            text("""update applications set removed_at = now() where job_id in
                           (select id from jobs where title <> 'Clerk')""")
        )
    assert plain(found(alice, "oats")) == [("Clerk", "in your notes")]
    assert plain(found(alice, "cook")) == []


def test_words_of_a_change_are_found_and_those_before_it_are_not(filled: Somebody) -> None:
    with filled.database.as_person(filled.id) as db:
        db.execute(text("update jobs set company = 'Ashgrove' where company = 'Ferryman'"))
        db.execute(text("update applications set notes = 'Millet' where notes <> ''"))
    assert plain(found(filled, "ashgrove")) == [("Developer", "in the posting")]
    assert found(filled, "ferryman") == [] == found(filled, "sourdough")
    assert len(found(filled, "millet")) == 2


@pytest.mark.parametrize(
    "words", ["x" * 500_000, "a\x00b baker", "\ud7ff \u202e baker", "' | ! & <-> :* ( \\", "% _ %%"]
)
def test_whatever_is_sent_gets_a_page(filled: Somebody, words: str) -> None:
    with filled.database.as_person(filled.id) as db:
        assert {hit.kind for hit in find_applications(db, filled.id, words)} <= set(KINDS.values())
    answer = filled.get("/applications/search", params={"q": words[:20_000]})
    assert answer.status_code == 200 and len(answer.text) < 20_000


def test_words_are_marked_in_the_line_that_says_them(filled: Somebody) -> None:
    page = filled.get("/applications/search", params={"q": "viennoiserie"}).text
    assert "You know C++ and <mark>viennoiserie</mark>." in page and "We bake at night" not in page
    assert filled.part("/applications/search/part?q=viennoiserie").text.strip() in page
    assert '<p class="pencil">Saved, in the posting</p>' in page and "Found in one place." in page
    assert '<p class="pencil">Saved</p>' in filled.get("/applications/search?q=head").text  # its heading says it
    assert "They like <mark>sourdough</mark>." in filled.get("/applications/search?q=sourdough").text


def test_nobody_finds_what_is_anothers(filled: Somebody, bob: Somebody) -> None:
    assert found(bob, "baker") == [] == found(bob, "bakre")
    with bob.database.as_person(bob.id) as db:
        assert db.execute(text("select * from find_words(array['baker'], false, 20)")).all() == []
    with bob.database.as_nobody() as db:
        assert db.execute(text("select * from find_words(array['baker'], false, 20)")).all() == []


def test_what_lies_in_the_bin_is_not_found(filled: Somebody) -> None:
    with filled.database.as_person(filled.id) as db:
        db.execute(text("update applications set removed_at = now()"))
    assert [found(filled, words) for words in ("baker", "loafsmith", "sourdough", "zoe")] == [[], [], [], []]
