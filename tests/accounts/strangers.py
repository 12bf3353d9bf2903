"""What Alice has, every address there is, and how strangers ask for what is hers: what the matrix and the walls share."""

import base64
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
import sqlalchemy as sa
from litestar import Litestar
from litestar.routes import HTTPRoute
from litestar.testing import TestClient
from PIL import Image
from sqlmodel import Session, SQLModel, col, select

from tests.accounts.filled import fill, keeper_of, owned_tables
from tests.world import PART, Somebody
from web.accounts.tables import Authenticator, Passkey, Person, Purpose
from web.accounts.tokens import issue
from web.kit.forms import Form
from web.profile.entries import KINDS
from web.profile.tables import Photo
from web.resumes.tables import Print, Resume

CANARY = "canary"
SECRET = "CANARYCANARYCANARYCANARYCANARY22"  # of her codes, in base 32
HERS = {
    "entry_id", "wanted", "key", "profile_id", "sign_in_id", "identity_id", "passkey_id", "export_id", "import_id", "notice_id",
    "person_id", "state_id", "application_id", "job_id", "moment_id", "contact_id", "act_id", "view_id", "sending_id",
    "spreadsheet_id",
}  # what a path may say that is somebody's  # fmt: skip
PUBLIC = {
    "/", "/start", "/start/file", "/static/{name:path}", "/healthz", "/readyz", "/sign-in", "/sign-in/code", "/sign-in/back",
    "/sign-in/passkey", "/sign-in/passkey/ask", "/sign-in/with/{provider:str}", "/sign-in/with/{provider:str}/callback",
    "/sign-up", "/sign-up/strength", "/sign-up/letter", "/verify", "/forgot", "/forgot/letter", "/reset", "/goodbye",
    "/sign-out",
}  # the same for everybody who comes from outside  # fmt: skip
ENDS = {"/sign-out", "/account/leave"}  # after these one is not in any more
PLAUSIBLE = {
    "design": "classic", "paper": "a4", "language": "en", "career": '{"basics": {"name": "Thief"}}', "full_name": "Thief",
    "title": "Thief", "target_titles": "Thief", "name": "Thief", "reason": "Thief", "mode": "enter", "kind": "skill",
}  # so that a form gets as far as it can  # fmt: skip
NOBODYS_FORM = {
    "id", "owner_id", "user_id", "tenant_id", "actor_id", "entity_id", "resume_id", "notification_id", "token_hash",
    "credential_id", "code_hash", "person", "keep", "was", "state", "open", "gone", "before",
} | HERS  # what no form asks for, and what handlers read beside their forms  # fmt: skip


@dataclass
class Possessions:
    """What Alice has: `ids` by the name that a path, a query or a form would use for it; `secrets` that no answer says."""

    id: UUID
    ids: dict[str, str]
    entries: dict[str, str]
    secrets: list[str]

    def addresses(self, path: str) -> list[str]:
        """A route's path with her ids in it; a parameter that nobody thought of fails the test."""
        if path.startswith("/profile/{slug:"):
            return [self._filled(path, {"slug": kind, "entry_id": entry}) for kind, entry in self.entries.items()]
        if "/words/" in path:  # of the profile whose résumé it is
            return [self._filled(path, {"slug": "experience", "entry_id": self.ids["piece"]})]
        slug = "about" if path.startswith("/profile/steps/") else "classic" if "/designs/" in path else "experience"
        return [self._filled(path, {"slug": slug})]

    def _filled(self, path: str, named: dict[str, str]) -> str:
        values = {
            **self.ids,
            "key": self.ids["sheet"],
            "number": "1",
            "name": "css/site.css",
            "provider": "google",
            "format": "docx",
            "stage": "offer",
            "secret": "of-nobody.ics",
        } | named
        parts = [part if not part.startswith("{") else values[part[1:].partition(":")[0]] for part in path.split("/")]
        return "/".join(parts)

    def query(self, way: "Way") -> dict[str, str]:
        said = {name: self._said(name) for name in way.asks}
        trail = {"before": self.ids["event_id"]} if "before" in said and "notifications" not in way.path else {}
        return said | trail

    def body(self) -> dict[str, str]:
        return {name: self._said(name) for name in field_names() if name != "token"} | PLAUSIBLE

    def _said(self, name: str) -> str:
        if name == "next":
            return f"/profile/experience/{self.ids['entry_id']}/part"
        return self.ids.get(name, self.ids["profile_id"])


