"""Whatever people write stays text: in every field of every form, on every page that shows it, and in the file.

Payloads go into all text fields of a form at once; each is saved or refused in words, and never comes out as markup.
"""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from litestar.routes import HTTPRoute

from tests.world import Somebody
from web.kit.forms import Form
from web.kit.printing import designs
from web.profile.entries import KINDS
from web.profile.steps import steps

MARK = "zqx"  # stands in every payload, and in nothing that we write ourselves
PAYLOADS = [
    f"<script>{MARK}(1)</script>",
    f'"><{MARK} src=x onerror={MARK}()>',
    f"'><{MARK}>",
    f'" onfocus={MARK}() autofocus x="',
    f"' onmouseover='{MARK}()",
    f"` onload=`{MARK}()",
    f"</textarea><{MARK}>",
    f"</title></style></script></pre><{MARK}>",
    f"</option></select><{MARK}>",
    f"<!--<{MARK}>-->",
    f"--><{MARK}>",
    f"]]><{MARK}>",
    f"<svg/onload={MARK}()>",
    f"<math><mtext><{MARK}>",
    f"<iframe srcdoc=&lt;{MARK}&gt;>",
    f"<a href=javascript:{MARK}()>x</a>",
    f"<base href=//{MARK}.example>",
    f"<meta http-equiv=refresh content=0;url=//{MARK}.example>",
    f"<link rel=stylesheet href=//{MARK}.example>",
    f"<img src=file:///etc/passwd alt={MARK}>",
    f"&lt;{MARK}&gt; &#x3c;{MARK}&#x3e;",
    f"{{{{ 7 * 7 }}}} {{% raw %}}{MARK}",
    f"{{{{ ''.__class__ }}}} ${{7*7}} #{{7*7}} <%= 7*7 %> {MARK}",
    f"javascript:{MARK}()",
    f"JaVa\tScRiPt:{MARK}()",
    f"data:text/html,<{MARK}>",
    f"vbscript:{MARK}",
    f"//{MARK}.example",
    f"https://user:pass@{MARK}.example/?q=\"'<>",
    f"http://{MARK}.example/%22%3E%3C{MARK}%3E",
    f"'; drop table profiles; -- {MARK}",
    f"1' or '1'='1 {MARK}",
    f"\u202e{MARK}\u202c\u2066\u2069",
    f"{MARK}\x00\x01\x1b[31m\x7f",
    f"{MARK}\ufeff\u200b\u200d\u2028\u2029\ufffe\uffff",
    f"{MARK} 👩‍👩‍👧‍👦🏳️‍🌈 e" + "\u0301" * 60,
    f"{MARK}" + "x" * 40,
    f"{MARK} " + "Donaudampfschiff" * 480,
    "9" * 400 + MARK,
    f"-1e999 {MARK} NaN Infinity 0x1F ½ ٣",
    f"../../../../etc/passwd%00{MARK}",
    f"{MARK}\r\nSet-Cookie: x=y\r\n\r\n<{MARK}>",
    f'=HYPERLINK("//{MARK}.example")',
    f"url({MARK}) }} body {{ display: none }} @import '{MARK}'",
]


