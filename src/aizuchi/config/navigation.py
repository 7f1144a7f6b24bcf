"""The frame around every corridor page: who I am, where I can go, with whom I meet."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    return {}
