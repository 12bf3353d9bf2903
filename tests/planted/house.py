"""What every room stands on: limits, sealing, files, settings, sheets, tasks."""

from tests.planted import Fault

FAULTS: list[Fault] = [
    ('web/kit/limits.py', 'if hits > most:', 'if hits > most + 1:', 'tests/kit/test_limits.py::test_of_forty_at_once_exactly_ten_pass'),
    ('web/kit/limits.py', 'database.engine.begin()', 'database.engine.connect()', 'tests/kit/test_limits.py::test_two_processes_count_together'),
    ('web/kit/sealed.py', 'return next(iter(_ring))', 'return next(reversed(_ring))', 'tests/kit/test_sealed.py::test_keys_change_while_the_app_runs'),
    ('web/kit/files.py', 'raise Unstored(type(error).__name__) from error', 'return', 'tests/kit/test_files.py::test_a_store_that_cannot_be_written_says_so'),
    ('web/settings.py', '0o600', '0o644', 'tests/test_settings.py::test_processes_that_start_together_agree_on_one_key'),
    ('web/settings.py', 'https://[^/', 'https?://[^/', 'tests/test_settings.py::test_an_unsafe_production_is_refused_by_name'),
    ('web/resumes/actions.py', 'Sheet(visit.person_id, order.key()', 'Sheet(resume.owner_id, order.key()', 'tests/resumes/test_sheet.py::test_who_is_signed_out_while_it_is_set_is_asked_to_sign_in'),
    ('web/resumes/actions.py', 'Print.profile_revision == profile.revision,', '', 'tests/resumes/test_sheet.py::test_a_changed_word_is_set_anew'),
    ('web/resumes/actions.py', 'keys = {order.key(), replace(order, hint=None).key()}', 'keys = {""}', 'tests/resumes/test_sheet.py::test_what_was_set_before_is_not_set_again'),
    ('web/resumes/actions.py', 'written_for("reader"', 'written_for("self"', 'tests/resumes/test_sheet.py::test_the_pdf_carries_the_career_a_reader_may_see'),
    ('web/resumes/pages/sheets.py', '        forget(db, sheet)', '        pass', 'tests/resumes/test_sheet.py::test_a_lost_file_is_set_again'),
    ('web/resumes/tasks.py', 'files.delete(', 'files.names_under(', 'tests/operations/test_worker.py::test_a_chore_runs_once_and_clears_what_is_expired'),
    ('web/operations/worker.py', 'await queue.job_manager.retry_job(job)', 'del job', 'tests/operations/test_worker.py::test_a_killed_workers_chore_is_taken_up_again'),
    ('web/operations/health.py', 'except Unstored:\n        return False', 'except Unstored:\n        return True', 'tests/operations/test_health.py::test_without_files_it_is_not_ready'),
    ("web/imports/__init__.py", "except (TooSlow, TooLarge):", "except KeyError:", "tests/imports/test_formats.py::test_nothing_is_left_behind"),
]  # fmt: skip
