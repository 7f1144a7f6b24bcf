"""One line per request: which page, not which address, because an address may carry a signed link."""

import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from aizuchi.config.metrics import UNCOUNTED, count_request
from aizuchi.config.refused_accesses import tell_refused_access
from aizuchi.kernel.watching import traced

# The last because a time beside an answer would be the beginning of a name, also where it was too large to be read.
UNTOLD = {"healthz", "readyz", "metrics", *(place.strip("/") for place in UNCOUNTED)}

log = structlog.get_logger("aizuchi.requests")


class RequestLogMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(UNCOUNTED):
            return self._answer(request)
        key = find_key(request)
        with structlog.contextvars.bound_contextvars(request=key), traced("request") as facts:
            response = self._answer(request)
            page = request.resolver_match.route if request.resolver_match else "-"
            method = request.method or "-"
            facts |= {"page": f"/{page}", "method": method, "status": response.status_code, "request": key}
        response["X-Request-ID"] = key
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        started_at = time.perf_counter()
        response = self.get_response(request)
        page = request.resolver_match.route if request.resolver_match else "-"
        if request.path.strip("/") not in UNTOLD:
            seconds = time.perf_counter() - started_at
            tell_refused_access(request, response)
            count_request(request, status=response.status_code, seconds=seconds)
            log.info(
                "request",
                method=request.method,
                page=f"/{page}",
                status=response.status_code,
                ms=round(seconds * 1000, 1),
            )
        return response


KEY = re.compile(r"[A-Za-z0-9-]{8,64}")


def find_key(request: HttpRequest) -> str:
    """By which what belongs to one request is found again, in the proxy's logs as well; nobody else is believed."""
    told = request.headers.get("X-Request-ID", "")
    return told if KEY.fullmatch(told) else uuid.uuid4().hex
