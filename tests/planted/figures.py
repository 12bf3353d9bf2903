"""The tracker's numbers and its search: what is counted, what is drawn, what is found and by whom."""

from tests.planted import Fault

A = "web/applications/"
F = "tests/applications/test_figures.py::"
S = "tests/applications/test_search.py::"
M = "migrations/versions/20261121_tracker.py"
FAULTS: list[Fault] = [
    (A + "figures.py", "return part / count if count >= ENOUGH else None", "return part / count if count else None", F + "test_below_ten_there_is_no_share"),
    (A + "figures.py", "if rank >= step) for step", "if rank == step) for step", F + "test_each_step_is_a_share_of_the_one_before"),
    (A + "figures.py", "shown.append((OTHERS[kind],", "[].append((OTHERS[kind],", F + "test_replies_come_by_how_many_there_are_and_months_in_their_order"),
    (A + "figures.py", "(row[0][:1].isdigit(), row[0])", "row[0]", F + "test_replies_come_by_how_many_there_are_and_months_in_their_order"),
    (A + "counting.py", "        if row.reached:\n", "        if True:\n", F + "test_what_was_answered_by_source_and_month"),
    (A + "counting.py", "chosen.get(row.resume, (row.resume, \"\"))", "(row.resume, \"\")", F + "test_by_the_resume_that_went_out"),
    (A + "drawing.py", "min(max(length, 0.0), 1.0)", "length", F + "test_a_bar_is_as_long_as_its_share_and_needs_no_style"),
    (M, "a.response in ('question',", "a.response in ('receipt', 'question',", F + "test_what_was_answered_by_source_and_month"),
    (M, "case when m.detail->>'undated' is null then m.at end", "m.at", F + "test_no_stay_is_counted_from_a_day_that_nobody_said"),
    (M, "max(rank_of(stage)) as reached", "null::int as reached", F + "test_how_far_each_came_whatever_became_of_it"),
    (M, "a.removed_at is null, far.reached", "true, far.reached", F + "test_what_lies_in_the_bin_is_not_counted"),
    (M, "    (\"moments\", \"delete\", \"select application_id from before where kind in ('saved', 'moved')\"),\n", "", F + "test_a_figure_is_never_older_than_what_it_counts"),
    (M, "    (\"jobs\", \"update\"", "    (\"views\", \"update\"", F + "test_a_figure_is_never_older_than_what_it_counts"),
    (M, "n.response, n.resume_id, n.removed_at)", "o.response, n.resume_id, n.removed_at)", F + "test_a_figure_is_never_older_than_what_it_counts"),
    (M, "select * from {table} where owner_id = me and", "select * from {table} where", S + "test_nobody_finds_what_is_anothers"),
    (M, "select t.id where t.removed_at is null", "select t.id", S + "test_what_lies_in_the_bin_is_not_found"),
    (M, "*(_found(table, NAMES, \"1\") for table in NAMED), ", "", S + "test_what_is_called_so_comes_first_however_many_only_say_it"),
    (M, "before insert or update of {\", \".join(columns)} on", "before insert on", S + "test_words_of_a_change_are_found_and_those_before_it_are_not"),
    (M, "\"word_similarity(longest, found_names)\"", "\"0\"", S + "test_what_is_nearest_to_a_slip_comes_first"),
    (A + "search.py", "    if rows := db.execute(_FOUND, {**asked, \"is_close\": False}).all():", "    if rows := []:", S + "test_words_are_marked_in_the_line_that_says_them"),
    (A + "search.py", "for each in (meant, meant[: len(said)])", "for each in (meant,)", S + "test_a_slip_in_the_beginning_of_a_long_word_is_marked_where_it_is_meant"),
]  # fmt: skip
