"""A provider of OpenID Connect on this machine that does right, and wrong in whatever way a test asks for."""

import base64
import contextlib
import hashlib
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from joserfc import jws
from joserfc.jwk import ECKey, OKPKey, RSAKey

Claims = dict[str, Any]
RSA = RSAKey.generate_key(2048, {"kid": "rsa-1", "use": "sig"})
RSA_2 = RSAKey.generate_key(2048, {"kid": "rsa-2", "use": "sig"})
EC = ECKey.generate_key("P-256", {"kid": "ec-1", "use": "sig"})
ED = OKPKey.generate_key("Ed25519", {"kid": "ed-1", "use": "sig"})
STRANGER = RSAKey.generate_key(2048, {"kid": "rsa-1", "use": "sig"})  # somebody else's, under the same name


def part(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unsigned(claims: Claims) -> str:
    return f"{part(json.dumps({'alg': 'none'}).encode())}.{part(json.dumps(claims).encode())}."


def signed(claims: Claims, *, key: Any = RSA, alg: str = "RS256", **header: Any) -> str:
    said = {"alg": alg, "kid": key.kid, **header}
    said = {name: value for name, value in said.items() if value is not None}
    return jws.serialize_compact(said, json.dumps(claims), key, algorithms=[alg])


def same(said: Claims) -> Claims:
    return said


@dataclass
class Provider:
    url: str
    client_id: str = "aizuchi"
    client_secret: str = "a secret: with signs & more"
    user: Claims = field(default_factory=dict)
    """Claims of whoever signs in there."""
    in_id_token: set[str] = field(default_factory=lambda: {"email", "email_verified", "groups", "sid"})
    keys: list[Any] = field(default_factory=lambda: [RSA])
    description: Claims = field(default_factory=dict)
    """What it says otherwise about itself."""
    token: Callable[[Claims], str] = signed
    answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    """Instead of what it would answer, by path."""
    codes: dict[str, Claims] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    authorization: list[str] = field(default_factory=list)
    claims: Callable[[Claims], Claims] = same
    tokens: Callable[[Claims], Claims] = same
    userinfo: Callable[[Claims], Claims] = same

    def describe(self) -> Claims:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/jwks",
            "id_token_signing_alg_values_supported": ["RS256", "ES256", "EdDSA", "HS256", "none"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        } | self.description

    def visit(self, location: str, **more: str) -> str:
        """What a browser that is sent there is sent back to."""
        address = urlsplit(location)
        asked = dict(parse_qsl(address.query))
        assert f"{address.scheme}://{address.netloc}{address.path}" == f"{self.url}/authorize"
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert asked["client_id"] == self.client_id
        code = uuid.uuid4().hex
        self.codes[code] = asked
        said = {"code": code, "state": asked["state"], **more}
        back = urlsplit(asked["redirect_uri"])
        return f"{back.path}?{'&'.join(f'{k}={v}' for k, v in said.items())}"

    def exchange(self, body: dict[str, str]) -> Claims | None:
        asked = self.codes.pop(body.get("code", ""), None)
        if asked is None or body.get("redirect_uri") != asked["redirect_uri"]:
            return None
        challenge = part(hashlib.sha256(body.get("code_verifier", "").encode()).digest())
        if challenge != asked["code_challenge"]:
            return None
        now = int(time.time())
        kept = {name: said for name, said in self.user.items() if name in self.in_id_token | {"sub"}}
        base = {"iss": self.url, "aud": self.client_id, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        claims = self.claims(base | kept)
        said = {
            "access_token": "an access token",
            "token_type": "Bearer",
            "id_token": self.token(claims),
            "expires_in": 300,
        }
        return self.tokens(said)


class Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        path = urlsplit(self.path).path
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        self.provider.asked.append(path)
        if other := self.provider.answers.get(path):
            other(self)
        elif path == "/.well-known/openid-configuration":
            self.say(self.provider.describe())
        elif path == "/jwks":
            self.say({"keys": [key.as_dict(private=False) for key in self.provider.keys]})
        elif path == "/token":
            self.provider.authorization.append(self.headers.get("Authorization", ""))
            tokens = self.provider.exchange({k: v[0] for k, v in parse_qs(body).items()})
            self.say(tokens or {"error": "invalid_grant"}, 200 if tokens else 400)
        elif path == "/userinfo":
            self.say(self.provider.userinfo(dict(self.provider.user)))
        else:
            self.say({}, 404)

    def say(self, said: Any, status: int = 200) -> None:
        self.send(json.dumps(said).encode(), status)

    def send(self, raw: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(raw)

    def log_message(self, *args: Any) -> None:
        pass


@contextlib.contextmanager
def running_provider() -> Iterator[Provider]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = Provider(f"http://127.0.0.1:{server.server_port}")
    server.RequestHandlerClass = type("OneHandler", (Handler,), {"provider": provider})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
