"""What works: tables of cases for the rules, what the database counts, and no figure without its count."""

import re
import xml.etree.ElementTree as ElementTree
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.applications.test_bring_csv import brought, everything
from tests.world import Somebody
from web.applications.columns import Says
from web.applications.counting import Counts, count
from web.applications.drawing import bar
from web.applications.figures import ENOUGH, funnel, in_short, percent, replies, share_of, stays
from web.applications.spreadsheets import csv_of
from web.applications.stages import STAGES
from web.applications.tables import Kind, Moment

# --- rules -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "count", "share"), [(0, 0, None), (9, 9, None), (0, 10, 0.0), (5, 10, 0.5), (10, 10, 1.0)]
)
def test_below_ten_there_is_no_share(part: int, count: int, share: float | None) -> None:
    assert share_of(part, count) == share


@pytest.mark.parametrize(
    ("share", "words"), [(0, "0%"), (0.001, "1%"), (0.5, "50%"), (0.999, "99%"), (1, "100%"), (1 / 3, "33%")]
)
def test_nothing_is_rounded_to_none_or_all(share: float, words: str) -> None:
    assert percent(share) == words


def test_each_step_is_a_share_of_the_one_before() -> None:
    rows = funnel({0: 10, 1: 12, 2: 5, 3: 2, 4: 1})
    assert [(row.name, row.counted, row.says, row.length) for row in rows] == [
        ("Saved", "30", "", 1),
        ("Applied", "20 of 30", "67%", 20 / 30),
        ("In conversation", "8 of 20", "40%", 8 / 30),
        ("Offered", "3 of 8", "too few to say", 3 / 30),
        ("Accepted", "1 of 3", "too few to say", 1 / 30),
    ]
    assert [(row.count, row.counted, row.says) for row in funnel({0: 3})] == [
        (3, "3", ""), (0, "0 of 3", "too few to say"), *[(0, "0", "")] * 3,
    ]  # fmt: skip
    assert [row.count for row in funnel({})] == [0, 0, 0, 0, 0]


def test_replies_come_by_how_many_there_are_and_months_in_their_order() -> None:
    counted = {"B": (12, 3), "A": (4, 4), "": (20, 0)}
    assert [(row.name, row.counted, row.says, row.length) for row in replies("resume", counted)] == [
        ("No résumé chosen", "0 of 20", "0%", 0),
        ("B", "3 of 12", "25%", 0.25),
        ("A", "4 of 4", "too few to say", None),
    ]
    months = {f"2025-{number:02}": (10, number) for number in range(1, 13)} | {"2026-01": (10, 0), "2024-12": (7, 1)}
    rows = replies("month", months)
    assert (rows[0].name, rows[11].name, rows[12].name, rows[12].counted, rows[12].says) == (
        "2026-01", "2025-02", "Before that", "2 of 17", "12%",
    )  # fmt: skip
    assert sum(row.count for row in rows) == 137
    assert [row.name for row in replies("month", {"": (30, 0), "2026-01": (1, 0)})] == ["2026-01", "No day"]


def test_stays_are_by_stage_and_the_longest_is_the_whole() -> None:
    counted = {"applied": (20, 10.5), "screening": (10, 1.0), "saved": (9, 99e9), "rejected": (50, 1.0)}
    assert [(row.name, row.length, row.counted, row.says) for row in stays(STAGES, counted)] == [
        ("Saved", None, "9 stays", "too few to say"),
        ("Applied", 1.0, "20 stays", "10 days"),
        ("Screening", 1 / 10.5, "10 stays", "a day"),
    ]


@pytest.mark.parametrize(
    ("reached", "words"),
    [
        ({}, "There is nothing to count yet."),
        ({0: 3}, "You saved three, and applied for none yet."),
        ({1: 9}, "You applied for nine: too few to say what works."),
        ({0: 5, 1: 10, 2: 4}, "Of 14 you applied for, 4 came to a conversation."),
    ],
)
def test_the_sentence_above(reached: dict[int, int], words: str) -> None:
    assert in_short(funnel(reached)) == words


