"""The reference list of technologies: what it holds, how it is looked up, and that it is built from the lists."""

import re
from pathlib import Path

import pytest

from web.profile.technologies import BY_HAND, CATEGORIES, LAYERS, TABLE, build, by_hand, fold, rows, settled, slug

TAXONOMY = Path(__file__).parents[3] / "shared/data/taxonomy"


def test_there_are_enough_and_each_is_listed_once() -> None:
    table = rows()
    assert len(table) >= 800
    for key in ("name", "slug", "folded"):
        assert len({row[key] for row in table}) == len(table)
    names = [fold(name) for row in table for name in (row["name"], *row["aliases"])]
    assert len(set(names)) == len(names)


def test_every_row_says_what_it_is_and_where_it_works() -> None:
    for row in rows():
        assert set(row) == {"name", "slug", "folded", "category", "layer", "aliases"}
        assert row["category"] in CATEGORIES
        assert row["layer"] in LAYERS
        assert row["folded"] == fold(row["name"])
        assert row["slug"] == slug(row["name"]) or row["slug"] == f"{slug(row['name'])}-{row['category']}"
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["slug"])
        assert row["name"] == row["name"].strip()
        assert all(1 <= len(name) <= 80 for name in (row["name"], *row["aliases"]))


def test_every_category_and_layer_is_used() -> None:
    assert {row["category"] for row in rows()} == set(CATEGORIES)
    assert {row["layer"] for row in rows()} == set(LAYERS)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("JS", "JavaScript"), ("k8s", "Kubernetes"), ("Postgres", "PostgreSQL"), ("postgresql", "PostgreSQL"),
        ("c++", "C++"), ("CPP", "C++"), ("c sharp", "C#"), ("C", "C"), ("golang", "Go"), ("NodeJS", "Node.js"),
        ("node.js", "Node.js"), ("Node", "Node.js"), ("PowerBI", "Microsoft Power BI"), ("Excel", "Microsoft Excel"),
        ("AWS", "Amazon Web Services"), ("sklearn", "scikit-learn"), ("Scikit Learn", "scikit-learn"),
        (".net core", ".NET"), ("reactjs", "React"), ("ＰＹＴＨＯＮ", "Python"), ("SAP S4HANA", "SAP S/4HANA"),
        ("Photoshop", "Adobe Photoshop"), ("EMR", "Electronic health records"), ("Tally ERP", "Tally"),
        ("weaving", None), ("", None), ("+", None),
    ],
)  # fmt: skip
def test_what_people_type_finds_the_name(typed: str, name: str | None) -> None:
    assert settled(typed) == name


@pytest.mark.parametrize(
    ("name", "category", "layer"),
    [
        ("Python", "language", "any"), ("React", "framework", "frontend"), ("PostgreSQL", "database", "data"),
        ("Docker", "devops", "infrastructure"), ("Swift", "language", "mobile"), ("MQTT", "protocol", "embedded"),
        ("Adobe InDesign", "design", "desktop"), ("Epic", "health", "any"), ("AutoCAD", "engineering", "desktop"),
    ],
)  # fmt: skip
def test_a_technology_stands_where_people_look_for_it(name: str, category: str, layer: str) -> None:
    found = next(row for row in rows() if row["name"] == name)
    assert (found["category"], found["layer"]) == (category, layer)


def test_folding_keeps_what_tells_technologies_apart() -> None:
    assert fold(" Power  BI ") == fold("power-bi") == "powerbi"
    assert len({fold(name) for name in ("C", "C++", "C#", "F#", ".NET", "NET")}) == 6
    assert fold("हिन्दी") == "हिन्दी"
    assert fold("Node.js.") == "node.js"


def test_our_own_list_names_only_kinds_there_are() -> None:
    ours = list(by_hand(BY_HAND.read_text(encoding="utf-8")))
    assert {category for _, category, _, _ in ours} <= set(CATEGORIES)
    assert {layer for _, _, layer, _ in ours} <= set(LAYERS)
    assert not [name for name, *_ in ours if "(" in name or ")" in name]
    assert {settled(name) for name, *_ in ours} == {name for name, *_ in ours}


@pytest.mark.skipif(not TAXONOMY.exists(), reason="no ../shared/data/taxonomy beside this checkout")
def test_the_table_is_what_the_lists_give() -> None:
    built = build(TAXONOMY)
    assert [row["name"] for row in built] == [row["name"] for row in rows()]
    assert [{**row, "folded": fold(row["name"])} for row in built] == rows()


def test_the_table_is_plain_text_with_one_row_a_line() -> None:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    assert all(line.count("\t") == 4 for line in lines)
