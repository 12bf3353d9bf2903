"""Other people's sheets: columns, margins, dates, and that nothing is invented."""

from tests.planted import Fault

A = "tests/kit/reading/test_anybody.py::"
S = "tests/kit/reading/test_sources.py::"
M = "tests/kit/reading/test_moments.py::"
P = "tests/kit/reading/test_pdf.py::"
LAYOUT = A + "test_a_career_is_read_whatever_its_layout"
FAULTS: list[Fault] = [
    ("web/kit/reading/columns.py", "((left, heads[0]), (right, heads[1])):", "((left, heads[0]),):", "tests/kit/reading/test_anybody.py::test_a_career_is_read_whatever_its_layout"),
    ("web/kit/reading/blocks.py", "text=run_on(text, line.text).removesuffix(line.text)", 'text=f"{text} "', "tests/kit/reading/test_lines.py::test_a_word_broken_at_its_hyphen_is_whole"),
    ("web/kit/reading/layout.py", "if margin and (labels := margin.labels(rows)):", "if margin and (labels := []):", LAYOUT),
    ("web/kit/reading/layout.py", "or _hangs_from_the_right(rows)", "", LAYOUT),
    ("web/kit/reading/columns.py", "if _has_both_sides(rows[first:last], gutter)", "if not _has_both_sides(rows[first:last], gutter)", LAYOUT),
    ("web/kit/reading/lines.py", "[*map(ne, drawn, [None, *drawn])]", "[True] * len(drawn)", "tests/kit/reading/test_lines.py::test_what_stands_on_its_side_is_words_and_no_letters"),
    ("web/kit/reading/rows.py", "return text == LINE_END or (", "return (", A + "test_a_word_broken_at_the_end_of_a_line_is_whole_again"),
    ("web/kit/reading/sections.py", "if closes and sum(", "if closes and 9 + sum(", LAYOUT),
    ("web/kit/reading/shelves.py", "if len(several) < 2:", "if len(several) < 99:", A + "test_cards_side_by_side_are_read_one_by_one"),
    ("web/kit/reading/moments.py", 'return f"{year}-{first:02}" if first == second else str(year)', 'return f"{year}-{first:02}"', M + "test_reads_what_is_nothing_but_a_date"),
    ("web/kit/reading/moments.py", "elif point.is_weak:", "elif False:", M + "test_other_numbers_are_none"),
    ("web/kit/reading/sources.py", 'return (value if document.keeps else ""), near', "return value, near", S + "test_what_stands_nowhere_is_taken_out"),
    ("web/kit/reading/sources.py", "left, right = width - right, width - left", "left, right = left, right", S + "test_on_a_page_from_the_right_boxes_are_where_one_sees_them"),
    ("web/kit/reading/people.py", "return not number.startswith", "return number.startswith", "tests/kit/reading/test_people.py::test_finds_each_way_to_reach_somebody"),
    ("web/kit/reading/pdf.py", "if sum(map(str.isalnum", "if 0 > sum(map(str.isalnum", P + "test_refuses_in_words_and_says_what_to_do"),
    ("web/kit/reading/pdf.py", "if _is_ours(document):", "if not document:", P + "test_our_own_is_read_as_it_is_drawn"),
]  # fmt: skip