class Look(HTMLParser):
    """What a browser would make of a page: its elements, its attributes, and where its links lead."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attributes]
        if MARK in tag or any(MARK in name or name.startswith("on") for name in names):
            self.faults.append(f"<{tag} {' '.join(names)}>")
        for name, value in attributes:
            self._check_value(tag, name, value or "")

    def handle_comment(self, data: str) -> None:
        self._unless(MARK not in data, f"comment {data[:80]}")

    def _check_value(self, tag: str, name: str, value: str) -> None:
        if name in ("href", "src", "action", "formaction", "poster", "srcset", "data"):
            self._unless(urlsplit(value.strip()).scheme in ("", "http", "https"), f"{tag} {name}={value[:80]}")
            self._unless(not value.startswith("//"), f"{tag} {name}={value[:80]}")
        if name in ("style", "srcdoc") or name.startswith(("hx-", "_")):
            self._unless(MARK not in value, f"{tag} {name}={value[:80]}")
        if tag in ("script", "style", "base", "meta", "link"):
            self._unless(MARK not in value, f"{tag} {name}={value[:80]}")

    def _unless(self, good: bool, words: str) -> None:
        if not good:
            self.faults.append(words)


def faults_in(page: str) -> list[str]:
    shown = Look(page).faults
    for inside in re.findall(r"<(?:script|style)\b[^>]*>(.*?)</", page, re.DOTALL | re.IGNORECASE):
        if MARK in inside:
            shown.append(f"in a script or style: {inside[:80]}")
    return shown


def answers(form: type[Form], payload: str) -> dict[str, Any]:
    """The payload in every field, and in every box of a date."""
    said: dict[str, Any] = dict.fromkeys(form.model_fields, payload)
    for name in form.model_fields:
        if name.endswith("_date") or name == "date":
            said |= {f"{name}-year": payload, f"{name}-month": payload, f"{name}-day": payload}
    return said


def pages_that_show(somebody: Somebody) -> list[str]:
    shown = [f"/profile/steps/{step.slug}" for step in steps()]
    return [*shown, "/", "/imports"]


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_whatever_is_written_stays_text(alice: Somebody, payload: str) -> None:
    said = []
    for step in steps():
        if step.form:
            said.append(alice.part(f"/profile/steps/{step.slug}", answers(step.form, payload)))
    for slug, kind in KINDS.items():
        quick = {kind.quick: "Something"} if kind.quick else {}
        entry = alice.add(slug, **quick)
        said.append(alice.part(f"/profile/{slug}/{entry}", answers(kind.form, payload)))
        said.append(alice.part(f"/profile/{slug}/{entry}/part"))
        said.append(alice.get(f"/profile/steps/{kind.step}?open={entry}"))
    said += [alice.get(address) for address in pages_that_show(alice)]
    said += [
        alice.part("/profile/technologies", params={"name": payload}),
        alice.get(f"/profile/steps/more?open={MARK}&gone={MARK}"),
    ]
    assert any(MARK in answer.text for answer in said), "the payload was never shown"
    assert "7 * 7" not in payload or any("7 * 7" in answer.text for answer in said)
    for answer in said:
        assert answer.status_code in (200, 303, 404, 409, 413, 422), answer.text[:2_000]
        assert faults_in(answer.text) == []
    taken = alice.get("/resumes/default/json")
    assert (
        taken.status_code == 200
        and "\n" not in taken.headers["content-disposition"]
        and "set-cookie" not in taken.headers
    )
    assert MARK in taken.text and json.loads(taken.content)["basics"]["name"]


def test_whatever_is_written_prints_as_text(alice: Somebody) -> None:
    """The sheet is made from HTML: nothing that is written may be an element there, load a file or leave the page."""
    entry = alice.add("experience")
    lines = [
        line for payload in PAYLOADS if (line := " ".join(payload.replace("\x00", "").split())) and len(line) < 1_000
    ]
    assert (
        alice.part(
            f"/profile/experience/{entry}", {"title": PAYLOADS[0], "company": PAYLOADS[3], "lines": lines}
        ).status_code
        == 200
    )
    alice.part(
        "/profile/steps/about", {"full_name": PAYLOADS[19], "headline": PAYLOADS[21], "summary": "\n\n".join(lines)}
    )
    for design in designs():
        alice.post("/resumes/default/look", {"design": design})
        page, sheet = alice.get("/resumes/default/text"), alice.part("/resumes/default/sheet")
        assert (page.status_code, sheet.status_code) == (200, 200)
        assert faults_in(page.text) == faults_in(sheet.text) == []
        words = re.sub(r"[\s\u00ad-]", "", unescape(page.text))
        for payload in (PAYLOADS[0], PAYLOADS[1], PAYLOADS[12], PAYLOADS[19], PAYLOADS[21]):
            assert re.sub(r"[\s-]", "", payload) in words, (design, payload)
        assert "root:" not in words
        assert not re.search(rb"/URI \((?!https?:|mailto:|tel:)", alice.get("/resumes/default/pdf").content)


def test_words_that_do_not_end_are_broken(alice: Somebody) -> None:
    entry = alice.add("experience", title="x" * 300, company="y" * 300)
    alice.part(f"/profile/experience/{entry}", {"summary": "w" * 2_000, "lines": ["v" * 2_000, "漢" * 2_000]})
    assert alice.get("/resumes/default/pdf").status_code == 200


def test_the_look_sees_what_it_should() -> None:
    for page in (
        f"<{MARK}>", f"<p {MARK}=1>", "<p onclick=x>", "<a href='javascript:x'>", f"<script>{MARK}</script>", f"<!--{MARK}-->",
        "<a href='//x.example'>",
    ):  # fmt: skip
        assert faults_in(page), page
    assert faults_in(f"<p title='{MARK}'>&lt;{MARK}&gt;</p><a href='https://x.example'>x</a>") == []


@pytest.mark.parametrize("payload", PAYLOADS[:8], ids=range(8))
def test_a_name_at_the_very_beginning_stays_text(charlie: Somebody, payload: str) -> None:
    with charlie.database.as_nobody() as db:
        db.execute(sa.text("delete from counts"))
    for name in (payload, payload * 40):
        answer = charlie.post("/start", {"name": name})
        assert answer.status_code in (303, 422) and faults_in(answer.text) == []


# --- more than was asked for -----------------------------------------------------------------------------------------

EXTRA = {
    "id": "00000000-0000-0000-0000-000000000001", "owner_id": "00000000-0000-0000-0000-000000000001", "weight": "-1000000",
    "profile_id": "00000000-0000-0000-0000-000000000001", "position": "-5", "removed_at": "2020-01-01", "enhanced": '{"a": 1}',
    "extra": "{}", "unsettled": '{"title": "x"}', "is_default": "", "revision": "7", "steps_seen": "all", "created_at": "2020-01-01",
    "onboarded_at": "2020-01-01", "plan": "pro", "registered_at": "2020-01-01", "technology_id": "x", "picture": "x", "name_": "x",
}  # fmt: skip


def test_fields_nobody_asked_for_are_ignored(alice: Somebody) -> None:
    entry = alice.add("experience", title="Cook")
    told = "select to_jsonb(t) - array['updated_at', 'revision', 'weight', 'steps_seen', 'onboarded_at'] from {} t"

    def rows() -> list[Any]:
        with alice.database.as_person(alice.id) as db:
            return [
                db.scalar(sa.text(told.format(table))) for table in ("people", "profiles", "experiences", "resumes")
            ]

    before = rows()
    assert alice.part(f"/profile/experience/{entry}", EXTRA).status_code == 200
    assert alice.part("/profile/steps/about", EXTRA).status_code == 200
    assert alice.post("/resumes/default/look", EXTRA).status_code == 303
    assert rows() == before
    with alice.database.as_person(alice.id) as db:
        seen, weight = db.execute(sa.text("select steps_seen::text, weight from profiles")).one()
    assert "all" not in seen and weight > 0


def test_a_path_of_any_shape_is_no_fault(alice: Somebody) -> None:
    odd = [
        "%00",
        "%ff%fe",
        "..%2f..%2f",
        "%0d%0aSet-Cookie:x",
        "x" * 3_000,
        "'%22%3E%3Cscript%3E",
        "%F0%9F%92%A9",
        "-1",
        "{{7*7}}",
    ]
    for route in alice.client.app.routes:
        if isinstance(route, HTTPRoute):
            for part in odd:
                address = re.sub(r"\{[^}]+\}", part, route.path)
                for answer in (alice.get(address), alice.post(address)):
                    assert answer.status_code < 500, address
                    assert "Set-Cookie" not in str(answer.headers)


# --- at the same time ------------------------------------------------------------------------------------------------


def test_twenty_saves_of_different_fields_all_hold(alice: Somebody) -> None:
    project = alice.add("project")
    names = [name for name, field in KINDS["project"].form.model_fields.items() if field.annotation is str][:20]
    texts = {name: f"https://example.org/{name}" if name.endswith("url") else f"said of {name}" for name in names}
    with ThreadPoolExecutor(20) as threads:
        saved = list(threads.map(lambda pair: alice.part(f"/profile/project/{project}", dict([pair])), texts.items()))
    assert [answer.status_code for answer in saved] == [200] * len(names)
    with alice.database.as_person(alice.id) as db:
        row = db.execute(sa.text("select * from projects where id = :id"), {"id": project}).one()
    assert {name: row._mapping[name] for name in names} == texts


def test_twenty_beginnings_of_one_browser_make_nobody_new(alice: Somebody) -> None:
    before = alice.id
    with ThreadPoolExecutor(20) as threads:
        begun = list(threads.map(lambda n: alice.post("/start", {"name": f"Alice {n}"}), range(20)))
    assert all(answer.status_code == 303 and "set-cookie" not in answer.headers for answer in begun)
    assert alice.id == before and alice.profile.full_name == "Alice Ashby"
