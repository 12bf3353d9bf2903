"""Postings: all that they say is found, nothing is invented, and what is sent to harm is read quickly."""

from tests.planted import Fault

S = "tests/jobs/test_salary.py::"
D = "tests/jobs/test_days.py::"
T = "tests/jobs/test_terms.py::"
W = "tests/jobs/test_words.py::"
K = "tests/jobs/test_sameness.py::"
B = "tests/jobs/test_bad_pages.py::"
R = "tests/jobs/test_sources.py::"
F = "tests/jobs/test_truth.py::"
A = "tests/jobs/test_fetching.py::"
M = "tests/jobs/test_marks.py::"
FAULTS: list[Fault] = [
    ("web/jobs/postings.py", "if is_nothing(value) or not is_nothing(getattr(self, name)):", "if is_nothing(value):", F + "test_our_samples_say_what_a_person_reads"),
    ("web/jobs/salary.py", 'if "salary" not in posting.said and', "if", S + "test_the_four_of_a_salary_belong_together"),
    ("web/jobs/salary.py", "if not is_for_pay and not _is_pay(line, found, low, before, behind):", "if False:", S + "test_money_that_nobody_is_paid"),
    ("web/jobs/salary.py", "How.STATED if period and (currency or not signs) else How.INFERRED", "How.STATED", S + "test_pay_in_words"),
    ("web/jobs/salary.py", 'if high is None and _ends_with("most", before):', "if False:", S + "test_pay_in_words"),
    ("web/jobs/salary.py", "low = low * 1000 if low < 1000", "low = low if low < 1000", S + "test_pay_in_words"),
    ("web/jobs/days.py", "if day <= 12 and month <= 12 and day != month:", "if False:", D + "test_what_is_no_day_is_none"),
    ("web/jobs/days.py", "number // 1000 if abs(number) >= MILLISECONDS else number", "number", D + "test_the_day_of_a_moment_is_that_of_its_own_zone"),
    ("web/jobs/days.py", "if each and each >= seen_on", "if each", D + "test_deadlines_in_words"),
    ("web/jobs/terms.py", '("sponsored", True, How.STATED),', '("sponsored", False, How.STATED),', T + "test_visas"),
    ("web/jobs/terms.py", "How.STATED if is_sure else How.INFERRED", "How.STATED", T + "test_both_home_and_office_is_worked_out"),
    ("web/jobs/terms.py", "DOUBTFUL.sub(\" \", said) if found[\"before\"] else said", "said", T + "test_for_how_long_a_sentence_says"),
    ("web/jobs/skills.py", "if is_sure or is_any_sure", "if True", W + "test_skills_in_a_sentence"),
    ("web/jobs/skills.py", "kind = preferred if is_preferred or", "kind = preferred if is_preferred and", W + "test_what_would_be_nice_is_not_required"),
    ("web/jobs/skills.py", "if max(LEAST_KNOWN, len(unknown)) <=", "if len(unknown) <=", W + "test_headings_within_a_paragraph"),
    ("web/jobs/sections.py", "is_title = number == 0 and not is_heading(line)", "is_title = False", W + "test_a_title_heads_nothing"),
    ("web/jobs/sections.py", "kind is None and (is_after_items or", "kind is None and (", W + "test_passages_under_headings"),
    ("web/jobs/words.py", "words.casefold() != own]", "True]", W + "test_a_company_that_is_listed_speaks_of_itself"),
    ("web/jobs/vocabulary.py", 'return max((run.strip() for run in BREAK.split(fragment)), key=len).lower()', 'return fragment', W + "test_a_line_without_any_hint_has_none_of_the_words"),
    ("web/jobs/plain.py", 'if TAG.search(markup) is None and "lt;" in markup:', "if False:", W + "test_lines_out_of_markup"),
    ("web/jobs/sameness.py", "if not TRACKS.fullmatch(name))", "if name)", K + "test_addresses_of_one_posting"),
    ("web/jobs/sameness.py", "if not words and not (posting.title and posting.company):", "if False:", K + "test_what_says_too_little_is_like_nothing_else"),
    ("web/jobs/loose_json.py", "        except RecursionError:\n            return None\n", "", B + "test_a_page_of_a_megabyte_is_read"),
    ("web/jobs/fields.py", "return written(found)", "return found", B + "test_what_json_can_spell_and_no_database_keeps_is_gone"),
    ("web/jobs/postings.py", 'address if address.startswith(("http://", "https://")) else ""', "address", B + "test_addresses_lead_to_the_web_and_nowhere_else"),
    ("web/jobs/titles.py", "if (found := AT.fullmatch(title)) and", "if (found := AT.fullmatch(title)) and False and", W + "test_the_head_of_a_text"),
    ("web/jobs/fields.py", "found if found.is_finite() and 0 < found < MOST_AMOUNT else None", "found", B + "test_fields_of_another_kind_are_empty"),
    ("web/jobs/saved.py", "if not ENCODINGS.fullmatch(name) or", "if", B + "test_pages_in_every_encoding"),
    ("web/jobs/saved.py", "CHARSET.search(media_type) or CHARSET.search(", "CHARSET.search(media_type) or re.search(\"^$\", ", B + "test_the_encoding_that_a_page_names"),
    ("web/jobs/sources/lever.py", "{found[1] or ''}", "", R + "test_a_public_interface_is_asked_for_just_the_posting"),
    ("web/jobs/sources/greenhouse.py", "low and low / 100", "low", F + "test_our_samples_say_what_a_person_reads"),
    ("web/jobs/sources/pinpoint.py", 'return any("skills_knowledge_expertise" in job', 'return any(True', R + "test_a_source_leaves_alone_what_it_does_not_know"),
    ("web/jobs/reading.py", "posting.source = name", "pass", R + "test_a_source_knows_and_reads_its_sample"),
    ("web/jobs/reading.py", "_each_once(source.parse(page))", "source.parse(page)", F + "test_the_samples_of_others_say_what_a_person_reads"),
    ("web/jobs/sections.py", "if len(words) <= HEADING and _around().fullmatch(words):", "if False:", W + "test_which_line_is_the_title"),
    ("web/jobs/titles.py", "if _is_for_the_next(line) or (", "if (", W + "test_which_line_is_the_title"),
    ("web/jobs/titles.py", "if post is None or is_post(parts[0]):", "if True:", W + "test_which_line_is_the_title"),
    ("web/jobs/employers.py", 'if found and (is_about_them or _is_somebody(found["name"], text)):', "if found:", W + "test_whose_job_it_is"),
    ("web/jobs/employers.py", 'THE.sub("", re.sub(', '(lambda _, name, count: name)("", re.sub(', W + "test_whose_job_it_is"),
    ("web/jobs/skills.py", "return [sure, last] if are_two else [sentence]", "return [sentence]", F + "test_our_samples_say_what_a_person_reads"),
    ("web/jobs/words.py", 'if found and not (is_theirs or pattern("skills", "preferred").search(found[1])):', "if found and not is_theirs:", F + "test_our_samples_say_what_a_person_reads"),
    ("web/jobs/words.py", 'sentences(ADDRESS.sub("", line))', "sentences(line)", F + "test_our_samples_say_what_a_person_reads"),
    ("web/jobs/terms.py", "if (told := _unless_denied(remote, line, at))", "if (told := remote)", T + "test_where_a_sentence_says_one_works"),
    ("web/jobs/terms.py", "if kind and not is_denied and not re", "if kind and not re", T + "test_for_how_long_a_sentence_says"),
    ("web/jobs/terms.py", "first, _, more = plain.partition(\". \")", "first, more = plain, ''", T + "test_a_label_that_says_yes_or_no"),
    ("web/jobs/days.py", "is_turned = lines.are_months_first", "is_turned = False", D + "test_the_other_days_show_which_is_the_month"),
    ("web/jobs/words.py", "if len(here) == 1 and", "if False and", W + "test_dollars_are_those_of_the_country"),
    ("web/jobs/words.py", "is_theirs = found and section.kind != Kind.REQUIRED and", "is_theirs = False and", W + "test_what_a_company_says_of_itself_is_not_asked_for"),
    ("web/jobs/words.py", "(bare if 2 * len(bare) > len(lines) else lines)", "lines", W + "test_what_stands_below_a_list_is_no_part_of_it"),
    ("web/jobs/sections.py", "if len(lines) > FEWEST_LINES and _is_of_others(words):", "if False:", W + "test_the_other_postings_of_a_board_are_not_read"),
    ("web/jobs/sections.py", "label.endswith((\":\", \"：\")) or len(line) <= HEADING", "True", W + "test_a_label_stands_above_its_value"),
    ("web/jobs/skills.py", "asked = filter(None, map(_asked_for, sentences))", "asked = sentences", W + "test_what_is_not_asked_for_is_no_skill"),
    ("web/jobs/titles.py", "if CRUMBS.fullmatch(line) or", "if", W + "test_which_line_is_the_title"),
    ("web/jobs/titles.py", "return is_loud and len(line)", "return False and len(line)", W + "test_which_line_is_the_title"),
    ("web/jobs/head.py", "        return  # another job of theirs\n", "        pass\n", W + "test_another_job_of_theirs_is_not_this_one"),
    ("web/jobs/days.py", "until = UNTIL.match(behind)", "until = None", D + "test_deadlines_in_words"),
    ("web/jobs/fields.py", "\\xad\\u200b\\u202a-\\u202e", "", B + "test_what_nobody_sees_hides_nothing"),
    ("web/jobs/fetching.py", "if not found[0].source:", "if False:", A + "test_words_that_are_no_posting_are_not_taken_for_one"),
    ("web/jobs/fetching.py", "are_few and pattern", "False and pattern", A + "test_words_that_are_no_posting_are_not_taken_for_one"),
    ("web/jobs/words.py", "how = How.STATED if are_asked_for else How.INFERRED", "how = How.STATED", M + "test_every_fact_on_the_page_has_its_mark"),
    ("web/jobs/words.py", "How.STATED if closes.is_whole else How.INFERRED", "How.STATED", M + "test_every_fact_on_the_page_has_its_mark"),
]  # fmt: skip
