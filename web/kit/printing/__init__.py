"""Printing: a résumé as JSON in, a tagged PDF and pictures of its pages out."""

from web.kit.printing.designs import Design, designs
from web.kit.printing.orders import LARGEST_CONTENT, Order, Printed, PrintFailed, Superseded
from web.kit.printing.press import Press
from web.kit.printing.words import LANGUAGES

__all__ = ["LANGUAGES", "LARGEST_CONTENT", "Design", "Order", "Press", "PrintFailed", "Printed", "Superseded", "designs"]
