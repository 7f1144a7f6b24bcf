"""One line per request: which page, not which address, because an address may carry a signed link."""

import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from aizuchi.config.metrics import count_request

# The second because a time beside an answer would be the beginning of a name, also where it was too large to be read.
UNTOLD = {"healthz", "readyz", "metrics", "feedback"}

log = structlog.get_logger("aizuchi.requests")


class RequestLogMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started_at = time.perf_counter()
        response = self.get_response(request)
        page = request.resolver_match.route if request.resolver_match else "-"
        if request.path.strip("/") not in UNTOLD:
            seconds = time.perf_counter() - started_at
            count_request(request, status=response.status_code, seconds=seconds)
            log.info(
                "request",
                method=request.method,
                page=f"/{page}",
                status=response.status_code,
                ms=round(seconds * 1000, 1),
            )
        return response
