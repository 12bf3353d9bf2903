"""One HTML file that needs nothing else: to read in a browser, to print from one, to put on a server."""

from collections.abc import Sequence

import jinja2

from web.kit.printing.lists import ORDER, Data, view
from web.kit.printing.words import direction_of, words_of
from web.settings import ROOT

NAME = "Web page"
SUFFIX = "html"
MEDIA_TYPE = "text/html"

FOLDERS = (ROOT / "templates" / "resumes", ROOT / "templates" / "designs")
TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(FOLDERS), autoescape=True, undefined=jinja2.ChainableUndefined,
    trim_blocks=True, lstrip_blocks=True, auto_reload=False,
)  # fmt: skip
TEMPLATES.filters["keep"] = str  # the joiners that readers of PDF need would only travel along when one copies
TEMPLATES.filters["fits"] = lambda text, room: True


def write(career: Data, language: str, paper: str, order: Sequence[str] = ORDER) -> bytes:
    """The same parts as the sheets, with a small stylesheet of its own. Nothing in it is loaded or run."""
    words = words_of(language)
    setting = {"language": language, "direction": direction_of(language), "paper": paper}
    seen = view(career, language, words, order)
    return TEMPLATES.get_template("taken.html").render(v=seen, s=setting, l=words).encode()
