"""The first person: opens the link, says who they are, and signs in again as anybody would, over TLS."""

import http.cookiejar
import re
import ssl
import sys
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


_url, _page, headers = Browser().read(LINK)
for name in ("Strict-Transport-Security", "Content-Security-Policy", "X-Frame-Options"):
    assert headers[name], name

token = urllib.parse.parse_qs(urllib.parse.urlsplit(LINK).query)["token"][0]
url, _page, _headers = Browser().send(LINK, token=token, **PERSON, **PLACE)
assert not urllib.parse.urlsplit(url).query.startswith("token"), "the first page was not taken"

again = Browser()
url, page, _headers = again.send(f"{SITE}/sign-in/", login=PERSON["email"], password=PERSON["password"])
assert "/sign-in/" not in url, url
style = re.search(r'href="(/static/[^"]+\.css)"', page)
assert style, page[:500]
assert again.read(SITE + style.group(1))[1], "the front end is not in the wheel"
print(url)
