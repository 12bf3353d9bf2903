"""Marks, pasting and lines: they mean the same everywhere, and nothing else comes of them."""

from tests.planted import Fault

M, P, E, W = (
    f"tests/{file}.py::"
    for file in ("kit/test_marks", "kit/printing/test_prose", "resumes/test_exports", "browser/test_writing")
)
FAULTS: list[Fault] = [
    ("web/kit/marks.py", "inner.isspace() or (_is_letter(outer) and not EAST_ASIAN.match(outer))", "inner.isspace()", M + "test_whatever_else_stays_as_it_was_written"),
    ("web/kit/marks.py", 'link if HAS_HOST.match(link) else ""', "link", M + "test_a_link_that_leads_nowhere_good_is_only_its_words"),
    ("web/kit/marks.py", 'href="{escape(style)}"', 'href="{style}"', M + "test_a_mark_is_what_it_says"),
    ("web/kit/marks.py", "            waiting.clear()", "            pass", M + "test_a_mark_ends_on_its_line"),
    ("web/kit/marks.py", "or SCHEME.match(address)", "", M + "test_a_link_that_leads_nowhere_good_is_only_its_words"),
    ("web/kit/printing/prose.py", 'joined("".join(run.text for run in runs))', '"".join(joined(run.text) for run in runs)', M + "test_words_that_are_marked_in_part_stay_on_one_line"),
    ("templates/designs/_parts.html", '<p class="text">{{ text|marked }}', '<p class="text">{{ text|keep }}', P + "test_every_sentence_of_a_design_knows_marks"),
    ("templates/designs/_base.css", "em { font-style: italic;", "em { font-style: normal;", P + "test_marks_are_set_and_not_printed[modern]"),
    ("web/kit/printing/said.py", 'dates=controls["dates"], ', "", E + "test_a_file_says_what_the_controls_made_the_sheet_say"),
    ("web/resumes/exports/markdown.py", 'else "_"', 'else "*"', E + "test_markdown_and_text_are_what_somebody_found_good"),
    ("web/resumes/exports/docx.py", "added.italic = added.font.cs_italic = True", "pass", E + "test_marks_are_what_each_format_has_for_them"),
    ("web/resumes/exports/docx.py", "different_first_page_header_footer = True", "different_first_page_header_footer = False", E + "test_pages_after_the_first_are_numbered_in_the_readers_language"),
    ("web/resumes/exports/text.py", "groupby(runs, lambda run: run.link)", "((run.link, [run]) for run in runs)", E + "test_marks_are_what_each_format_has_for_them"),
    ("static/js/paste.js", "parseFromString(harmless(source),", "parseFromString(source,", W + "test_what_is_pasted_becomes_lines_and_marks"),
    ("static/js/paste.js", "ADDRESS.test(address) ? address : link", "address || link", W + "test_what_is_pasted_becomes_lines_and_marks"),
    ("static/js/lines.js", "box.value = before.trimEnd();", "", W + "test_lines_are_made_joined_and_moved_by_keys"),
    ("static/js/marks.js", "if (stretch) unmark", "if (!stretch) unmark", W + "test_keys_put_marks_around_words_and_take_them_off"),
    ("templates/profile/_fields.html", ' lang="{{ view.language }}"', "", W + "test_the_browser_knows_the_language_of_the_words"),
]  # fmt: skip
