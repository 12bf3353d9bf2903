"""SECURITY 14 and 15: nobody meets or changes what is somebody else's."""

from tests.planted import Fault

FAULTS: list[Fault] = [
    ('web/kit/walls.py', 'using ({owner} = {PERSON})', 'using (true)', 'tests/accounts/test_second_wall.py::test_row_level_security_alone_hides_what_is_hers'),
    ('migrations/versions/20261121_accounts.py', 'for select to {APP} using (owner_id = {PERSON})', 'for select to {APP} using (true)', 'tests/accounts/test_second_wall.py::test_row_level_security_alone_hides_what_is_hers'),
    ('web/kit/own.py', 'where(table.owner_id == owner_id, table.id == row_id)', 'where(table.id == row_id)', 'tests/accounts/test_second_wall.py::test_the_queries_alone_hide_what_is_hers'),
    ('web/profile/queries.py', 'select(Profile).where(Profile.owner_id == owner_id).order_by', 'select(Profile).order_by', 'tests/accounts/test_second_wall.py::test_the_queries_alone_hide_what_is_hers'),
    ('web/accounts/pages/account.py', 'if found is None or found[0].id != person_id:', 'if found is None:', 'tests/accounts/test_matrix.py::test_nobody_meets_or_changes_what_is_anns[bob]'),
    ('web/operations/admin.py', 'if visit.caller is None or not visit.caller.is_admin:', 'if visit.caller is None:', 'tests/accounts/test_matrix.py::test_nobody_meets_or_changes_what_is_anns[bob]'),
    ('migrations/versions/20261121_accounts.py', 'and p.disabled_at is null and p.erased_at is null;', 'and p.erased_at is null;', 'tests/accounts/test_matrix.py::test_nobody_meets_or_changes_what_is_anns[disabled]'),
    ('migrations/versions/20261121_accounts.py', 'and p.disabled_at is null and p.erased_at is null;', 'and p.disabled_at is null;', 'tests/accounts/test_matrix.py::test_nobody_meets_or_changes_what_is_anns[erased]'),
    ('migrations/versions/20261121_accounts.py', 'where s.token_hash = hash and s.expires_at > now()', 'where s.token_hash = hash', 'tests/accounts/test_matrix.py::test_nobody_meets_or_changes_what_is_anns[expired]'),
    ('migrations/versions/20261121_accounts.py', 'and s.seen_at > now() - make_interval(secs => s.idle_seconds)', '', 'tests/accounts/test_matrix.py::test_nobody_meets_or_changes_what_is_anns[idle]'),
    ('migrations/versions/20261121_accounts.py', 'me.is_admin and me.disabled_at is null) then', 'me.disabled_at is null) then', 'tests/test_walls.py::test_the_database_itself_asks_who_administers'),
    ('migrations/versions/20261121_accounts.py', 'with check (actor_id = {PERSON} and (owner_id', 'with check (actor_id is not null and (owner_id', 'tests/test_walls.py::test_a_trail_cannot_be_written_for_somebody_else'),
    ('migrations/versions/20261121_accounts.py', 'revoke all on function {signature} from public', "comment on function {signature} is ''", 'tests/test_walls.py::test_nothing_else_looks_past_the_wall'),
    ('migrations/versions/20261121_accounts.py', '"unread", "event_key",\n)', '"unread", "event_key", "is_admin",\n)', 'tests/test_walls.py::test_the_app_cannot_make_anybody_an_administrator'),
    ('web/db.py', "set_config('app.person_id', :id, true)", "set_config('app.person_id', :id, false)", 'tests/test_walls.py::test_a_transaction_leaves_no_name_behind'),
    ('web/profile/actions.py', 'with db.no_autoflush:', 'if True:', 'tests/accounts/test_matrix.py::test_what_is_hers_hangs_on_nothing_of_bobs'),
]  # fmt: skip
