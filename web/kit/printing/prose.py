"""A person's sentences made ready for paper, with what their marks mean."""

import re
from dataclasses import replace
from itertools import islice

from markupsafe import Markup

from web.kit.marks import parse, tagged
from web.kit.printing.text import BREAK, JOINER, apart, joined

LETTER = re.compile(f".[{JOINER}{BREAK}]*", re.DOTALL)  # with the signs that follow it and take no room


def marked(text: str) -> Markup:
    """Bold, italic and linked words of a clean text, escaped, with joiners where a line must not end: they are put in
    before the words are told apart, because "**real**-time" is one word."""
    runs = parse(text)
    letters = iter(LETTER.findall(joined("".join(run.text for run in runs))))
    return tagged([replace(run, text="".join(islice(letters, len(run.text)))) for run in runs], apart)
