"""How a sheet looks: what a person chose is there, what can be read stays readable, and pages are counted honestly."""

from tests.planted import Fault

C, F, P, W = (f"tests/kit/printing/test_{name}.py::" for name in ("controls", "fit", "pages", "words"))
FAULTS: list[Fault] = [
    ("web/kit/printing/scale.py", "max(LEAST_TEXT, said[", "max(0, said[", C + "test_nothing_makes_a_sheet_unreadable[compact-]"),
    ("web/kit/printing/scale.py", "max(low, side * share)", "side * share", C + "test_nothing_makes_a_sheet_unreadable[compact-]"),
    ("web/kit/printing/scale.py", "measures_of(own).x / measures_of(chosen).x", "1.0", C + "test_another_typeface_looks_as_large_as_the_design_s_own"),
    ("web/kit/printing/controls.py", "while _contrast(parts) < LEAST_CONTRAST", "while False", C + "test_a_colour_too_pale_to_read_is_darkened"),
    ("web/kit/printing/faces.py", '"vietnamese": re.compile("[\\u1ea0-\\u1ef9]")', '"vietnamese": re.compile("[\\u1ea0-\\u1ef0]")', W + "test_a_letter_brings_the_files_that_have_it"),
    ("web/kit/printing/lists.py", 'entries[0].pop("break", None) == NEW_PAGE', "False", C + "test_the_heading_goes_with_the_first_entry"),
    ("web/kit/printing/lists.py", 'entry.get("break") == KEEP or ', "", C + "test_an_entry_is_kept_whole_where_a_person_wants_it"),
    ("web/kit/printing/typeset.py", "{key: _without_breaks(value) for", "{key: value for", C + "test_where_pages_begin_is_not_part_of_the_career"),
    ("web/kit/printing/typeset.py", 'if url == PHOTO and self.photo', "if False", C + "test_a_photo_stands_on_the_sheet_and_disturbs_no_reader[margin]"),
    ("web/kit/printing/orders.py", "rest += [hashlib", "rest + [hashlib", C + "test_an_order_with_a_photo_crosses_to_the_press"),
    ("web/kit/printing/typeset.py", "usual.length * TIGHTER[-1][1] <= most", "usual.length <= most", F + "test_pages_are_counted_as_they_are_printed"),
    ("web/kit/printing/fit.py", "if pages_after(middle) <= most else", "if pages_after(middle) < most else", F + "test_the_mildest_measure_is_found"),
    ("web/kit/printing/fit.py", "range(count - 1, 0, -1)", "range(count - 1, -1, -1)", F + "test_the_oldest_entries_lose_their_last_points_first_and_keep_one"),
    ("web/kit/printing/typeset.py", "(usual.ends_early or not open_sheet.ends_early)", "True", P + "test_a_sheet_is_set_as_open_as_serves_its_length"),
    ("web/kit/printing/typeset.py", "0.55 and not sheet.ends_early", "0.55", P + "test_a_sheet_is_set_as_open_as_serves_its_length"),
    ("web/kit/printing/tags.py", "isinstance(thing, Drawing)", "False", P + "test_a_page_is_drawn_with_no_more_digits_than_anyone_sees"),
    ("templates/designs/_base.css", "[dir=rtl] { page: from-the-right }", "", P + "test_the_foot_runs_the_way_the_language_does"),
    ("templates/designs/_base.css", "@page :first, from-the-right:first {", "@page :first {", P + "test_the_foot_runs_the_way_the_language_does"),
    ("web/kit/printing/press.py", " if key not in self._resting", "", "tests/kit/printing/test_press.py::test_a_lane_rests_after_its_turn_and_then_sets_the_newest"),
    ("web/kit/workshop.py", "    os.nice(GIVES_WAY)", "", "tests/kit/printing/test_press.py::test_a_child_gives_way_to_whoever_types"),
    ("web/resumes/actions.py", " col(table.profile_id) == Profile.id,", "", "tests/resumes/test_editing.py::test_an_entry_of_another_profile_is_not_worded_here"),
]  # fmt: skip
