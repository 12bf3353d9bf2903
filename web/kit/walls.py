"""The second wall: row-level security, as migrations build it.

The app's role sees a row only when its `owner_id` is the person of the transaction. The owner of the tables (who runs
migrations, back-ups and the few SECURITY DEFINER functions below) keeps sight of everything through a policy of its
own, because FORCE binds table owners too.
"""

from alembic import op

PERSON = "nullif(current_setting('app.person_id', true), '')::uuid"
APP = "metier_app"


def protect(table: str, owner: str = "owner_id") -> None:
    """Wall off a table by its owner column, and let the app's role work inside the wall."""
    op.execute(f'alter table "{table}" enable row level security')
    op.execute(f'alter table "{table}" force row level security')
    op.execute(f'create policy owner on "{table}" to {APP} using ({owner} = {PERSON}) with check ({owner} = {PERSON})')
    op.execute(f'create policy keeper on "{table}" to current_user using (true) with check (true)')
    op.execute(f'grant select, insert, update, delete on "{table}" to {APP}')
    keep_times(table)


def keep_times(table: str) -> None:
    """`updated_at` is the database's to set."""
    op.execute(
        f'create trigger touch before update on "{table}" for each row when (old.* is distinct from new.*) '
        "execute function touch()"
    )
