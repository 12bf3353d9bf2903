"""Taking what one tab changed in a row, where nobody else changed the same meanwhile; everything else stays.

Forms with a button are taken whole or not at all (`changed_here`); those that are saved while one types, field by field
(`settled_here`)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import SimpleNamespace
from typing import Any

from web.kit.forms import Form, Reading, Settled, mark_of, settle

MEANWHILE = "Another tab made this “{}” meanwhile. Save once more to keep yours."


def raw_of(value: Any) -> str:
    """A value as a browser sends it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "\n".join(map(str, value))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, StrEnum):
        return str(value.value)
    return value.isoformat() if isinstance(value, date) else str(value)


def as_it_is(row: Any, form: type[Form]) -> dict[str, str]:
    return {name: raw_of(getattr(row, name)) for name in form.model_fields if hasattr(row, name)}


def marks_of(row: Any, form: type[Form]) -> str:
    """What stands for each field as a tab sees it now; the form brings it back as `was`."""
    return " ".join(f"{name}:{mark_of(raw)}" for name, raw in as_it_is(row, form).items())


def changed_here(row: Any, form: type[Form], reading: Reading, was: Mapping[str, str]) -> dict[str, Any]:
    """The fields that this tab changed, with their values. What another one changed meanwhile, and otherwise, is added
    to the reading's errors; what this one left alone is shown as it is now."""
    present = as_it_is(row, form)
    mine = {}
    for name, value in reading.values.items():
        said = raw_of(value)
        if name not in present:
            continue
        if said == present[name] or mark_of(said) == was.get(name):
            reading.raw[name] = present[name]
            continue
        if name in was and was[name] != mark_of(present[name]):
            reading.errors[name] = meanwhile(present[name])
        else:
            mine[name] = value
    return mine


def meanwhile(there: str) -> str:
    return MEANWHILE.format(there[:80] or "empty")


# --- saved while one types -------------------------------------------------------------------------------------------


class Draft(SimpleNamespace):
    """The fields of a form as its row has them. What is typed and is no value waits in the open page alone."""

    unsettled: dict[str, Any]


def draft_of(row: Any, form: type[Form], **more: Any) -> Draft:
    """`more` are the fields that the row keeps under another name."""
    fields = {name: getattr(row, name) for name in form.model_fields if name not in more}
    return Draft(**fields, **more, unsettled={})


def settled_here(draft: Draft, form: type[Form], reading: Reading, was: Mapping[str, str]) -> Settled:
    """Into the draft what this tab changed and what holds; `taken` names it."""
    settled = settle(draft, form, reading, was)
    settled.errors |= {name: reading.errors[name] for name in draft.unsettled}
    settled.taken -= draft.unsettled.keys()
    draft.unsettled = {}
    return settled
