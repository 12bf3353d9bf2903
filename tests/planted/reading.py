"""What a machine reads, and advice: nothing is read that is not there, nothing is lost unsaid."""

from tests.planted import Fault

R = "tests/resumes/test_readback.py::"
P = "tests/resumes/test_reading.py::"
A = "tests/resumes/test_advice.py::"
L = "tests/kit/reading/test_lines.py::"
FAULTS: list[Fault] = [
    ("web/kit/reading/layout.py", "left=width - word.right, right=width - word.left", "left=word.left, right=word.right", R + "test_what_runs_from_the_right_is_read_back_too"),
    ("web/kit/reading/lines.py", 'reversed(glyph) if _is_of_the_right("".join(glyph)) else glyph', "glyph", R + "test_what_runs_from_the_right_is_read_back_too"),
    ("web/kit/reading/career.py", "except pdfium.PdfiumError:", "except KeyError:", L + "test_what_is_no_pdf_is_refused_in_words"),
    ("web/resumes/readback.py", "if re.search(rf", "if near and re.search(rf", R + "test_what_is_lost_or_glued_is_told"),
    ("web/resumes/readback.py", 'basics, "name": name', "basics", R + "test_however_its_name_is_written"),
    ("web/resumes/reading.py", "word for word in missing if word not in whole", "word for word in missing[:0]", P + "test_words_that_are_lost_or_glued_are_named"),
    ("web/resumes/counsel.py", "(found.of or found.words)", "found.section", A + "test_what_was_put_aside_is_said_no_more_until_its_words_change"),
    ("web/resumes/advice/__init__.py", "facts.tongue not in self.languages", "not facts.tongue", A + "test_a_rule_that_needs_words_says_nothing_in_a_language_it_does_not_know"),
    ("web/resumes/advice/dates.py", "months > LONG_GAP and span.section", "months >= 0 and span.section", A + "test_rule"),
]  # fmt: skip