def field_names() -> set[str]:
    """Every field that any form knows."""
    return NOBODYS_FORM | {name for form in all_forms(Form) for name in form.model_fields}


def all_forms(form: type[Form]) -> Iterator[type[Form]]:
    for each in form.__subclasses__():
        yield each
        yield from all_forms(each)


@dataclass(frozen=True)
class Way:
    """A route, and what it may be asked beside its path."""

    method: str
    path: str
    asks: frozenset[str] = field(compare=False)

    @property
    def names_hers(self) -> bool:
        return any(f"{{{name}:" in self.path for name in HERS)


def ways(client: TestClient[Litestar]) -> list[Way]:
    """Every route of the app, those that end a stay last."""
    found = [
        Way(method, route.path, frozenset(_asked_beside(handler, route)))
        for route in client.app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        for method in sorted(handler.http_methods - {"OPTIONS", "HEAD"})
    ]
    return sorted(found, key=lambda way: (way.path in ENDS and way.method != "GET", way.path, way.method))


def _asked_beside(handler: Any, route: HTTPRoute) -> set[str]:
    return set(handler.parsed_fn_signature.parameters) - set(route.path_parameters) - {"visit", "request"}


# --- Alice -----------------------------------------------------------------------------------------------------------


def portrait() -> bytes:
    """A picture with a canary in it."""
    body = io.BytesIO()
    Image.new("RGB", (80, 100), "grey").save(body, "JPEG", comment=CANARY.encode())
    return body.getvalue()


def possess(alice: Somebody) -> Possessions:
    """Alice, who is registered, with a row in every table, a sheet, a ZIP, and all of it marked."""
    settings = alice.house.settings
    alice.part("/profile/steps/about", {"full_name": f"{CANARY} Ashby", "headline": CANARY})
    alice.post("/resumes/default/design", {"design": "classic"})
    piece = alice.add("experience", title=CANARY)
    with alice.database.as_person(alice.id) as db:
        picture = portrait()
        place = {"width": 80, "height": 100, "crop": [0, 0, 1000, 1000]}
        db.add(Photo(owner_id=alice.id, profile_id=alice.profile.id, whole=picture, cut=picture, **place))
    assert CANARY in alice.part("/resumes/default/sheet").text
    with keeper_of(settings) as keeper:
        fill(keeper, alice.id, CANARY)
        keeper.execute(
            sa.text("update exports set state = 'ready' where owner_id = :id and stage like :canary"),
            {"id": alice.id, "canary": f"{CANARY}%"},
        )
        keeper.execute(sa.text("update imports set forgotten_at = null where owner_id = :id"), {"id": alice.id})
        keeper.execute(sa.update(Authenticator).where(col(Authenticator.owner_id) == alice.id).values(secret=SECRET))
    with alice.database.as_person(alice.id) as db:
        me = db.exec(select(Person)).one()
        key = issue(db, me, Purpose.CHANGE_ADDRESS, email=f"{CANARY}@new.example")
        newest = {
            name: newest_in(db, SQLModel.metadata.tables[name])
            for name in ("events", *(table.name for table in owned_tables()))
        }
        resume, sheet = db.exec(select(Print.resume_id, Print.key).where(Print.key != "a" * 64)).one()
        state = str(db.exec(select(Resume.state_id).where(Resume.id == resume)).one())
        passkeys = map(in_base64, db.exec(select(Passkey.credential_id)))
        secrets = [SECRET, alice.email, alice.token, me.password_hash, me.event_key, *passkeys]
    alice.house.files.put(f"people/{alice.id}/exports/{newest['exports']}.zip", CANARY.encode())
    original = alice.get("/resumes/default/pdf").content
    alice.house.files.put(f"people/{alice.id}/imports/{newest['imports']}", original)
    alice.house.files.put(f"people/{alice.id}/applications/{newest['applications']}/{newest['moments']}", original)
    for name in ("resume.pdf", "cover-letter.pdf", "resume-1.png"):
        alice.house.files.put(f"people/{alice.id}/sendings/{newest['sendings']}/{name}", original)
    with keeper_of(settings) as keeper:
        frozen = sa.text(
            'update sendings set "order" = null, sheet_sha256 = :hash, letter_sha256 = :hash where id = :id'
        )
        keeper.execute(frozen, {"id": newest["sendings"], "hash": hashlib.sha256(original).digest()})
    entries = {slug: newest[str(kind.table.__tablename__)] for slug, kind in KINDS.items()}
    ids = {
        "id": str(alice.id), "owner_id": str(alice.id), "person_id": str(alice.id), "user_id": str(alice.id),
        "piece": str(piece), "profile_id": newest["profiles"], "resume_id": newest["resumes"], "wanted": str(resume),
        "entry_id": entries["experience"], "open": entries["experience"], "gone": entries["experience"],
        "experience_ids": entries["experience"], "group_id": entries["skill-group"], "key": key, "sheet": sheet,
        "before": newest["notifications"], "notice_id": newest["notifications"], "notification_id": newest["notifications"],
        "sign_in_id": newest["sign_ins"], "identity_id": newest["identities"], "passkey_id": newest["passkeys"],
        "export_id": newest["exports"], "import_id": newest["imports"], "of": "/basics/name", "event_id": newest["events"], "state_id": state, "version": state,
        "application_id": newest["applications"], "job_id": newest["jobs"], "moment_id": newest["moments"], "contact_id": newest["contacts"],
        "act_id": newest["acts"], "view_id": newest["views"], "sending_id": newest["sendings"], "done": newest["acts"],
        "spreadsheet_id": newest["spreadsheets"],
    }  # fmt: skip
    return Possessions(alice.id, ids, entries, secrets)


