"""What one running process holds, handed to every handler."""

from dataclasses import dataclass, field
from typing import Any

import jinja2

from web.db import Database
from web.kit.files import Files
from web.kit.guide import Guide
from web.kit.outbound import Outbound
from web.kit.printing import Press
from web.settings import Settings


@dataclass(frozen=True)
class House:
    settings: Settings
    database: Database
    files: Files
    press: Press
    templates: jinja2.Environment
    outbound: Outbound = field(default_factory=Outbound)
    guide: Guide | None = None

    def render(self, template: str, **context: Any) -> str:
        return self.templates.get_template(template).render(**context)
