"""A shelf is a package whose modules all keep one contract: adding a thing is adding a file."""

import importlib
import pkgutil
from types import ModuleType


def modules_on(package: str) -> list[ModuleType]:
    """Every module of a package, by name."""
    folder = importlib.import_module(package)
    names = sorted(found.name for found in pkgutil.iter_modules(folder.__path__) if not found.ispkg)
    return [importlib.import_module(f"{package}.{name}") for name in names]
