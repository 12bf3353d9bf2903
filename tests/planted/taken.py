"""What of a résumé is seen, pressed and taken along: the letter, the files, the photo's history, and the boxes."""

from tests.planted import Fault

L = "tests/resumes/test_letter.py::"
K = "tests/resumes/test_takings.py::"
B = "tests/browser/"
FAULTS: list[Fault] = [
    ("web/resumes/letters.py", "return printed if laid == key else None", "return printed", L + "test_what_is_seen_is_what_is_taken_and_was_set_once"),
    ("web/resumes/letters.py", "self._letters.get(owner_id, (\"\", None))", "next(reversed(self._letters.values()), (\"\", None))", L + "test_two_people_with_the_same_letter_are_each_handed_their_own"),
    ("web/resumes/letters.py", "while len(self._letters) > self._most:", "while False:", L + "test_two_people_with_the_same_letter_are_each_handed_their_own"),
    ("web/resumes/letters.py", "{order.key()} {words}", "{order.key()}", L + "test_what_is_seen_is_what_is_taken_and_was_set_once"),
    ("web/resumes/pages/letter.py", "        _laid_by.put(visit.person_id, key, printed)\n", "", L + "test_what_is_seen_is_what_is_taken_and_was_set_once"),
    ("web/resumes/pages/letter.py", "LETTER, resume.state_id", "LETTER, None", K + "test_the_letter_is_offered_where_there_is_one_and_counted"),
    ("web/resumes/pages/sheets.py", "_as_json(order.resume)", "_as_json(career_of(db, profile, audience=\"self\"))", K + "test_json_says_what_this_resume_says_and_the_profile_is_another_file"),
    ("web/resumes/pages/photo.py", "    _record(db, visit, \"photo-turned\", photo.profile_id)\n", "", "tests/profile/test_photo.py::test_what_is_done_to_it_stands_in_the_history_of_the_account"),
    ("web/resumes/looks.py", "\"paper\": list(Paper), ", "", "tests/resumes/test_sheet.py::test_a_look_that_is_none_changes_nothing"),
    ("web/resumes/tailoring.py", "for column in () if everything else wording.off:", "for column in ():", "tests/resumes/test_tailoring.py::test_every_column_of_every_kind_can_be_off"),
    ("static/js/lines.js", "if (isTrusted) pasted = null;", "", B + "test_writing.py::test_several_pasted_lines_go_again_at_one_undo"),
    ("static/js/peek.js", "strip.replaceChildren(...marked(line))", "strip.textContent = line", B + "test_editor.py::test_the_strip_shows_the_line_as_it_prints"),
    ("static/css/touch.css", "(pointer: coarse)", "(pointer: none)", B + "test_access.py::test_what_a_finger_presses_is_as_large_as_its_tip"),
    ("web/resumes/pages/editor.py", "if slug == \"custom\":", "if False:", B + "test_editor.py::test_an_entry_under_ones_own_heading_stands_there_once_it_is_done"),
]  # fmt: skip
