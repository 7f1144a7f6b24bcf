"""A small HTTP server that plays a calendar service: answers as it is told to, else as its protocol says."""

import json
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Headers = dict[str, str]


@dataclass
class Asked:
    method: str
    path: str
    query: dict[str, str]
    headers: Headers
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.body or b"{}")

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode()))


@dataclass
class Answer:
    status: int = 200
    json: Any = None
    headers: Headers = field(default_factory=dict)
    hangs: bool = False


class Cloud:
    """`answers` come before what the protocol would say, each once."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.answers: deque[Answer] = deque()
        self.url = ""
        self.access_tokens = {"access-1"}
        self.refresh_tokens = {"refresh-1"}
        self.renewals = 0
        self.released = threading.Event()

    def count(self, method: str, part: str) -> int:
        return sum(asked.method == method and part in asked.path for asked in self.asked)

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        if asked.path == "/token":
            return self.give_token(asked.form)
        if asked.path == "/revoke":
            return Answer(200, {})
        if self.answers:
            return self.answers.popleft()
        if asked.headers.get("authorization", "").removeprefix("Bearer ") not in self.access_tokens:
            return Answer(401, {"error": {"code": 401}})
        return self.play(asked)

    def give_token(self, form: dict[str, str]) -> Answer:
        """RFC 6749, with PKCE looked at for what it is: present."""
        if form["grant_type"] == "refresh_token" and form["refresh_token"] not in self.refresh_tokens:
            return Answer(400, {"error": "invalid_grant"})
        if form["grant_type"] == "authorization_code" and not (form.get("code") == "good" and form["code_verifier"]):
            return Answer(400, {"error": "invalid_grant"})
        self.renewals += 1
        token = f"access-{self.renewals + 1}"
        self.access_tokens.add(token)
        said = {"access_token": token, "token_type": "Bearer", "expires_in": 3600}
        if form["grant_type"] == "authorization_code":
            said["refresh_token"] = "refresh-1"
        return Answer(200, said)

    def play(self, asked: Asked) -> Answer:
        raise NotImplementedError


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    cloud: Cloud

    def handle_one(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("content-length") or 0)
        asked = Asked(
            method=self.command,
            path=parts.path,
            query=dict(parse_qsl(parts.query)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length),
        )
        answer = self.cloud.answer(asked)
        if answer.hangs:
            self.cloud.released.wait(10)
            self.close_connection = True
            return
        body = b"" if answer.json is None else json.dumps(answer.json).encode()
        self.send_response_only(answer.status)
        usual = {"Content-Type": "application/json", "Date": self.date_time_string()}
        for name, value in {**usual, **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PATCH = do_DELETE = handle_one  # noqa: N815

    def log_message(self, *args: Any) -> None:
        return


@contextmanager
def running(make: Callable[[], Cloud]) -> Iterator[Cloud]:
    cloud = make()
    handler = type("CloudHandler", (Handler,), {"cloud": cloud})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    cloud.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.05), daemon=True)
    thread.start()
    try:
        yield cloud
    finally:
        cloud.released.set()
        server.shutdown()
        server.server_close()