@pytest.mark.parametrize(
    ("length", "widths"), [(0.5, ["100", "50"]), (0, ["100", "0"]), (7, ["100", "100"]), (None, [])]
)
def test_a_bar_is_as_long_as_its_share_and_needs_no_style(length: float | None, widths: list[str]) -> None:
    drawn = str(bar(length))
    root = ElementTree.fromstring(drawn)
    assert [each.attrib["width"] for each in root.iter("rect")] == widths
    assert ("dasharray" in drawn) is (length is None) and root.attrib["aria-hidden"] == "true"
    assert not re.search(r"style|script|on\w+=", drawn)


# --- what the database counts ----------------------------------------------------------------------------------------


def counted(who: Somebody) -> Counts:
    with who.database.as_person(who.id) as db:
        return count(db, who.id)


def row(number: int, **said: str) -> dict[Says, str]:
    return {Says.TITLE: f"Job {number}", Says.COMPANY: "Oak"} | {Says[name]: value for name, value in said.items()}


def test_how_far_each_came_whatever_became_of_it(alice: Somebody, bob: Somebody) -> None:
    brought(
        alice,
        csv_of([
            row(1, STAGE="Saved"), row(2, STAGE="Applied", APPLIED_ON="2026-03-01"),
            row(3, STAGE="Rejected", APPLIED_ON="2026-03-01"), row(4, STAGE="Interview"), row(5, STAGE="Withdrawn"),
            row(6, STAGE="Accepted"),
        ]),
    )  # fmt: skip
    assert counted(alice).reached == {0: 2, 1: 2, 2: 1, 4: 1}
    [talking] = (application for application, _ in everything(alice) if application.stage == "interview")
    alice.post(f"/applications/{talking.id}/move", {"stage": "rejected"})
    assert counted(alice).reached == {0: 2, 1: 2, 2: 1, 4: 1}
    assert counted(bob).reached == {}


def test_what_was_answered_by_source_and_month(alice: Somebody) -> None:
    links: list[dict[str, str]] = [{"URL": "https://www.board.example/1"}, {"URL": "https://board.example/2"}, {}]
    said = [
        row(1, STAGE="Applied", APPLIED_ON="2026-03-01", RESPONSE="receipt", **links[0]),
        row(2, STAGE="Applied", APPLIED_ON="2026-03-09", RESPONSE="question", **links[1]),
        row(3, STAGE="Rejected", APPLIED_ON="2026-04-01", **links[2]),
        row(4, STAGE="Interview", APPLIED_ON="2026-04-01", **links[2]),
        row(5, STAGE="Saved"),
    ]
    brought(alice, csv_of(said))
    found = counted(alice).replies
    assert found["source"] == {"": (2, 2), "board.example": (2, 1)}
    assert found["month"] == {"2026-03": (2, 1), "2026-04": (2, 2)}
    assert found["resume"] == {"": (4, 3)}


def test_how_long_a_stay_was_is_told_once_it_ended(alice: Somebody) -> None:
    brought(alice, csv_of([row(1, STAGE="Applied", APPLIED_ON="2026-03-01", SAVED_ON="2026-03-01")]))
    [(application, _)] = everything(alice)
    with alice.database.as_person(alice.id) as db:
        at = datetime(2026, 3, 1, 12, tzinfo=UTC) + timedelta(days=6)
        moved = {"from": "Applied", "to": "Screening", "stage": "screening"}
        db.add(
            Moment(owner_id=alice.id, application_id=application.id, kind=Kind.MOVED, at=at, zone="UTC", detail=moved)
        )
    found = counted(alice)
    assert found.stays["applied"] == (1, 6) and "screening" not in found.stays
    assert found.reached == {2: 1}


def test_no_stay_is_counted_from_a_day_that_nobody_said(alice: Somebody) -> None:
    said = [
        row(1, STAGE="Rejected", APPLIED_ON="2026-03-01"),  # when it was refused is not known, nor when it was saved
        row(2, STAGE="Rejected", SAVED_ON="2026-02-01", APPLIED_ON="2026-02-03", RESPONSE_ON="2026-02-07"),
    ]
    brought(alice, csv_of(said))
    assert counted(alice).stays == {"saved": (1, 2), "applied": (1, 4)}


