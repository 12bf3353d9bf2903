"""Writing in a résumé: whose words print, in which order, and who hears of a change."""

from tests.planted import Fault

T = "tests/resumes/test_tailoring.py::"
E = "tests/resumes/test_editing.py::"
FAULTS: list[Fault] = [
    ("web/resumes/tailoring.py", "    copy = copy_of(row)\n", "    copy = row\n", T + "test_own_words_stand_in_copies_and_the_rows_stay_as_they_are"),
    ("web/resumes/tailoring.py", "before.setdefault(column, profile_says.get(column))", "before[column] = profile_says.get(column)", T + "test_the_first_replaced_words_are_remembered_until_they_are_agreed_anew"),
    ("web/resumes/tailoring.py", " and name not in there", "", T + "test_an_own_entry_that_became_the_profiles_is_there_once"),
    ("web/resumes/tailoring.py", "        row.position = position\n", "        pass\n", T + "test_skills_stand_among_their_headings_in_this_order"),
    ("web/resumes/tailoring.py", " and not _is_hidden_away(row, tailoring)", "", T + "test_a_hidden_section_takes_its_entries_along"),
    ("web/resumes/tailoring.py", " or column in wording.off:", ":", T + "test_only_what_prints_here_and_changed_is_told"),
    ("web/resumes/arranging.py", "queue = [name for name in dict.fromkeys(wanted) if name in there]", "queue = list(wanted)", T + "test_an_order_loses_and_doubles_nothing"),
    ("web/resumes/editing.py", 'if is_wanted != (state == "on"):', "if True:", E + "test_fields_are_printed_or_not_one_by_one"),
    ("web/resumes/editing.py", "        if is_first:\n", "        if True:\n", E + "test_own_words_stand_until_the_change_is_taken"),
    ("web/resumes/editing.py", "    if was_agreed:\n", "    if False:\n", E + "test_nothing_is_reported_while_it_only_follows_and_nothing_after_ones_own_push"),
    ("web/resumes/editing.py", "            raise TooMuch(TOO_MANY_WORDS)\n", "            pass\n", E + "test_too_many_words_are_refused_in_words_and_nothing_is_lost"),
    ("web/resumes/editing.py", "table.owner_id == profile.owner_id, table.profile_id == profile.id, table.id == entry_id", "table.id == entry_id", E + "test_an_entry_of_another_profile_is_not_worded_here"),
    ("web/resumes/pages/following.py", 'if visit.posted.get("revision") == str(desk.profile.revision):', "if True:", E + "test_a_decision_about_an_older_profile_decides_nothing"),
]  # fmt: skip
