"""The formats a career comes in: every value comes along, nothing private is opened, nothing hostile gets through."""

from tests.planted import Fault

L = "tests/imports/formats/test_linkedin.py::"
E = "tests/imports/formats/test_europass.py::"
G = "tests/imports/formats/test_github.py::"
P = "tests/imports/formats/test_prose.py::"
F = "tests/imports/test_formats.py::"
S = "tests/imports/formats/test_linkedin_pdf.py::"
FAULTS: list[Fault] = [
    ("web/imports/formats/linkedin.py", "if len(wanted & set(map(letters, row))) >= least", "if row", L + "test_the_same_career_whatever_the_archive_looks_like"),
    ("web/imports/formats/linkedin.py", "for name in (name for its_key, name in tables if its_key == key):", "for name in archive.names:", L + "test_what_is_private_is_never_opened"),
    ("web/imports/formats/linkedin.py", "html.unescape(text)", "text", L + "test_the_same_career_whatever_the_archive_looks_like"),
    ("web/imports/formats/linkedin.py", 'if row("Status").upper() in ("", "VISIBLE"):', "if True:", L + "test_what_has_no_place_is_named"),
    ("web/imports/formats/linkedin.py", "        stay[\"endDate\"] = None", "        pass", L + "test_the_same_career_whatever_the_archive_looks_like"),
    ("web/imports/formats/linkedin_pdf.py", "elif title:  # what", "else:  # what", S + "test_promotions_are_posts_of_one_company"),
    ("web/imports/formats/linkedin_pdf.py", "lines = _without_counts(sheet)", "lines = sheet.lines", S + "test_a_text_goes_on_over_the_page"),
    ("web/imports/formats/linkedin_pdf.py", " and room.is_full(held[-1], line, room.edges[line.column])", "", S + "test_items_are_apart_however_close_their_lines_are"),
    ("web/imports/formats/linkedin_pdf.py", "(line.style.colour != when.style.colour or is_apart)", "line.style.colour != when.style.colour", S + "test_a_place_is_none_of_the_text"),
    ("web/imports/formats/linkedin_pdf.py", "if any(section.kind in ENTRIES and section.kind not in said", "if any(False and section.kind not in said", S + "test_one_that_is_set_otherwise_is_read_as_anybodys"),
    ("web/imports/formats/linkedin_pdf.py", "if parts is None:", "if False:", S + "test_one_that_is_set_otherwise_is_read_as_anybodys"),
    ("web/imports/files/points.py", "first, *rest = INLINE.split(line)", "first, rest = line, []", L + "test_flattened_points_are_points_again"),
    ("web/imports/files/europass/__init__.py", "OLD_CODES.get(code, code) if re.fullmatch", "code.lower() if re.fullmatch", E + "test_every_value_of_the_present_generation"),
    ("web/imports/files/europass/__init__.py", 'get_global("language_aliases").get(tag.lower(), tag.lower())', "tag.lower()", E + "test_languages_by_code_address_or_name"),
    ("web/imports/files/europass/passport.py", '    yield from children(parent, name)\n', "", E + "test_roots_and_lists_of_other_versions"),
    ("web/imports/files/europass/candidate.py", 'elif name and name not in READ and said(part):', "elif False:", E + "test_what_contradicts_itself_or_has_no_place_is_named"),
    ("web/imports/formats/europass.py", 'name.lower().endswith(".xml") and ROOTS', 'name == "cv.xml" and ROOTS', E + "test_a_pdf_that_carries_it_is_the_same"),
    ("web/imports/formats/github.py", 'one.get("private") or one.get("isPrivate")', "False", G + "test_every_value"),
    ("web/imports/formats/github.py", "sorted((one for one in public if not _is_fork(one)), key=_rank)", "public", G + "test_every_value"),
    ("web/imports/formats/docx.py", "if not own.is_hidden:", "if True:", P + "test_what_was_struck_out_or_hidden_or_noted_is_not_said"),
    ("web/imports/formats/docx.py", '"commentReference", "Fallback"', '"commentReference"', P + "test_a_text_box_is_said_once_though_it_is_written_twice"),
    ("web/imports/formats/docx.py", 'return local(element) == "sdt" and', "return False and", P + "test_what_nobody_has_filled_in_yet_is_not_said"),
    ("web/imports/formats/text.py", "is_full or is_set_in", "False", P + "test_lines_that_a_program_broke_are_whole_again"),
    ("web/imports/formats/rtf.py", 'elif self.state.is_list_text and word in ("pard", "plain"):', "elif False:", P + "test_rich_text_with_lists_in_the_cells_of_a_table"),
    ("web/imports/formats/html.py", "or is_hidden or HIDDEN.search", "or HIDDEN.search", P + "test_a_web_page_says_what_it_shows"),
    ("web/kit/decoding.py", 'return "cp1252"', 'return "utf-8"', P + "test_plain_text_in_every_encoding"),
    ("web/imports/files/prose.py", "if is_contact or text", "if text", P + "test_an_address_behind_words_is_shown_or_named"),
    ("web/kit/reading/flow.py", "for run in _unglued(runs):", "for run in runs:", P + "test_a_date_glued_to_a_word_stands_apart_again"),
    ("web/kit/reading/flow.py", 'LENGTH.sub(" ", run.text)', "run.text", P + "test_posts_that_are_items_of_a_list_are_posts"),
    ("web/imports/files/prose.py", "if passage.mark and rest and not rest[0].mark and _holds_entry(passage, rest):", "if False:", P + "test_posts_that_are_items_of_a_list_are_posts"),
    ("web/imports/files/prose.py", "is_again = held is not None and not passage.mark", "is_again = held is not None", P + "test_a_heading_that_is_there_twice_is_said_once_as_it_is_set_last"),
    ("web/imports/files/prose.py", "listed = _entries_of_a_line(every)", "listed: set[int] = set()", P + "test_items_that_all_end_in_a_date_are_entries_of_a_line"),
    ("web/imports/files/archives.py", "        if len(body) > most:", "        if False:", F + "test_hostile_files_are_refused_within_limits"),
    ("web/imports/files/archives.py", "if any(_leads_out(member) for member in members):", "if False:", F + "test_hostile_files_are_refused_within_limits"),
    ("web/imports/files/archives.py", "if len(members) > MOST_MEMBERS:", "if False:", F + "test_hostile_files_are_refused_within_limits"),
    ("web/kit/markup.py", '    if b"<!ENTITY" in body:', "    if False:", F + "test_hostile_files_are_refused_within_limits"),
    ("web/imports/__init__.py", "fitting(found.read(body))", "found.read(body)", F + "test_what_a_profile_cannot_hold_is_taken_out_and_named"),
    ("web/imports/__init__.py", "    if is_stranger(body):", "    if False:", F + "test_what_is_no_resume_is_told_what_it_is"),
]  # fmt: skip
