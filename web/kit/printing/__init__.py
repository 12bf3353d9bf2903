"""Printing: a résumé as JSON Resume, set in one of the designs, as a tagged PDF that carries its own data.

The room's files in the order a sheet passes through them: `orders`, `press` (and `setting` in its children), `lists`
(with `words`, `dates`, `text`), `designs`, `typeset`, `tags`, `pictures`. Importing this does not import WeasyPrint.
"""

from web.kit.printing.designs import Design, designs
from web.kit.printing.orders import Order, Printed, PrintFailed, Superseded
from web.kit.printing.press import Press
from web.kit.printing.words import LANGUAGES

__all__ = ["LANGUAGES", "Design", "Order", "Press", "PrintFailed", "Printed", "Superseded", "designs"]
