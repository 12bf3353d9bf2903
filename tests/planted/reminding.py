"""Being reminded once, at the right hour, and a calendar that only its secret opens."""

from tests.planted import Fault

FAULTS: list[Fault] = [
    ('web/applications/reminders.py', '    board.told_on = max(day, board.told_on)\n', '', 'tests/applications/test_reminders.py::test_a_year_has_one_digest_for_each_local_day'),
    ('web/applications/reminders.py', '    is_new = day > board.told_on\n', '    is_new = True\n', 'tests/applications/test_reminders.py::test_two_workers_at_once_tell_everybody_once'),
    ('web/applications/reminders.py', 'select(Board).where(Board.owner_id == owner_id).with_for_update()', 'select(Board).where(Board.owner_id == owner_id)', 'tests/applications/test_reminders.py::test_two_workers_at_once_tell_everybody_once'),
    ('web/applications/reminders.py', '        db.execute(told.values(told_for=thing.at))\n', '', 'tests/applications/test_reminders.py::test_each_thing_is_told_once_before_its_time'),
    ('web/applications/ahead.py', 'return self.told_for == self.at', 'return self.told_for is not None', 'tests/applications/test_reminders.py::test_what_is_put_off_is_told_of_anew'),
    ('web/applications/ahead.py', '       and {_OPEN} and not a.stage = any(:ended)\n', '       and {_OPEN}\n', 'tests/applications/test_reminders.py::test_what_has_ended_reminds_of_nothing'),
    ('web/applications/reminders.py', 'starts_at(thing.day, zone_named(board.zone), board.digest_hour)', 'starts_at(thing.day, zone_named("UTC"), board.digest_hour)', 'tests/applications/test_reminders.py::test_a_day_is_told_at_the_hour_its_person_chose'),
    ('web/applications/reminders.py', '    if board.by_letter and address:\n', '    if address:\n', 'tests/applications/test_reminders.py::test_who_wants_none_gets_none_and_who_wants_no_letters_gets_notices'),
    ('web/applications/feed.py', 'thing.at.astimezone(UTC) if there.fold else there', 'there', 'tests/applications/test_feed.py::test_an_hour_that_comes_twice_is_told_apart'),
    ('web/applications/timezones.py', '            found.append(Change((moment + before)', '            found.append(Change((moment + after)', 'tests/applications/test_feed.py::test_a_change_is_said_by_the_clock_before_it'),
    ('web/applications/timezones.py', '    which = -1 if is_last else weeks.pop()\n', '    which = min(weeks)\n', 'tests/applications/test_feed.py::test_a_zone_written_out_says_what_the_zone_says'),
    ('web/applications/feed.py', '    board.feed_hash = hash_of(secret)\n', '    board.feed_hash = secret.encode()\n', 'tests/applications/test_feed.py::test_whoever_has_the_address_reads_the_dates_and_nothing_else'),
    ('web/applications/feed.py', 'm.at >= :since and a.removed_at is null', 'm.at >= :since', 'tests/applications/test_feed.py::test_what_has_ended_does_not_take_place'),
    ('web/applications/pages/feed.py', ' if suffix == "ics" else None', '', 'tests/applications/test_feed.py::test_an_address_of_nobodys_is_answered_alike_whatever_it_is'),
    ('web/applications/pages/moments.py', '        application.touched_at = now()\n    back', '    back', 'tests/applications/test_today.py::test_done_with_one_press_and_taken_back'),
    ('web/applications/reminders.py', '    if zone in zones():\n', '    if zone:\n', 'tests/applications/test_today.py::test_where_no_device_says_it_the_page_says_which_times_these_are'),
    ('web/applications/pages/reminders.py', '    begin_anew(board, now(), begins=False)\n', '', 'tests/applications/test_today.py::test_where_one_is_now_takes_one_press_and_gives_no_day_twice'),
    ('web/applications/reminders.py', 'db.execute(insert(Board).values(**board).on_conflict_do_nothing())', 'held_board(db, owner_id).zone = zone', 'tests/applications/test_today.py::test_whoever_saves_a_first_job_is_where_their_device_says'),
    ('web/applications/timezones.py', ' if is_one_week else None\n', ' if False else None\n', 'tests/applications/test_feed.py::test_changes_of_clocks_are_rules_that_recur'),
]  # fmt: skip
