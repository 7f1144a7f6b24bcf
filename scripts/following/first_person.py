"""The first person: opens the link, says who they are, and signs in again as anybody would, over TLS."""

import http.cookiejar
import re
import socket
import ssl
import sys
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

LINK, AUTHORITY = sys.argv[1:]
SITE = LINK.partition("/start/")[0]
PERSON = {"family_name": "First", "given_name": "Person", "email": "first@example.jp", "password": "a long way to Nara"}
PLACE = {"organization_name": "Example", "language": "ja", "time_zone": "Asia/Tokyo"}


class Browser:
    def __init__(self) -> None:
        tls = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=AUTHORITY))
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(tls, cookies)

    def read(self, url: str, **form: str) -> tuple[str, str, Any]:
        data = urllib.parse.urlencode(form).encode() if form else None
        request = urllib.request.Request(url, data, {"Referer": url, "Accept-Language": "en"})
        with self._opener.open(request, timeout=60) as answer:
            return answer.url, answer.read().decode(), answer.headers

    def send(self, url: str, **form: str) -> tuple[str, str, Any]:
        address, page, _headers = self.read(url)
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found, address
        return self.read(address, csrfmiddlewaretoken=found.group(1), **form)


def open_socket() -> str:
    """What the proxy answers to a screen that wants to hear of changes."""
    host = urllib.parse.urlsplit(SITE).hostname
    assert host
    context = ssl.create_default_context(cafile=AUTHORITY)
    with socket.create_connection((host, 443), 20) as plain, context.wrap_socket(plain, server_hostname=host) as line:
        wishes = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        line.sendall(f"GET /ws/live/home:1 HTTP/1.1\r\nHost: {host}\r\nOrigin: {SITE}\r\n{wishes}{key}\r\n".encode())
        return line.recv(1000).decode("latin-1").splitlines()[0]


def read_status(path: str) -> int:
    try:
        Browser().read(SITE + path)
    except urllib.error.HTTPError as refusal:
        return refusal.code
    return 200


_url, _page, headers = Browser().read(f"{SITE}/sign-in/")
for name in ("Strict-Transport-Security", "Content-Security-Policy", "X-Frame-Options", "X-Request-ID"):
    assert headers[name], name
assert " 101 " in open_socket(), open_socket()
assert [read_status(path) for path in ("/healthz", "/metrics", "/readyz")] == [200, 404, 404]

if tokens := urllib.parse.parse_qs(urllib.parse.urlsplit(LINK).query).get("token"):
    url, _page, _headers = Browser().send(LINK, token=tokens[0], **PERSON, **PLACE)
    assert not urllib.parse.urlsplit(url).query.startswith("token"), "the first page was not taken"

again = Browser()
url, page, _headers = again.send(f"{SITE}/sign-in/", login=PERSON["email"], password=PERSON["password"])
assert "/sign-in/" not in url, url
style = re.search(r'href="(/static/[^"]+\.css)"', page)
assert style, page[:500]
assert again.read(SITE + style.group(1))[1], "the front end is not in the wheel"
print(url)
