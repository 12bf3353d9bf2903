"""Bringing a career in: nothing is written unasked, nothing of somebody else's is met, and one undo takes it back."""

from tests.planted import Fault

B, R, U = "tests/imports/test_bring.py::", "tests/imports/test_review.py::", "tests/imports/test_undo.py::"
W, A, D = "tests/imports/test_reading.py::", "tests/imports/test_along.py::", "tests/imports/test_originals.py::"
G = "tests/imports/test_guided.py::"
P, L = "tests/imports/test_proposals.py::", "tests/imports/test_likeness.py::"
FAULTS: list[Fault] = [
    ("web/imports/actions.py", "kept.confidence >= REUSED", "kept.confidence", W + "test_only_a_reading_that_is_sure_and_of_todays_reader_is_used_again"),
    ("web/imports/actions.py", "brought.state is not State.TAKEN", "True", W + "test_a_newer_reader_is_offered_and_reads_again"),
    ("web/kit/tasks.py", "if row is None or not row.is_under_way:", "if row is None:", W + "test_stopped_or_gone_at_each_step_nothing_is_written"),
    ("web/imports/reading.py", "brought.tries > MOST_TRIES", "False", W + "test_what_is_cut_short_again_and_again_is_given_up"),
    ("web/imports/reading.py", "        brought.tries += 1\n", "", W + "test_a_real_worker_killed_at_each_step_is_followed_by_one_that_ends_it"),
    ("web/imports/reading.py", "guided(house.guide, body, read_document(body, brought.name))", "read_document(body, brought.name)", G + "test_its_words_are_looked_at_like_any_other"),
    ("web/imports/guided.py", 'value = " ".join(word.text for word in found).strip(EDGES)', "value = answer", G + "test_what_it_makes_up_is_not_heard"),
    ("web/imports/guided.py", "if folded(value) and folded(value) not in map(folded, _said(entry)):", "if value:", G + "test_what_it_makes_up_is_not_heard"),
    ("web/imports/guided.py", "return Trace(SURE, value", "return Trace(1.0, value", G + "test_what_it_points_at_has_its_place_and_is_never_certain"),
    ("web/imports/guided.py", "except Silent:", "except ZeroDivisionError:", G + "test_one_that_falls_silent_is_done_without"),
    ("web/imports/proposals.py", "Do.SKIP if sure < SURE else Do.ADD)", "Do.ADD)", R + "test_doubtful_ones_come_first_with_their_place_and_are_left_out"),
    ("web/imports/proposals.py", "free.remove(twin)", "pass", P + "test_one_entry_that_is_there_is_proposed_once"),
    ("web/imports/proposals.py", "if name and fold(name) not in seen]", "if name]", P + "test_only_new_skills_come_and_each_once"),
    ("web/imports/likeness.py", "return shared >= ENOUGH * shorter", "return shared >= 0", L + "test_times_that_overlap"),
    ("web/imports/likeness.py", "word not in LEGAL_FORMS and", "", L + "test_another_spelling_of_one_name"),
    ("web/imports/choosing.py", "remark = found.pop(0) if found else None", "remark = found[0] if found else None", R + "test_entries_of_one_name_keep_what_is_said_of_each"),
    ("web/imports/pages/review.py", 'str(visit.posted.get("revision")) != str(profile.revision)', "False", R + "test_what_changed_meanwhile_is_shown_before_anything_is_written"),
    ("web/imports/pages/review.py", "for each in found if each.is_certain]", "for each in found]", R + "test_doubtful_ones_come_first_with_their_place_and_are_left_out"),
    ("web/imports/pages/originals.py", "\"Content-Security-Policy\": \"sandbox; default-src 'none'\",", "", D + "test_it_comes_back_byte_for_byte_and_no_browser_shows_it"),
    ("web/imports/pages/bring.py", "if len(body) > LARGEST_UPLOAD:", "if False:", B + "test_what_is_too_large_or_too_many_is_told_and_nothing_is_kept"),
    ("web/imports/taking.py", "_let_wait(row, KIND_OF[type(row)].form)", "pass", R + "test_what_a_form_would_refuse_waits_at_its_field"),
    ("web/imports/taking.py", "if mark != _mark(row, KINDS[slug].form) or", "if", U + "test_what_was_changed_since_stays_and_is_named"),
    ("web/imports/taking.py", "if raw_of(row, name) == was[1]}", "}", U + "test_what_was_changed_since_stays_and_is_named"),
    ("web/imports/taking.py", "raise TooMuch(TOO_HEAVY) from None", "raise", R + "test_completing_beyond_the_cap_changes_nothing"),
    ("web/imports/listeners.py", '@listens("work-came-along")', '@listens("work-came")', A + "test_what_was_being_read_is_read_on"),
    ("web/accounts/tasks.py", "house.files.put(name.replace(str(person_id), heir, 1), body)", "pass", A + "test_a_guest_who_signs_in_brings_it_along_with_its_original"),
    ("migrations/versions/20261121_imports.py", "says_something(*SAYS, A_FILE)", "says_something(*SAYS)", A + "test_a_guest_who_signs_in_brings_it_along_with_its_original"),
    ("web/imports/packing.py", "if each.sha256 and not each.forgotten_at:", "if False:", A + "test_it_is_in_the_parcel"),
    ("web/imports/proposals.py", " == ENGLISH and not is_begun else", " == ENGLISH else", R + "test_a_language_that_somebody_chose_stays"),
    ("web/resumes/listeners.py", ", Resume.language == was)", ")", R + "test_a_language_that_somebody_chose_stays"),
    ("web/imports/taking.py", "brought, profile, spoke)", "brought, profile, profile.language)", R + "test_who_has_nothing_yet_gets_the_headings_of_the_file"),
    ("web/imports/pages/review.py", " and (do is not Do.MERGE or each.gains)]", "]", R + "test_of_two_values_that_differ_one_is_chosen"),
    ("web/imports/pages/review.py", "if sent[field_of(proposal, key)] == FOUND}", "}", R + "test_of_two_values_that_differ_one_is_chosen"),
    ("web/imports/pictures.py", "if is_near and boxes:", "if False:", R + "test_the_page_with_the_words_marked"),
    ("templates/imports/import.html", "{% if brought.is_under_way %}<noscript>", "{% if true %}<noscript>", B + "test_without_script_the_page_renews_itself_while_it_is_read_and_no_longer"),
    ("static/css/compare.css", "  .options:not(:has([value=\"merge\"]:checked)) > .apart { display: none; }\n", "", "tests/browser/test_bring.py::test_a_second_file_beside_what_is_there_and_back_again"),
]  # fmt: skip
