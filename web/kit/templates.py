"""How templates are read: escaped always but in plain text, and a misspelt name is a fault, not an empty place."""

from collections.abc import Callable

import jinja2

from web.kit.marks import plain
from web.settings import ROOT


def template_environment(asset: Callable[[str], str]) -> jinja2.Environment:
    """`asset` turns the name of one of our own files into its address; `plain` takes marks off a person's words."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(ROOT / "templates"),
        autoescape=lambda name: not (name or "").endswith(".txt"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=400,
    )
    environment.globals["asset"] = asset
    environment.filters["plain"] = plain
    return environment
