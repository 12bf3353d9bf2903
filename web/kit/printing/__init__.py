"""Printing: a résumé as JSON Resume, set in one of the designs, as a tagged PDF that carries its own data.

The room's files in the order a sheet passes through them: `orders`, `press` (and `setting` in its children), `designs`
(with `controls`), `lists` (with `words`, `dates`, `names`, `text`, `prose`), `scale`, `faces`, `typeset`, `tags`,
`pictures`; and `fit`, which tries until a sheet has few enough pages. Importing this does not import WeasyPrint.
"""

from web.kit.printing.controls import Control
from web.kit.printing.designs import Design, designs
from web.kit.printing.fit import Fitting, Measure, Point
from web.kit.printing.orders import Order, Printed, PrintFailed, Superseded
from web.kit.printing.press import Press
from web.kit.printing.words import LANGUAGES

__all__ = [
    "LANGUAGES", "Control", "Design", "Fitting", "Measure", "Order", "Point", "Press", "PrintFailed", "Printed",
    "Superseded", "designs",
]  # fmt: skip
