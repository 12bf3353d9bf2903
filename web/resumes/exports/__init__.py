"""Taking a résumé along to work on it elsewhere: every format on this shelf writes a career as one file.

A format is a module with `NAME` (as people say it), `SUFFIX` (of the file, and in its address), `MEDIA_TYPE` and
`write(order)`: a pure function from what the press would be asked for to the file's bytes, the same for the same order.
"""

import functools
from types import ModuleType

from web.kit.shelf import modules_on


@functools.cache
def formats() -> dict[str, ModuleType]:
    """Suffix to format."""
    return {module.SUFFIX: module for module in modules_on(__name__)}
