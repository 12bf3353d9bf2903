"""The board: where cards lie, what is asked about, what is taken back, and what leaves the bin."""

from tests.planted import Fault

B, M, U = (
    "tests/applications/test_board.py::",
    "tests/applications/test_moving.py::",
    "tests/applications/test_undo.py::",
)
L, S, BIN = (
    "tests/applications/test_list.py::",
    "tests/applications/test_stages.py::",
    "tests/applications/test_bin.py::",
)
LIST, BOARD = "web/applications/listing.py", "web/applications/pages/board.py"
FAULTS: list[Fault] = [
    ("web/applications/actions.py", "day_of(present, board.zone, False)", "present.date()", M + "test_the_day_one_applied_is_the_day_it_is_where_one_is"),
    ("web/applications/actions.py", 'happened(db, application, job, "application-restored", whence=whence)', "pass", M + "test_a_card_that_was_put_away_in_another_tab_is_asked_about"),
    ("web/applications/undoing.py", "order by id desc limit :others", "order by id limit :others", U + "test_the_newest_acts_are_kept"),
    ("web/applications/pages/list.py", "if reading.errors or len(chosen) > A_PAGE:", "if len(chosen) > A_PAGE:", L + "test_where_nothing_is_done_that_is_said"),
    ("static/js/applications/board.js", "choice.hidden = stages && !stages.includes(choice.value);", "", "tests/browser/test_board.py::test_put_down_on_closed_it_is_asked_how_it_ended"),
    ("web/applications/stages.py", "before.meaning is Meaning.SAVED and not was_sent:", "not was_sent:", S + "test_any_move_is_allowed_and_an_odd_one_asked_about"),
    ("web/applications/stages.py", "stage_named(stages, slug) or first_open(stages)", "stage_named(stages, slug) or stages[0]", S + "test_an_application_whose_stage_is_gone_stands_in_the_first_open_one"),
    ("web/kit/events.py", "if owner_id not in keys:", "if True:", L + "test_many_take_no_more_questions_than_one"),
    (BOARD, 'if question and not said.get("meant"):', "if False:", M + "test_an_odd_move_is_asked_about_and_changes_nothing_until_then"),
    (BOARD, "if standing.application.removed_at:", "if False:", M + "test_a_card_that_was_put_away_in_another_tab_is_asked_about"),
    (BOARD, 'back if back.startswith("/applications")', 'back if back', U + "test_one_comes_back_to_where_one_was"),
    ("web/applications/arranging.py", "_spread(db, owner_id, stage)\n", "pass\n", M + "test_between_two_cards_there_is_always_room"),
    ("web/applications/arranging.py", "application.stage = heir.slug", "pass", S + "test_a_removed_stages_applications_go_to_the_one_before_and_that_is_said_first"),
    ("web/applications/board.py", "found[first_open(stages).slug] +=", "found[first_open(stages).slug] =", B + "test_cards_of_a_stage_that_is_gone_are_counted_in_the_first"),
    (LIST, "position(lower(:company) in lower(j.company)) > 0", "j.company ilike '%' || :company || '%'", L + "test_sorted_and_filtered"),
    (LIST, "trim(plain_words(:words))", "lower(:words)", L + "test_sorted_and_filtered"),
    (LIST, "return [], 0 if asked.page == 1 else", "return [], 0 if True else", L + "test_a_page_beyond_the_last_still_knows_how_many_there_are"),
    ("web/applications/months.py", "day_of(at, zone, not said_in)", "at.date()", L + "test_things_stand_on_their_day_where_the_person_is"),
    ("web/applications/away.py", "db.delete(act)", "pass", BIN + "test_for_good_is_asked_about_and_leaves_nothing"),
    ("web/applications/away.py", "sweep_in(db, owner_id, days=0)", "pass", BIN + "test_for_good_is_asked_about_and_leaves_nothing"),
    ("migrations/versions/20261121_tracker.py", "where a.removed_at < since order", "where a.removed_at is not null order", BIN + "test_the_bin_is_emptied_after_its_days_and_not_before"),
]  # fmt: skip
