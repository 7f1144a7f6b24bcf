"""How long browsers may keep our files."""

import re
from wsgiref.headers import Headers

from django.conf import settings

# Vite puts twelve hexadecimal digits of its content into every name.
NEVER_CHANGES = re.compile(r"/dist/[^/]+\.[0-9a-f]{12}\.\w+$")


def keep_for_ever(headers: Headers, path: str, url: str) -> None:
    """The static server only knows this of names that Django has hashed."""
    if NEVER_CHANGES.search(url) and not settings.DEBUG:
        headers["Cache-Control"] = "max-age=31536000, public, immutable"
