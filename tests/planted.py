"""Do the tests notice? `python -m tests.planted` plants one small fault at a time into a copy of the checkout.

Each line names a file, what stands there, what a tired hand might write, and the test that has to go red for it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LEFT_AT_HOME = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache", ".hypothesis")

FAULTS = [
    ("web/kit/limits.py", "if hits > most:", "if hits > most + 1:", "tests/kit/test_limits.py::test_of_forty_at_once_exactly_ten_pass"),
    ("web/kit/limits.py", "database.engine.begin()", "database.engine.connect()", "tests/kit/test_limits.py::test_two_processes_count_together"),
    ("web/kit/sealed.py", "name = next(iter(_ring))", "name = next(reversed(_ring))", "tests/kit/test_sealed.py::test_keys_change_while_the_app_runs"),
    ("web/kit/files.py", "raise Unstored(type(error).__name__) from error", "return", "tests/kit/test_files.py::test_a_store_that_cannot_be_written_says_so"),
    ("web/kit/walls.py", "using ({owner} = {PERSON})", "using (true)", "tests/accounts/test_matrix.py::test_a_forgotten_owner_shows_nothing"),
    ("web/kit/doors.py", "if not hmac.compare_digest(", "if given and not hmac.compare_digest(", "tests/test_doors.py::test_no_change_without_the_token_of_this_very_sign_in"),
    ("migrations/versions/20261121_house.py", "s.expires_at > now()", "true", "tests/accounts/test_matrix.py::test_nobody_meets_or_changes_what_is_alices"),
    ("web/settings.py", "0o600", "0o644", "tests/test_settings.py::test_processes_that_start_together_agree_on_one_key"),
    ("web/settings.py", "https://[^/", "https?://[^/", "tests/test_settings.py::test_an_unsafe_production_is_refused_by_name"),
    ("web/app.py", "autoescape=True", "autoescape=False", "tests/test_hostile.py::test_whatever_is_written_stays_text[1]"),
    ("templates/resumes/text.html", "{{ text }}", "{{ text|safe }}", "tests/test_hostile.py::test_whatever_is_written_prints_as_text"),
    ("web/resumes/actions.py", "Print.profile_revision == profile.revision,", "", "tests/resumes/test_sheet.py::test_a_changed_word_is_set_anew"),
    ("web/resumes/actions.py", "keys = {order.key(), replace(order, hint=None).key()}", 'keys = {""}', "tests/resumes/test_sheet.py::test_what_was_set_before_is_not_set_again"),
    ("web/resumes/actions.py", 'audience="reader"', 'audience="self"', "tests/resumes/test_sheet.py::test_the_pdf_carries_the_career_a_reader_may_see"),
    ("web/resumes/pages.py", "        forget(db, sheet)", "        pass", "tests/resumes/test_sheet.py::test_a_lost_file_is_set_again"),
    ("web/resumes/tasks.py", "files.delete(", "files.names_under(", "tests/operations/test_worker.py::test_a_chore_runs_once_and_clears_what_is_expired"),
    ("web/operations/worker.py", "await queue.job_manager.retry_job(job)", "del job", "tests/operations/test_worker.py::test_a_killed_workers_chore_is_taken_up_again"),
    ("web/operations/health.py", "except Unstored:\n        return False", "except Unstored:\n        return True", "tests/operations/test_health.py::test_without_files_it_is_not_ready"),
    ("web/imports/pages.py", "except WorkFailed:", "except KeyError:", "tests/resumes/test_bring.py::test_a_pdf_that_takes_too_long_is_told"),
]  # fmt: skip


def main() -> int:
    unnoticed = 0
    for place, stands, fault, test in FAULTS:
        with tempfile.TemporaryDirectory(prefix="metier-planted-") as folder:
            copy = Path(folder) / "main"
            shutil.copytree(ROOT, copy, ignore=LEFT_AT_HOME)
            plant(copy / place, stands, fault)
            noticed = is_red(copy, test)
        unnoticed += not noticed
        print("noticed  " if noticed else "UNNOTICED", f"{place}: {stands!r} -> {fault!r}  {test}", flush=True)
    return unnoticed


def plant(path: Path, stands: str, fault: str) -> None:
    said = path.read_text()
    if stands not in said:
        raise SystemExit(f"{path.name} no longer says {stands!r}")
    path.write_text(said.replace(stands, fault, 1))


def is_red(copy: Path, test: str) -> bool:
    """Whether a test failed: status 1; anything else but 0 is a fault of this script."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", test]
    ended = subprocess.run(
        command, cwd=copy, env={**os.environ, "PYTHONPATH": str(copy)}, capture_output=True, text=True, check=False
    )
    if ended.returncode not in (0, 1):
        raise SystemExit(ended.stdout + ended.stderr)
    return ended.returncode == 1


if __name__ == "__main__":
    sys.exit(main())
