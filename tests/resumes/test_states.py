"""The history of a résumé: undo, redo and going back lose nothing, whoever writes, and take little room."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlmodel import Session, select

from tests.world import Somebody
from web.kit.visits import NotFound
from web.profile.queries import default_profile
from web.profile.tables import Profile
from web.resumes import tailoring as t
from web.resumes.actions import resume_of
from web.resumes.deltas import (
    SMALL,
    Content,
    differences,
    holds,
    packed,
    spread,
    squeeze,
    squeeze_like,
    with_differences,
)
from web.resumes.states import (
    AT_FIRST,
    ELSEWHERE,
    ChangedMeanwhile,
    career_at,
    changing,
    content_in,
    content_of,
    redo,
    restore,
    seen_of,
    state_of,
    states_of,
    steps_of,
    undo,
)
from web.resumes.tables import Resume, ResumeState, Taking
from web.resumes.tailoring import HEAD, Tailoring

FIELDS = ("summary", "headline")


@pytest.fixture
def mine(db: Session, alice: Somebody) -> tuple[Resume, Profile]:
    return resume_of(db, alice.id, "default", lock=True)


def write(db: Session, resume: Resume, profile: Profile, field: str, words: str) -> None:
    with changing(db, resume, profile, f"Changed {field}", touches=field):
        tailoring = Tailoring.read(resume.tailoring)
        resume.tailoring = t.say(tailoring, HEAD, {field: words}, {field: getattr(profile, field)}).kept()


def said(content: Content, field: str) -> str:
    wordings: dict[str, Any] = content["tailoring"].get("wordings", {})
    return str(wordings.get(HEAD, {}).get("said", {}).get(field, ""))


def design(db: Session, resume: Resume, profile: Profile, slug: str) -> None:
    with changing(db, resume, profile, f"Took the design {slug}"):
        resume.design = slug


def whats(db: Session, resume: Resume) -> list[str]:
    return [state.what for state in states_of(db, resume)]


# --- one by one ------------------------------------------------------------------------------------------------------


def test_undo_and_redo_go_step_by_step_and_say_what_they_would_do(db: Session, mine: tuple[Resume, Profile]) -> None:
    resume, profile = mine
    assert steps_of(db, resume).undo == ""
    design(db, resume, profile, "classic")
    design(db, resume, profile, "modern")
    assert steps_of(db, resume).undo == "Took the design modern"
    assert undo(db, resume, profile, seen_of(resume)) and resume.design == "classic"
    steps = steps_of(db, resume)
    assert (steps.undo, steps.redo) == ("Took the design classic", "Took the design modern")
    assert undo(db, resume, profile, seen_of(resume)) and resume.design == "margin"
    assert not undo(db, resume, profile, seen_of(resume))
    assert redo(db, resume, profile, seen_of(resume)) and redo(db, resume, profile, seen_of(resume))
    assert not redo(db, resume, profile, seen_of(resume)) and resume.design == "modern"


def test_who_writes_on_after_an_undo_loses_nothing(db: Session, mine: tuple[Resume, Profile]) -> None:
    resume, profile = mine
    design(db, resume, profile, "classic")
    undo(db, resume, profile, seen_of(resume))
    design(db, resume, profile, "modern")
    assert whats(db, resume) == ["Took the design modern", "Took the design classic", AT_FIRST]
    assert not redo(db, resume, profile, seen_of(resume))
    undo(db, resume, profile, seen_of(resume))
    assert redo(db, resume, profile, seen_of(resume)) and resume.design == "modern"
    restore(db, resume, profile, states_of(db, resume)[1])
    assert resume.design == "classic"
    assert undo(db, resume, profile, seen_of(resume)) and resume.design == "modern"


def test_typing_is_one_step_until_a_minute_or_another_field(db: Session, mine: tuple[Resume, Profile]) -> None:
    resume, profile = mine
    for words in ("Ran", "Ran a kit", "Ran a kitchen", "Ran a busy kitchen"):
        write(db, resume, profile, "summary", words)
    write(db, resume, profile, "headline", "Cook")
    assert whats(db, resume) == ["Changed headline", "Changed summary", AT_FIRST]
    a_minute_goes_by(db)
    write(db, resume, profile, "headline", "Cook in Leeds")
    assert whats(db, resume)[:2] == ["Changed headline"] * 2


@pytest.mark.parametrize("change", ["Ran a pub", "Ran", "", "Ran a kitchens", "Ran an akitchen", "Ran a kit chen"])
def test_words_that_would_go_make_a_step(db: Session, mine: tuple[Resume, Profile], change: str) -> None:
    resume, profile = mine
    write(db, resume, profile, "headline", "Cook")
    a_minute_goes_by(db)
    write(db, resume, profile, "summary", "Ran a kitchen")
    write(db, resume, profile, "summary", change)
    grew = change == "Ran a kitchens"
    assert any("Ran a kitchen" in said(content_in(db, state), "summary") for state in states_of(db, resume))
    assert len(states_of(db, resume)) == (3 if grew else 4)


def test_what_somebody_named_took_along_or_went_on_from_is_never_written_over(
    db: Session, mine: tuple[Resume, Profile]
) -> None:
    resume, profile = mine
    write(db, resume, profile, "headline", "Cook")
    write(db, resume, profile, "summary", "Ran")
    state_of(db, resume, resume.state_id).name = "Sent to Calder Valley"  # type: ignore[arg-type]
    write(db, resume, profile, "summary", "Ran a")
    db.add(
        Taking(
            owner_id=resume.owner_id, resume_id=resume.id, format="pdf", state_id=resume.state_id, revision=1, bytes=1
        )
    )
    db.flush()
    write(db, resume, profile, "summary", "Ran a kitchen")
    design(db, resume, profile, "classic")
    undo(db, resume, profile, seen_of(resume))
    write(db, resume, profile, "summary", "Ran a kitchen in Leeds")
    kept = {said(content_in(db, state), "summary") for state in states_of(db, resume)}
    assert {"Ran", "Ran a", "Ran a kitchen", "Ran a kitchen in Leeds"} <= kept


def test_a_stale_tab_steps_over_nothing(db: Session, mine: tuple[Resume, Profile]) -> None:
    resume, profile = mine
    write(db, resume, profile, "summary", "Ran")
    seen = seen_of(resume)
    write(db, resume, profile, "summary", "Ran a kitchen")  # the same state, written over
    for step in (undo, redo):
        with pytest.raises(ChangedMeanwhile):
            step(db, resume, profile, seen)
    assert said(content_of(resume), "summary") == "Ran a kitchen"


def test_what_was_changed_without_a_step_is_kept_before_the_next_one(db: Session, mine: tuple[Resume, Profile]) -> None:
    resume, profile = mine
    design(db, resume, profile, "classic")
    resume.name = "Behind its back"
    undo(db, resume, profile, seen_of(resume))
    assert whats(db, resume)[0] == ELSEWHERE
    assert (resume.name, resume.design) == ("Résumé", "classic")
    redo(db, resume, profile, seen_of(resume))
    assert resume.name == "Behind its back"


def test_a_state_of_another_resume_is_not_there(db: Session, mine: tuple[Resume, Profile]) -> None:
    resume, profile = mine
    design(db, resume, profile, "classic")
    other = Resume(owner_id=resume.owner_id, profile_id=profile.id, is_default=False)
    db.add(other)
    db.flush()
    with pytest.raises(NotFound):
        state_of(db, other, resume.state_id)  # type: ignore[arg-type]


def test_the_career_behind_a_state_can_be_read_again(db: Session, alice: Somebody) -> None:
    alice.add("experience", title="Cook", company="The Fleece", lines=["Kept waste under a tenth."])
    resume, profile = resume_of(db, alice.id, "default", lock=True)
    design(db, resume, profile, "classic")
    revisions = [profile.revision]
    for title in ("Head cook", "Chef"):
        alice.add("experience", title=title, company="The Fleece")
        db.expire_all()
        design(db, resume, profile, "modern" if resume.design == "classic" else "classic")
        revisions.append(profile.revision)
    found = [career_at(db, profile, revision) for revision in revisions]
    titles = [sorted(row.title for row in rows[t.KINDS["experience"].table]) for _, rows in filter(None, found)]  # type: ignore[attr-defined]
    assert titles == [["Cook"], ["Cook", "Head cook"], ["Chef", "Cook", "Head cook"]]
    assert career_at(db, profile, -1) is None


def a_minute_goes_by(db: Session) -> None:
    db.flush()
    db.execute(
        sa.update(ResumeState).values(created_at=ResumeState.created_at - sa.func.make_interval(0, 0, 0, 0, 0, 2))
    )
    db.expire_all()


# --- three tabs ------------------------------------------------------------------------------------------------------

WORDS = st.lists(
    st.sampled_from(["led", "built", "kept", "cut", "34", "schemes", "council", "diary"]), min_size=1, max_size=3
)
TABS = st.integers(0, 2)


@contextmanager
def forgotten(alice: Somebody) -> Iterator[Session]:
    """A transaction in Alice's name that leaves nothing behind."""

    class Enough(Exception):
        pass

    try:
        with alice.database.as_person(alice.id) as db:
            yield db
            raise Enough
    except Enough:
        pass


