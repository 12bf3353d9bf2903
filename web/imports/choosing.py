"""The part of a career that was chosen, as JSON Resume: what goes into the profile, with what Métier knows beyond."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from web.imports.likeness import Data
from web.imports.proposals import Proposal
from web.kit.jsonresume import ENTRIES, METIER, SHAPE
from web.kit.rows import SHORT
from web.profile.jsonresume.keys import PROFILES, SECTIONS, Section


def chosen_of(career: Data, adds: Mapping[str, Proposal]) -> Data:
    """`adds` are the proposals to be added, by their place in the career. Fields of the person's are not among what is
    made here: they go through their form."""
    metier = career.get("meta", {}).get("metier", {})
    made: Data = {"basics": {}, "meta": {"metier": {}}}
    beyond = made["meta"]["metier"]
    for section in SECTIONS:
        made[section.name] = _chosen(career.get(section.name), f"/{section.name}", adds)
        beyond[section.name] = _remarks(section, career.get(section.name), metier, f"/{section.name}", adds)
    elsewhere = career.get("basics", {}).get("profiles")
    made["basics"]["profiles"] = _chosen(elsewhere, "/basics/profiles", adds)
    beyond["profiles"] = _remarks(PROFILES, elsewhere, metier, "/basics/profiles", adds)
    made["skills"] = [proposal.gains for proposal in adds.values() if proposal.section == "skills"]
    beyond |= {name: metier[name] for name in ("skills", "headings", "name") if name in metier}
    for name in ("details", "achievements"):
        beyond[name] = _chosen(metier.get(name), f"/meta/metier/{name}", adds)
    beyond["sections"] = [
        {**section, "entries": _chosen(section.get("entries"), f"/meta/metier/sections/{index}/entries", adds)}
        for index, section in enumerate(metier.get("sections", []))
    ]
    if "/meta/metier/preferences" in adds:
        beyond["preferences"] = metier["preferences"]
    return _with_rest(made, career) if "/rest" in adds else made


def _chosen(entries: list[Any] | None, place: str, adds: Mapping[str, Proposal]) -> list[Any]:
    return [entry for index, entry in enumerate(entries or []) if f"{place}/{index}" in adds]


def _remarks(
    section: Section, entries: list[Data] | None, metier: Data, place: str, adds: Mapping[str, Proposal]
) -> list[Data]:
    """What is said of the chosen entries. Entries of one name have their remarks in their order."""
    waiting: dict[str, list[Data]] = defaultdict(list)
    for remark in metier.get(section.name, []):
        waiting[remark.get("of", "")].append(remark)
    kept = []
    for index, entry in enumerate(entries or []):
        found = waiting[section.label(entry)]
        remark = found.pop(0) if found else None
        if remark and f"{place}/{index}" in adds:
            kept.append(remark)
    return kept


def _with_rest(made: Data, career: Data) -> Data:
    """With the keys that no column of ours is for."""
    basics, meta = career.get("basics", {}), career.get("meta", {})
    location, metier = basics.get("location") or {}, meta.get("metier", {})
    own = {**_beyond(metier, METIER), **({"unsettled": metier["unsettled"]} if "unsettled" in metier else {})}
    place_keys = {*SHAPE["basics"]["location"], *([] if location.get("city") else ["text"])}  # that is the town
    picture = {"image": basics["image"]} if len(basics.get("image", "")) > SHORT else {}
    return {
        **_beyond(career, ENTRIES.keys() | {"basics", "meta"}),
        **made,
        "basics": {
            **_beyond(basics, SHAPE["basics"]), **picture, **made["basics"],
            "location": _beyond(location, place_keys),
        },
        "meta": {**_beyond(meta, {"metier"}), "metier": {**own, **made["meta"]["metier"]}},
    }  # fmt: skip


def _beyond(values: Data, known: Any) -> Data:
    return {key: value for key, value in values.items() if key not in known}
