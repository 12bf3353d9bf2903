"""Sealing everything anew with the newest key, so that older ones can be taken out of METIER_KEYS.

It goes on where it was stopped, and while the app runs: only what an older key sealed is touched, some rows at a time.
"""

from base64 import b64decode
from collections.abc import Iterator

import sqlalchemy as sa
from sqlmodel import SQLModel

from web.db import owner_url
from web.kit.sealed import SEALED, newest, seal_bytes, unseal_bytes
from web.kit.tasks import disclose, enclose
from web.settings import Settings

A_BATCH = 500


def reseal(settings: Settings) -> int:
    """Returns how many values were sealed anew. The keys are held already; the tables' owner does it, for everybody."""
    engine = sa.create_engine(owner_url(settings), poolclass=sa.NullPool, hide_parameters=True)
    changed = 0
    for column in sealed_columns():
        while many := _reseal_some(engine, column):
            changed += many
    with engine.begin() as connection:
        changed += _reseal_errands(connection)
        connection.execute(sa.text("delete from keys where name not in (:newest, 'the index')"), {"newest": newest()})
    return changed


def sealed_columns() -> Iterator[sa.Column[bytes]]:
    """Every column of every table that holds something sealed with the ring."""
    for table in SQLModel.metadata.sorted_tables:
        for column in table.c:
            if isinstance(column.type, SEALED) or (table.name, column.name) == ("keys", "sealed"):
                yield column


def _reseal_some(engine: sa.Engine, column: sa.Column[bytes]) -> int:
    """Some rows whose value an older key sealed; how many there were."""
    raw, keys = sa.type_coerce(column, sa.LargeBinary), list(column.table.primary_key)
    mark = newest().encode() + b"\0"
    older = sa.func.substring(raw, 1, len(mark)) != mark
    if column.table.name == "keys":
        older &= column.table.c.name == "the index"
    with engine.begin() as connection:
        rows = connection.execute(sa.select(*keys, raw).where(older).limit(A_BATCH).with_for_update()).all()
        for *key, value in rows:
            here = sa.and_(*(of == is_ for of, is_ in zip(keys, key, strict=True)))
            anew = sa.literal(seal_bytes(unseal_bytes(bytes(value))), sa.LargeBinary)
            connection.execute(sa.update(column.table).where(here).values({column: anew}))
    return len(rows)


def _reseal_errands(connection: sa.Connection) -> int:
    """What waits in the queue carries a sealed note, too."""
    waiting = connection.execute(_ERRANDS).all()
    mark = newest().encode() + b"\0"
    older = [(id, said) for id, said in waiting if not b64decode(said).startswith(mark)]
    for id, said in older:
        connection.execute(_SAY, {"id": id, "said": enclose(**disclose(said))})
    return len(older)


_ERRANDS = sa.text("select id, args->>'said' from procrastinate_jobs where args ? 'said' for update")
_SAY = sa.text(
    "update procrastinate_jobs set args = jsonb_set(args, '{said}', to_jsonb(cast(:said as text))) where id = :id"
)