def test_three_tabs_lose_no_word_and_end_where_one_of_them_was(alice: Somebody) -> None:
    class ThreeTabs(RuleBasedStateMachine):
        """Each tab shows what it saw last: it writes into a field that nobody else changed, and steps from a state that
        nobody else left; otherwise it looks again."""

        def __init__(self) -> None:
            super().__init__()
            self.world = forgotten(alice)
            self.db = self.world.__enter__()
            self.profile = default_profile(self.db, alice.id)
            self.resume = Resume(owner_id=alice.id, profile_id=self.profile.id, is_default=False)
            self.db.add(self.resume)
            self.db.flush()
            self.seen: list[tuple[str, Content]] = [("", {})] * 3
            for tab in range(3):
                self.look(tab)
            self.acknowledged: set[tuple[str, str]] = set()

        def look(self, tab: int) -> None:
            self.seen[tab] = (seen_of(self.resume), content_of(self.resume))

        @rule(
            tab=TABS,
            field=st.sampled_from(FIELDS),
            words=WORDS,
            how=st.sampled_from(["more", "before", "anew", "less"]),
        )
        def types(self, tab: int, field: str, words: list[str], how: str) -> None:
            old = said(self.seen[tab][1], field)
            if old == said(content_of(self.resume), field):
                more = " ".join(words)
                new = {"more": f"{old} {more}".strip(), "before": f"{more} {old}".strip(), "less": old[:-3]}.get(
                    how, more
                )
                write(self.db, self.resume, self.profile, field, new)
                self.acknowledged.add((field, new))
            self.look(tab)

        @rule(tab=TABS, slug=st.sampled_from(["classic", "modern"]))
        def chooses(self, tab: int, slug: str) -> None:
            design(self.db, self.resume, self.profile, slug)
            self.look(tab)

        @rule(tab=TABS, step=st.sampled_from([undo, redo]))
        def steps(self, tab: int, step: Any) -> None:
            try:
                step(self.db, self.resume, self.profile, self.seen[tab][0])
            except ChangedMeanwhile:
                assert self.seen[tab][1] != content_of(self.resume) or self.seen[tab][0] != seen_of(self.resume)
            self.look(tab)

        @rule(tab=TABS, which=st.integers(0, 20))
        def restores(self, tab: int, which: int) -> None:
            states = states_of(self.db, self.resume)
            if states:
                restore(self.db, self.resume, self.profile, states[which % len(states)])
            self.look(tab)

        @rule()
        def waits(self) -> None:
            a_minute_goes_by(self.db)

        @invariant()
        def is_where_somebody_was(self) -> None:
            assert any(content == content_of(self.resume) for _, content in self.seen)

        @invariant()
        def is_in_its_state(self) -> None:
            if self.resume.state_id:
                assert content_in(self.db, state_of(self.db, self.resume, self.resume.state_id)) == content_of(
                    self.resume
                )

        def teardown(self) -> None:
            self.db.expire_all()
            mine = select(ResumeState).where(ResumeState.resume_id == self.resume.id)
            states = {state.id: state for state in self.db.exec(mine)}
            contents = [content_in(self.db, state) for state in states.values()]
            for field, text in self.acknowledged:
                assert any(reads(said(content, field), text) for content in contents), (field, text)
            assert sum(state.parent_id is None for state in states.values()) == (1 if states else 0)
            for state in states.values():
                way = []
                while state.parent_id:
                    way.append(state.id)
                    state = states[state.parent_id]
                    assert state.id not in way
            self.world.__exit__(None, None, None)

    run_state_machine_as_test(
        ThreeTabs,
        settings=settings(
            max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def reads(newer: str, older: str) -> bool:
    """Whether all the older words stand in the newer text in their order, or became longer there."""
    rest = iter(newer.split())
    return all(any(word.startswith(old) for word in rest) for old in older.split())


# --- small -----------------------------------------------------------------------------------------------------------

LEAVES = (
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=8) | st.lists(st.text(max_size=4), max_size=3)
)
CONTENTS: Any = st.dictionaries(
    st.sampled_from("abcde"),
    st.recursive(LEAVES, lambda inner: st.dictionaries(st.sampled_from("xyz"), inner, max_size=3), max_leaves=8),
)


@given(CONTENTS, CONTENTS)
@settings(max_examples=200, deadline=None)
def test_differences_make_the_newer_of_the_older(older: Content, newer: Content) -> None:
    assert with_differences(older, differences(older, newer)) == newer
    assert spread(squeeze(newer)) == newer
    small = squeeze_like(older, newer)
    assert small is None or spread(small, older) == newer  # None: nothing is alike, and the whole is kept


@given(st.text("ab c", max_size=12), st.text("ab c", max_size=12))
@settings(max_examples=300, deadline=None)
def test_what_holds_loses_no_word(older: str, newer: str) -> None:
    if holds({"said": newer}, {"said": older}):
        assert reads(newer, older)


def test_a_small_change_stays_small_in_a_career_longer_than_zlib_looks_back() -> None:
    wordings = {f"entry {n}": {"said": {"lines": [f"Led {n * m} schemes in district {n + m}." * 4] * 3}} for n in range(99) for m in (n * 7,)}  # fmt: skip
    like = {"tailoring": {"wordings": wordings}}
    assert len(packed(like)) > 40_000
    changed = {**wordings, "entry 3": {"said": {"lines": ["Led three schemes in Hebden Bridge."]}}}
    small = squeeze_like(like, {"tailoring": {"wordings": changed}})
    assert small is not None and len(small) < SMALL


def test_going_back_and_forth_costs_no_new_keyframes(db: Session, mine: tuple[Resume, Profile]) -> None:
    resume, profile = mine
    far_apart = []
    for number in (3, 7):
        write(db, resume, profile, "summary", "".join(f"{n**number} " for n in range(200)))
        far_apart.append(state_of(db, resume, resume.state_id))  # type: ignore[arg-type]
    before = keyframes(db, resume)
    for _ in range(3):
        for state in far_apart:
            restore(db, resume, profile, state)
    assert (keyframes(db, resume), len(states_of(db, resume))) == (before, 9)


def keyframes(db: Session, resume: Resume) -> int:
    return sum(state.keyframe_id is None for state in states_of(db, resume))
