"""Taking a résumé along in other formats: everything comes back, and what is written stays text."""

from tests.planted import Fault

T = "tests/resumes/test_exports.py::"
FAULTS: list[Fault] = [
    ("web/resumes/exports/markdown.py", 'SIGNS.sub(r"\\\\\\g<0>", text)', "text", T + "test_signs_of_markdown_mean_nothing_in_it"),
    ("web/resumes/exports/html.py", "autoescape=True", "autoescape=False", T + "test_whatever_is_written_stays_text"),
    ("templates/resumes/taken.html", "default-src 'none'; ", "", T + "test_the_page_loads_and_runs_nothing"),
    ("web/resumes/exports/docx.py", "zipfile.ZipInfo(part.filename, BEFORE_THE_CLOCK)", "part.filename", T + "test_the_same_career_gives_the_same_bytes_on_any_day"),
    ("web/resumes/exports/docx.py", "return next(directions, otherwise)", "return next(directions, False)", T + "test_hebrew_runs_from_the_right"),
    ("web/resumes/exports/docx.py", "        if link:", "        if False:", T + "test_every_address_comes_along"),
    ("web/resumes/outline.py", 'entry["points"]', 'entry["points"][:-1]', T + "test_every_value_of_the_career_comes_back"),
    ("web/kit/printing/said.py", 'controls["order"] or ORDER', "ORDER", T + "test_the_design_and_its_language_hold_in_the_file"),
]  # fmt: skip
