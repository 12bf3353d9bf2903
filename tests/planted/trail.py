"""SECURITY 16, 23 and 24: the trail, administration, keys and logs."""

from tests.planted import Fault

FAULTS: list[Fault] = [
    ('migrations/versions/20261121_accounts.py', 'with check (actor_id = {PERSON} and (owner_id = {PERSON} ', 'with check ({PERSON} in (owner_id, actor_id) or (owner_id = {PERSON} ', 'tests/kit/test_events.py::test_nobody_writes_into_anybody_elses_trail'),
    ('migrations/versions/20261121_accounts.py', 'before update or delete on events', 'before delete on events', 'tests/kit/test_events.py::test_nor_can_the_owner_of_the_tables'),
    ('migrations/versions/20261121_accounts.py', 'grant select, insert (id, owner_id, actor_id, action, entity, entity_id, detail) on events', 'grant select, insert on events', 'tests/kit/test_events.py::test_the_apps_role_cannot_date_a_line_nor_reach_a_months_table'),
    ('migrations/versions/20261121_accounts.py', 'exception when check_violation then null', 'exception when unique_violation then null', 'tests/kit/test_events.py::test_a_moment_without_a_month_is_caught_and_holds_nothing_up'),
    ('web/kit/events.py', 'return seal_with(bytes.fromhex(key), json.dumps(said, ensure_ascii=False, default=str)) if key else None', 'return json.dumps(said, default=str).encode()', 'tests/kit/test_events.py::test_what_is_said_is_sealed_and_goes_with_the_person'),
    ('web/kit/events.py', 'if not any(word in name for word in SECRETS) and ', 'if ', 'tests/kit/test_events.py::test_secrets_and_long_texts_are_left_out'),
    ('web/kit/events.py', 'sa.tuple_(col(Event.at), col(Event.id)) < ', 'sa.tuple_(col(Event.at), col(Event.id)) <= ', 'tests/accounts/test_history.py::test_pages_of_a_hundred_lose_and_repeat_nothing'),
    ('web/accounts/history.py', '    "left": "Left",\n', '', 'tests/accounts/test_history.py::test_every_act_has_a_sentence_and_every_sentence_an_act'),
    ('web/operations/admin.py', 'or not visit.caller.is_admin:', 'or visit.caller.is_guest:', 'tests/operations/test_admin.py::test_for_everybody_else_there_is_nothing_here'),
    ('web/operations/admin.py', '    visit.need_proof()\n', '', 'tests/operations/test_admin.py::test_it_asks_for_proof_once_more'),
    ('web/operations/admin.py', '        record(db, "looked-at", person.id, actor_id=visit.person_id)\n', '        pass\n', 'tests/operations/test_admin.py::test_who_looks_is_seen'),
    ('migrations/versions/20261121_accounts.py', '        begin{admins_only}\n            return query select p.id', '        begin\n            return query select p.id', 'tests/operations/test_admin.py::test_the_database_itself_asks_for_the_flag'),
    ('migrations/versions/20261121_accounts.py', 'and p.registered_at is not null and not p.is_admin', 'and p.registered_at is not null', 'tests/operations/test_admin.py::test_an_administrator_closes_neither_themselves_nor_another'),
    ('migrations/versions/20261121_accounts.py', 'if disabled then delete from sign_ins where owner_id = person; end if;', '', 'tests/operations/test_admin.py::test_a_closed_account_is_out_everywhere_at_once_and_told_so_after_the_right_password'),
    ('migrations/versions/20261121_accounts.py', '"erased_at", "unread", "event_key",\n)  # fmt', '"erased_at", "unread", "event_key", "is_admin",\n)  # fmt', 'tests/operations/test_admin.py::test_nobody_can_give_themselves_the_flag'),
    ('web/kit/keys.py', '        raise Unsafe(f"METIER_KEYS: {error}{hint}") from None', '        return ""', 'tests/operations/test_keys.py::test_wrong_keys_are_refused_and_leave_nothing_behind'),
    ('web/operations/reseal.py', 'isinstance(column.type, SEALED)', 'isinstance(column.type, SEALED[0])', 'tests/operations/test_keys.py::test_every_column_of_bytes_is_sealed_anew_or_holds_nothing_sealed'),
    ('web/operations/reseal.py', '        changed += _reseal_errands(connection)\n', '', 'tests/operations/test_keys.py::test_keys_change_while_the_app_runs_and_the_old_one_can_go'),
    ('web/kit/log.py', 'return str(record.msg).partition("\\n")[0]', 'return record.getMessage()', 'tests/test_secrets.py::test_what_a_library_says_loses_its_values'),
    ('web/operations/cluster.py', ', **WORDLESS}', '}', 'tests/test_secrets.py::test_no_secret_and_no_word_of_hers_stands_in_a_log'),
]  # fmt: skip
