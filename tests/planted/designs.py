"""Designs that promise something of their own."""

from tests.planted import Fault

T = "tests/kit/printing/test_designs.py::"
SHELF = "templates/designs/"
FAULTS: list[Fault] = [
    (SHELF + "sidebar/resume.html", "text, em=11", "text, em=50", T + "test_nothing_is_lost_beside_the_career"),
    (SHELF + "sidebar/resume.css", "height: 0; ", "", T + "test_two_columns_are_read_one_after_the_other"),
    (SHELF + "sidebar/resume.css", "padding-inline-start: 15.4em", "padding-inline-start: 13.5em", T + "test_two_columns_are_read_one_after_the_other"),
    (SHELF + "sidebar/resume.css", "line-height: 1.18em", "line-height: 1.5em", T + "test_two_columns_are_read_one_after_the_other"),
    (SHELF + "portrait/resume.html", 's.language.split("-")[0] == "de"', 's.language == "de"', T + "test_a_portrait_is_dated_and_signed_where_that_is_usual"),
    (SHELF + "portrait/resume.html", '{{ p.hung(said[0] ~ ":", s) if said|length > 1 }}', "", T + "test_a_portrait_has_personal_data_between_the_name_and_the_career"),
    (SHELF + "large/resume.css", "font: 14pt", "font: 11pt", T + "test_nothing_in_large_print_is_smaller_than_fourteen_points"),
    (SHELF + "manual/resume.css", "margin-inline-end: .6em", "margin-inline-end: .5em", T + "test_every_letter_of_a_manual_stands_on_one_grid"),
    ("web/kit/printing/faces.py", "not (is_japanese and _is_all_japanese(text))", "not is_japanese", T + "test_a_japanese_sheet_borrows_what_only_chinese_has"),
]  # fmt: skip
