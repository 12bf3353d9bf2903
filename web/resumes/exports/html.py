"""One HTML file that needs nothing else: to read in a browser, to print from one, to put on a server."""

import jinja2

from web.kit import marks
from web.kit.printing import Order
from web.kit.printing.said import said_in
from web.kit.printing.words import direction_of
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
TEMPLATES.filters["marked"] = marks.html
TEMPLATES.filters["fits"] = lambda text, room: True


def write(order: Order) -> bytes:
    """The same parts as the sheets, with a small stylesheet of its own. Nothing in it is loaded or run."""
    seen, words = said_in(order)
    setting = {"language": order.language, "direction": direction_of(order.language), "paper": order.paper}
    return TEMPLATES.get_template("taken.html").render(v=seen, s=setting, l=words).encode()