def newest_in(db: Session, table: sa.Table) -> str:
    return str(db.scalar(sa.select(table.c.id).order_by(table.c.id.desc()).limit(1)))


def in_base64(code: bytes) -> str:
    return base64.urlsafe_b64encode(code).decode().rstrip("=")


def everything_of(alice: Somebody, hers: Possessions, but: str = "") -> dict[str, str]:
    """A checksum of each table's rows of hers, of her trail, of what the worker is to do for her, and her files. `but`
    is an act that strangers may leave in her trail."""
    names = [(table.name, "owner_id") for table in owned_tables()] + [("people", "id")]
    sums = [f"select '{name}', {_SUM} from \"{name}\" t where {owner} = :id" for name, owner in names]
    sums.append(f"select 'events', {_SUM} from events t where owner_id = :id and action <> :but")
    sums.append(f"select 'jobs', {_SUM} from procrastinate_jobs t where args->>'owner_id' = cast(:id as text)")
    with keeper_of(alice.house.settings) as keeper:
        rows = keeper.execute(sa.text(" union all ".join(sums)), {"id": hers.id, "but": but})
        found = {name: f"{count} {said}" for name, count, said in rows}
    return found | {"files": " ".join(sorted(alice.house.files.names_under(f"people/{hers.id}")))}


_SUM = "count(*), md5(string_agg(t::text, chr(10) order by t::text))"


# --- strangers -------------------------------------------------------------------------------------------------------


def ask(who: Somebody, way: Way, address: str, hers: Possessions, as_part: bool) -> httpx.Response:
    headers = PART if as_part else {}
    query = hers.query(way)
    if way.method == "GET":
        return who.get(address, params=query, headers=headers)
    return who.post(address, hers.body(), params=query, headers=headers)


def shows_hers(answer: httpx.Response, hers: Possessions) -> bool:
    said = answer.content.decode("utf-8", "ignore").lower() + str(answer.headers).lower()
    said = said.replace("atlantic/canary", "")  # a time zone, among those listed
    return any(secret.lower() in said for secret in (CANARY, *hers.secrets))


def is_turned_away(answer: httpx.Response) -> bool:
    to = answer.headers.get("location", answer.headers.get("hx-redirect", ""))
    return answer.status_code == 401 or (to.partition("?")[0] in ("/", "/sign-in") and not answer.text)
