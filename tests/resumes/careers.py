"""What a résumé says to a reader, as the press is given it."""

from typing import Any

from tests.world import Somebody
from web.db import hash_token
from web.resumes.actions import order_for


def career_printed(who: Somebody, wanted: str = "default") -> dict[str, Any]:
    with who.database.as_caller(hash_token(who.token)) as db:
        return order_for(db, who.id, wanted)[2].resume
