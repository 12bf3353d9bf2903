"""An application's page, its job, its people, and what was sent: kept as it was, and nobody else's."""

from tests.planted import Fault

A, J, C, S = (f"tests/applications/test_{name}.py::" for name in ("application", "job", "contacts", "sending"))
F, ADD = "tests/jobs/test_fetching.py::", "tests/applications/test_add.py::"
SENDING, MOMENTS = "web/applications/sending.py", "web/applications/pages/moments.py"

FAULTS: list[Fault] = [
    ("web/applications/stages.py", "before.meaning in UNSENT and not was_sent", "after.meaning in SENT", S + "test_it_stays_byte_for_byte_whatever_happens_to_its_sources"),
    (SENDING, "if sending is None or not sending.order:", "if sending is None:", S + "test_it_stays_byte_for_byte_whatever_happens_to_its_sources"),
    (SENDING, '"answers": dict(application.answers)', '"answers": {}', S + "test_on_applied_everything_is_kept_and_can_be_taken"),
    (SENDING, "except NotFound:  # it lies in the bin", "except KeyError:", S + "test_a_resume_in_the_bin_does_not_stand_in_the_way"),
    (SENDING, "except PrintFailed as failure:", "except KeyError as failure:", S + "test_a_sheet_that_cannot_be_set_keeps_its_words"),
    ("web/applications/changing.py", "if name in was and was[name] != mark_of(present[name]):", "if False:", C + "test_two_tabs_lose_nothing"),
    ("web/applications/changing.py", "            reading.raw[name] = present[name]\n", "", C + "test_two_tabs_lose_nothing"),
    ("web/applications/changing.py", "    draft.unsettled = {}\n", "", A + "test_what_is_typed_is_saved_and_says_so"),
    ("web/applications/changing.py", "    settled.taken -= draft.unsettled.keys()\n", "", A + "test_what_is_typed_is_saved_and_says_so"),
    ("web/applications/pages/application.py", "marks_sent(visit)", "{}", A + "test_two_tabs_lose_nothing"),
    (MOMENTS, "marks_sent(visit)", "{}", A + "test_two_tabs_on_one_moment_lose_nothing"),
    (MOMENTS, "        moment.done_at = moment.done_at or now()\n        application.touched_at = now()\n", "        moment.done_at = moment.done_at or now()\n", A + "test_a_next_step_is_done_and_undone"),
    ("web/applications/pages/answers.py", 'was not in ("", mark_of(there))', 'was != ""', A + "test_answers_are_kept_changed_and_taken_out"),
    ("web/resumes/states.py", "if present.revision != revision:", "if False:", S + "test_which_state_went_where_is_seen_from_both_sides"),
    ("web/resumes/states.py", "    present.name = present.name or name[:SHORT]\n", "", S + "test_which_state_went_where_is_seen_from_both_sides"),
    ("web/jobs/queries.py", "Job.owner_id == owner_id, is_same)", "Job.owner_id == owner_id, is_same, col(Job.removed_at).is_(None))", ADD + "test_what_was_put_away_is_recognised_and_comes_back"),
    ("web/applications/undoing.py", "sorted(deleted, key=list(KINDS).index)", "deleted", C + "test_deleted_they_are_gone_everywhere_and_come_back_whole"),
    (MOMENTS, "if moment.kind not in WRITTEN:", "if False:", A + "test_what_the_app_saw_happen_is_not_changed_by_hand"),
    (MOMENTS, "len(brought.body) > LARGEST_FILE", "len(brought.body) > 2 * LARGEST_FILE", A + "test_a_file_that_is_too_large_is_refused_and_the_words_stay"),
    ("web/applications/timeline.py", 'name.replace("\\\\", "/")', "name", A + "test_a_file_has_a_plain_name"),
    ("web/applications/leftovers.py", "return made < now() - ON_ITS_WAY", "return True", S + "test_taken_back_it_was_never_sent"),
    ("web/applications/pages/job.py", '        reading.values.pop("text", None)\n', "        pass\n", J + "test_the_words_of_a_posting_stay_as_they_were"),
    ("web/applications/away.py", "application.removed_at = job.removed_at = application.removed_at or", "application.removed_at = application.removed_at or", J + "test_deleting_a_job_puts_its_application_into_the_bin_with_it"),
    ("web/jobs/fetching.py", "if answer.status != 200:", "if False:", F + "test_a_page_that_is_refused_is_no_posting"),
    ("web/jobs/fetching.py", "if len(found) > 1:", "if False:", F + "test_a_page_of_many_jobs_is_not_one_of_them"),
    ("web/jobs/fetching.py", "    except NotFetched:\n        return None\n", "    except KeyError:\n        return None\n", F + "test_where_nobody_answers_for_the_source_the_page_is_read"),
    ("web/applications/pages/add.py", 'reading.raw["url"], reading.errors["posting"] = link,', 'reading.raw["url"], reading.errors["posting"] = "",', ADD + "test_a_link_that_cannot_be_read_stays_and_the_box_is_right_there"),
]  # fmt: skip
