"""SECURITY 25: taking everything along, leaving, being erased."""

from tests.planted import Fault

FAULTS: list[Fault] = [
    ('web/accounts/packing.py', '("=", "+", "-", "@", "\\t", "\\r")', '"="', 'tests/accounts/test_export.py::test_a_spreadsheet_meets_no_formula'),
    ('web/accounts/packing.py', 'if column.name not in WITHHELD and not', 'if not', 'tests/accounts/test_export.py::test_no_secret_is_in_it'),
    ('web/accounts/pages/exports.py', '    visit.need_proof()\n    export = export_of(', '    export = export_of(', 'tests/accounts/test_export.py::test_asking_and_fetching_need_a_fresh_proof'),
    ('web/accounts/exports.py', 'if export.expires_at and export.expires_at <= now():', 'if not export:', 'tests/accounts/test_retention.py::test_the_link_to_an_export_ends_on_the_minute'),
    ('web/accounts/exports.py', 'if export is None or export.state is not ExportState.READY:', 'if export:', 'tests/accounts/test_export.py::test_a_killed_worker_begins_anew_and_ends_with_one'),
    ('web/kit/tasks.py', 'if row is None or not row.is_under_way:', 'if row is None:', 'tests/accounts/test_export.py::test_it_can_be_stopped_in_the_midst'),
    ('web/accounts/exports.py', '                house.files.delete(export.file)\n', '', 'tests/accounts/test_retention.py::test_an_export_is_kept_a_week_file_and_row'),
    ('web/accounts/exports.py', 'if any(each.is_under_way', 'if not any(each.state', 'tests/accounts/test_export.py::test_asking_twice_packs_once'),
    ('web/accounts/actions.py', '    person.erased_at = now()\n    end_sign_ins(db, person.id)\n', '    person.erased_at = now()\n', 'tests/accounts/test_leave.py::test_until_the_last_day_everything_comes_back'),
    ('web/accounts/actions.py', 'person.erased_at <= now() - timedelta(days=ERASED_DAYS)', 'person.erased_at <= now()', 'tests/accounts/test_leave.py::test_until_the_last_day_everything_comes_back'),
    ('web/accounts/actions.py', '    send(db, "forget_files", at=now() + timedelta(minutes=5), owner_id=guest.id)\n', '', 'tests/accounts/test_leave.py::test_a_sheet_that_was_being_set_leaves_no_file'),
    ('web/accounts/pages/sign_in.py', 'if is_past_coming_back(person):', 'if person.is_guest:', 'tests/accounts/test_leave.py::test_after_the_last_day_nobody_comes_back'),
    ('web/accounts/pages/leave.py', '    visit.need_proof()\n    stop_exports', '    stop_exports', 'tests/accounts/test_leave.py::test_leaving_needs_a_fresh_proof'),
    ('web/accounts/pages/leave.py', '    stop_exports(db, person.id)\n', '', 'tests/accounts/test_leave.py::test_what_is_being_packed_is_stopped'),
    ('web/resumes/packing.py', 'except PrintFailed as failure:', 'except KeyError as failure:', 'tests/accounts/test_export.py::test_a_sheet_that_cannot_be_set_is_named_and_the_rest_is_there'),
    ('web/notifications/packing.py', '@packs("Your notices")\n', '', 'tests/accounts/test_export.py::test_every_table_is_in_it_or_left_out_for_a_reason'),
    ('migrations/versions/20261121_accounts.py', 'name=op.f("fk_exports_owner_id"), ondelete="CASCADE"', 'name=op.f("fk_exports_owner_id")', 'tests/accounts/test_retention.py::test_every_table_has_a_fate'),
]  # fmt: skip
