"""Many résumés, what was taken along of them, and the bin."""

from tests.planted import Fault

M, T = "tests/resumes/test_many.py::", "tests/resumes/test_takings.py::"
EDITOR = "migrations/versions/20261121_editor.py"
FAULTS: list[Fault] = [
    ("web/resumes/many.py", "_one_at_a_time(db, visit.person_id)", "pass", M + "test_of_twenty_who_choose_at_once_one_is_chosen"),
    ("web/resumes/many.py", "_one_at_a_time(db, owner_id)", "pass", M + "test_there_is_a_most"),
    ("web/resumes/many.py", "if mine and not elsewhere:", "if mine:", M + "test_two_tabs_that_name_it_differently_are_told"),
    ("web/resumes/many.py", ", col(Profile.removed_at).is_(None))", ")", M + "test_a_removed_profile_takes_its_resumes_along_and_brings_them_back"),
    ("web/resumes/many.py", "Tailoring(chosen=[])", "Tailoring()", M + "test_one_from_nothing_says_nothing_but_ones_name"),
    ("web/resumes/actions.py", "query if with_bin else", "query if lock else", M + "test_what_is_in_the_bin_is_nowhere_else"),
    ("web/resumes/tasks.py", "if twin_of(db, row):", "if False:", M + "test_a_copy_keeps_the_file_that_both_of_them_name"),
    ("web/resumes/packing.py", "if resume.removed_at is None and profile.removed_at is None:", "if True:", M + "test_a_parcel_holds_them_all_with_their_history"),
    (EDITOR, "f\"update of {', '.join(WORDS_AND_LOOKS)}\"", '"update"', M + "test_being_put_away_is_no_change_of_what_it_says"),
    (EDITOR, 'clear_removed(*ENTRIES, unprinted=("resumes", "profiles"))', 'clear_removed(*ENTRIES, "resumes", "profiles")', M + "test_no_file_of_it_stays_behind"),
    ("web/resumes/takings.py", "times = t.times + 1", "times = t.times", T + "test_many_at_once_are_all_counted"),
    ("web/resumes/takings.py", "returning times = 1", "returning true", T + "test_every_format_is_counted_with_its_size"),
    ("web/resumes/pages/sheets.py", "chosen.SUFFIX, resume.state_id", "chosen.SUFFIX, None", T + "test_each_state_is_counted_by_itself"),
]  # fmt: skip
