"""An identity provider of our own, over a socket: it keeps the rules strictly and breaks the one it is told to break.

`let_in` does what a person does there and gives the address they are sent back to. `claims`, `sign` and `instead` say
what is wrong this time.
"""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "metier-at-the-idp", "a secret between the two of us, long enough for HS256"
Claims = dict[str, Any]
Answer = tuple[int, Any]


@dataclass
class Grant:
    """What was asked with a code, and what is to be said for it."""

    asked: dict[str, str]
    claims: Claims
    info: Claims
    sign: Callable[["IdP", Claims], Any]
    is_used: bool = False


def sign_well(idp: "IdP", claims: Claims) -> str:
    return jwt.encode({"alg": "RS256", "kid": idp.key.kid}, claims, idp.key)


@dataclass
class IdP:
    """`is_linkedin`: no PKCE, no nonce in the token, `email_verified` there as text, and as a boolean in userinfo."""

    is_linkedin: bool = False
    port: int = 0
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "key-1"}))
    grants: dict[str, Grant] = field(default_factory=dict)
    instead: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "IdP":
        idp = self

        class Counter(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                idp.serve(self)

            do_POST = do_GET

            def log_message(self, format: str, *args: Any) -> None:
                pass

        class Hall(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

        self.server = Hall(("127.0.0.1", self.port), Counter)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    # --- the person there --------------------------------------------------------------------------------------------

    def let_in(
        self,
        address: str,
        sub: str = "",
        email: str | None = "",
        email_verified: Any = True,
        sign: Callable[["IdP", Claims], Any] = sign_well,
        info: Claims | None = None,
        **claims: Any,
    ) -> str:
        """The person says yes at this authorization address; returns the address they are sent to. A claim that is
        None is left out."""
        parts = urlsplit(address)
        asked = dict(parse_qsl(parts.query))
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{self.issuer}/authorize", address
        assert asked["response_type"] == "code" and asked["client_id"] == CLIENT and "openid" in asked["scope"]
        assert ("code_challenge" in asked) is not self.is_linkedin
        sub = sub or secrets.token_hex(8)
        email = f"{sub}@idp.example" if email == "" else email
        who = {"sub": sub, "email": email, "email_verified": email_verified, "name": "Alice at the IdP"}
        said = who | {"email_verified": json.dumps(email_verified)} if self.is_linkedin else who
        code = secrets.token_urlsafe(16)
        self.grants[code] = Grant(asked, {**said, **claims}, {**who, **(info or {})}, sign)
        back = urlsplit(asked["redirect_uri"])
        return f"{back.path}?{urlencode({'code': code, 'state': asked['state']})}"

    # --- over the wire -----------------------------------------------------------------------------------------------

    def serve(self, request: BaseHTTPRequestHandler) -> None:
        path = urlsplit(request.path).path
        self.asked.append(path)
        self.instead.get(path, self.serve_honestly)(request)

    def serve_honestly(self, request: BaseHTTPRequestHandler, padding: int = 0) -> None:
        path = urlsplit(request.path).path.removeprefix("/moved")
        form = request.rfile.read(int(request.headers.get("Content-Length", 0))).decode()
        counters: dict[str, Callable[[], Answer]] = {
            "/.well-known/openid-configuration": lambda: (200, self.papers()),
            "/jwks": lambda: (200, {"keys": [self.key.as_dict(private=False)]}),
            "/token": lambda: self.token({name: values[0] for name, values in parse_qs(form).items()}),
            "/userinfo": lambda: self.userinfo(request.headers.get("Authorization", "")),
        }
        status, said = counters.get(path, lambda: (404, {}))()
        write(request, status, json.dumps(said).encode() + b" " * padding)

    def papers(self) -> Claims:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
        }

    def token(self, form: dict[str, str]) -> Answer:
        if (form["client_id"], form["client_secret"]) != (CLIENT, SECRET) or (
            "code_verifier" in form
        ) is self.is_linkedin:
            return 401, {"error": "invalid_client"}
        grant = self.grants.get(form["code"])
        if grant is None or grant.is_used or form["redirect_uri"] != grant.asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        if not self.is_linkedin and challenge_of(form["code_verifier"]) != grant.asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        grant.is_used = True
        access_token = secrets.token_urlsafe(16)
        self.grants[access_token] = grant
        hashed = base64.urlsafe_b64encode(hashlib.sha256(access_token.encode()).digest()[:16]).decode().rstrip("=")
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": int(time.time()), "exp": int(time.time()) + 600}
        claims |= {"at_hash": hashed} | ({} if self.is_linkedin else {"nonce": grant.asked["nonce"]}) | grant.claims
        claims = {name: value for name, value in claims.items() if value is not None}
        return 200, {"access_token": access_token, "token_type": "Bearer", "id_token": grant.sign(self, claims)}

    def userinfo(self, bearer: str) -> Answer:
        grant = self.grants.get(bearer.removeprefix("Bearer "))
        if grant is None:
            return 401, {"error": "invalid_token"}
        return 200, {name: value for name, value in grant.info.items() if value is not None}


def challenge_of(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def write(request: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    request.send_response(status)
    for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(body)


# --- tokens as an attacker would like them ---------------------------------------------------------------------------


def unsigned(idp: IdP, claims: Claims) -> str:
    """`alg=none`"""
    return ".".join([encoded({"alg": "none", "typ": "JWT"}), encoded(claims), ""])


def signed_by_secret(idp: IdP, claims: Claims) -> str:
    """HS256 with the secret that both sides know."""
    return hs256(claims, SECRET.encode(), {"alg": "HS256"})


def signed_by_public_key(idp: IdP, claims: Claims) -> str:
    """HS256 with the public key taken for a secret."""
    return hs256(claims, idp.key.as_pem(private=False), {"alg": "HS256", "kid": idp.key.kid})


def signed_by_another(idp: IdP, claims: Claims) -> str:
    """Another key that calls itself by the right name."""
    return jwt.encode({"alg": "RS256", "kid": idp.key.kid}, claims, RSAKey.generate_key(2048))


def signed_by_unknown(idp: IdP, claims: Claims) -> str:
    """A key nobody knows, brought along in the header."""
    key = RSAKey.generate_key(2048, {"kid": "key-9"})
    header = {"alg": "RS256", "kid": "key-9", "jwk": key.as_dict(private=False)}
    return jwt.encode(header, claims, key)


def tampered(idp: IdP, claims: Claims) -> str:
    """Signed well, and then made out to somebody else."""
    header, _, signature = sign_well(idp, claims).split(".")
    return ".".join([header, encoded({**claims, "sub": "somebody-else"}), signature])


def hs256(claims: Claims, secret: bytes, header: Claims) -> str:

    body = f"{encoded(header)}.{encoded(claims)}"
    signature = hmac.digest(secret, body.encode(), "sha256")
    return f"{body}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def encoded(said: Claims) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")
