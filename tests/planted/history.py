"""The history of a résumé, and words that outlive a sign-in."""

from tests.planted import Fault

S, H = "tests/resumes/test_states.py::", "tests/resumes/test_history.py::"
STATES, PAGES = "web/resumes/states.py", "web/resumes/pages/history.py"

FAULTS: list[Fault] = [
    ('templates/base.html', ', "defaultSettleDelay": 0', '', 'tests/browser/test_history.py::test_a_button_that_comes_in_is_live_at_once'),
    (STATES, ' and not near.is_leant_on and ', ' and ', S + 'test_what_somebody_named_took_along_or_went_on_from_is_never_written_over'),
    (STATES, 'if present.name or present.parent_id', 'if present.parent_id', S + 'test_what_somebody_named_took_along_or_went_on_from_is_never_written_over'),
    (STATES, 'return holds(after, before) or ', 'return True or ', S + 'test_words_that_would_go_make_a_step'),
    (STATES, 'if present.created_at < now() - ONE_STEP:', 'if False:', S + 'test_typing_is_one_step_until_a_minute_or_another_field'),
    (STATES, '    if seen != seen_of(resume):', '    if not seen:', S + 'test_a_stale_tab_steps_over_nothing'),
    (STATES, 'mark_of(f"{resume.state_id} {packed(content_of(resume)).decode()}")', 'mark_of(f"{resume.state_id}")', S + 'test_a_stale_tab_steps_over_nothing'),
    (STATES, 'if state is None or state.resume_id != resume_id:', 'if state is None:', S + 'test_a_state_of_another_resume_is_not_there'),
    (STATES, 'present, said, like=state).id', 'present, said).id', S + 'test_going_back_and_forth_costs_no_new_keyframes'),
    (STATES, '    if present and content_in(db, present) == content:', '    if present:', S + 'test_what_was_changed_without_a_step_is_kept_before_the_next_one'),
    ('web/resumes/deltas.py', ' and not _joins(before, after)', '', S + 'test_words_that_would_go_make_a_step'),
    ('web/resumes/deltas.py', ' and not _joins(put_in, after)', '', S + 'test_what_holds_loses_no_word'),
    (PAGES, 'or way not in WAYS:', 'or "evil" in way:', H + 'test_a_step_leads_to_a_page_of_the_resume'),
    (PAGES, 'career_at(db, profile, revision) or ', '', H + 'test_a_version_shows_the_career_of_its_time'),
    (PAGES, 'line or resume.state_id)', 'resume.state_id)', H + 'test_a_thousand_versions_cost_a_page_no_more_than_sixty'),
    ('web/kit/errors.py', 'if HOLDS_WORDS in error.posted and not _is_part(request):', 'if not _is_part(request):', 'tests/accounts/test_kept_words.py::test_only_forms_in_which_one_writes_are_held'),
    ('static/js/state.js', '    if (hx.redirect && ', '    if (false && ', 'tests/browser/test_history.py::test_a_sheet_that_keeps_itself_current_takes_nobody_away_from_their_words'),
    ('static/js/state.js', '    if (whose(there) !== whose(document)) return false;\n', '', 'tests/browser/test_history.py::test_words_are_never_sent_in_the_name_of_somebody_else'),
    ('static/js/undo.js', '    if (!underway.size) return;\n    waiting = step(event);\n    event.preventDefault();\n', '', 'tests/browser/test_history.py::test_in_a_text_box_the_browser_undoes_and_the_step_waits_for_the_save'),
]  # fmt: skip