def test_by_the_resume_that_went_out(alice: Somebody) -> None:
    alice.post("/resumes/default/design", {"design": "classic"})
    brought(alice, csv_of([row(1, STAGE="Applied", RESUME="Résumé")]))
    found = counted(alice).replies
    assert (found["resume"], found["design"]) == ({"Résumé": (1, 0)}, {"classic": (1, 0)})


def test_a_change_shows_at_once(alice: Somebody) -> None:
    brought(alice, csv_of([row(1)]))
    assert counted(alice).reached == {0: 1} and counted(alice).reached == {0: 1}
    [(application, _)] = everything(alice)
    moved = alice.post(f"/applications/{application.id}/move", {"stage": "applied"}).headers["location"]
    assert counted(alice).reached == {1: 1}
    alice.post(f"/applications/acts/{re.findall('done=([0-9a-f-]+)', moved)[0]}/undo")
    assert counted(alice).reached == {0: 1}


def test_a_figure_is_never_older_than_what_it_counts(alice: Somebody) -> None:
    """Whoever changes what is counted, and however: a moment that goes, a job put right, an answer, a name."""
    link = {"URL": "https://board.example/1"}
    brought(alice, csv_of([row(1, STAGE="Interview", APPLIED_ON="2026-03-01", RESUME="Résumé", **link)]))
    assert counted(alice).reached == {2: 1}
    say(alice, "update applications set stage = 'applied'")
    assert counted(alice).reached == {2: 1}
    say(alice, "delete from moments where detail->>'stage' = 'interview'")
    assert (counted(alice).reached, counted(alice).replies["source"]) == ({1: 1}, {"board.example": (1, 0)})
    say(alice, "update applications set response = 'question'")
    assert counted(alice).replies["source"] == {"board.example": (1, 1)}
    say(alice, "update jobs set url = 'https://elsewhere.example'")
    say(alice, "update resumes set name = 'For kitchens'")
    found = counted(alice).replies
    assert (found["source"], found["resume"]) == ({"elsewhere.example": (1, 1)}, {"For kitchens": (1, 1)})
    say(alice, "update moments set detail = jsonb_build_object('stage', 'offer') where kind = 'moved'")
    assert counted(alice).reached == {3: 1}


def say(who: Somebody, words: str) -> None:
    with who.database.as_person(who.id) as db:
        db.execute(sa.text(words))


def test_what_lies_in_the_bin_is_not_counted(alice: Somebody) -> None:
    brought(alice, csv_of([row(1, STAGE="Applied", SAVED_ON="2026-03-01", APPLIED_ON="2026-03-02"), row(2)]))
    [binned] = (application for application, _ in everything(alice) if application.stage == "applied")
    alice.post(f"/applications/{binned.id}/remove")
    assert (counted(alice).reached, counted(alice).stays) == ({0: 1}, {})
    say(alice, "update applications set removed_at = null")
    assert (counted(alice).reached, counted(alice).stays) == ({0: 1, 1: 1}, {"saved": (1, 1)})


def test_the_page_says_every_number_with_its_count(alice: Somebody) -> None:
    assert "There is nothing to count yet." in alice.get("/applications/figures").text
    said = [
        row(each, STAGE="Interview" if each % 4 == 0 else "Applied", APPLIED_ON="2026-03-01")
        for each in range(ENOUGH + 2)
    ]
    brought(alice, csv_of(said))
    page = alice.get("/applications/figures").text
    assert "Of 12 you applied for, 3 came to a conversation." in page
    assert page.count("3 of 12, <b>25%</b>") >= 4 and page.count("<table") == 5
    assert page.count("<svg") == page.count('scope="row"') == 9  # a bar for every line
    for line in re.findall(r"<td>(.*?)</td>", page):
        assert re.fullmatch(r"[\d,]+|[\d,]+ of [\d,]+, <(b|i)>.+</\1>|[\d,]+ stays?, <(b|i)>.+</\2>", line), line
