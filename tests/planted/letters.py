"""Letters and notices: sent once, after the commit, and nothing in them comes alive."""

from tests.planted import Fault

FAULTS: list[Fault] = [
    ('web/kit/mail.py', 'waits.where(col(Letter.due_at) <= sa.func.now())', 'waits', 'tests/kit/test_mail.py::test_two_workers_send_one_letter'),
    ('web/kit/mail.py', '.with_for_update(skip_locked=True)', '', 'tests/kit/test_mail.py::test_many_workers_at_the_same_moment_send_one_letter'),
    ('web/kit/mail.py', 'elif self.parts.username:', 'elif not self.parts.hostname:', 'tests/kit/test_mail.py::test_a_password_is_said_inside_tls_alone'),
    ('web/kit/mail.py', 'server.starttls(context=ssl.create_default_context())', 'server.starttls()', 'tests/kit/test_mail.py::test_a_password_is_said_inside_tls_alone'),
    ('web/kit/mail.py', 'with suppress(OSError):  # the letter', 'if server:  # the letter', 'tests/kit/test_mail.py::test_a_bad_goodbye_does_not_send_it_twice'),
    ('web/kit/mail.py', 'if 500 <= code < 600', 'if code >= 400', 'tests/kit/test_mail.py::test_asked_to_come_back_it_comes_back'),
    ('web/kit/mail.py', 'isinstance(outcome, Refused) or ', '', 'tests/kit/test_mail.py::test_refused_for_good_it_is_not_tried_again'),
    ('web/kit/mail.py', 'isinstance(outcome, Refused) or now() - letter.created_at > GIVE_UP', 'isinstance(outcome, Refused)', 'tests/kit/test_mail.py::test_after_three_days_it_gives_up'),
    ('web/kit/mail.py', 'letter.recipient = letter.context = ""', 'letter.recipient = ""', 'tests/kit/test_mail.py::test_nothing_can_be_read_while_it_waits_and_nothing_is_left_once_it_is_sent'),
    ('web/kit/mail.py', 'sender, _mailbox(letter.recipient)', 'sender, letter.recipient', 'tests/kit/test_mail.py::test_a_recipient_is_one_mailbox'),
    ('web/kit/mail.py', '    _mailbox(recipient)\n', '', 'tests/kit/test_mail.py::test_a_recipient_is_one_line'),
    ('web/kit/mail.py', '" ".join(house.render(f"letters/{letter.name}/subject.txt", **context).split())', 'house.render(f"letters/{letter.name}/subject.txt", **context)', 'tests/kit/test_mail.py::test_no_word_of_a_letter_becomes_a_header'),
    ('web/kit/mail.py', 'letter.due_at = sa.func.now() + ', 'letter.due_at = sa.func.now() - ', 'tests/kit/test_mail.py::test_a_killed_workers_letter_goes_after_its_lease'),
    ('web/kit/mail.py', '            log.error("letter", letter_id=str(letter_id), **what_broke(error))', '            raise', 'tests/kit/test_mail.py::test_one_that_cannot_be_written_holds_up_no_other'),
    ('web/kit/mail.py', '            return tried\n', '            continue\n', 'tests/kit/test_mail.py::test_while_nobody_is_there_it_waits_and_then_goes_once'),
    ('web/kit/mail.py', 'raise Away(f"{type(error).__name__} {error.smtp_code}")', 'raise _refusal(error.smtp_code)', 'tests/kit/test_mail.py::test_a_wrong_password_costs_no_letter'),
    ('web/kit/mail.py', 'f"<{letter.id}@', 'f"<{letter.id}.{letter.tries}@', 'tests/kit/test_mail.py::test_a_lost_receipt_means_the_same_letter_again'),
    ('web/settings.py', '[^\\s/@?#]+@', '[^\\s/@]+@', 'tests/kit/test_mail.py::test_a_mail_server_that_cannot_be_is_named_at_start'),
    ('web/notifications/listeners.py', ' and not happening.facts["is_new"]', ' and False', 'tests/notifications/test_listeners.py::test_a_sign_in_at_a_known_device_is_not_told'),
    ('web/notifications/listeners.py', '.format(**facts)', '.format(**facts).format(**facts)', 'tests/notifications/test_listeners.py::test_a_fact_with_braces_is_text'),
    ('web/accounts/actions.py', 'unversioned(visit.whence.agent) not in', 'visit.whence.agent not in', 'tests/notifications/test_listeners.py::test_a_new_device_is_told_and_a_known_one_is_not'),
    ('templates/letters/told/body.html', '<p>{{ words }}</p>', '<p>{{ words|safe }}</p>', 'tests/notifications/test_letters.py::test_words_of_a_person_stay_text'),
    ('templates/letters/told/body.html', '{{ way_on(button, address ~ way) }}', '{{ way_on(button, way) }}', 'tests/notifications/test_letters.py::test_a_letter_leads_to_us_alone'),
    ('migrations/versions/20261121_accounts.py', 'if old.read_at is null then more := more - 1; end if;', '', 'tests/notifications/test_inbox.py::test_read_unread_and_all_read'),
    ('web/notifications/actions.py', 'if (notice.read_at is not None) != is_read:', 'if notice:', 'tests/notifications/test_inbox.py::test_the_time_of_reading_stays_the_first'),
]  # fmt: skip
