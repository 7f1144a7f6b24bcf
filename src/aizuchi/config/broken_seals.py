"""A sentence for whoever wants to write where the key was changed in the database: nothing can be sealed there."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from aizuchi.kernel.sealing import SealBroken

logger = logging.getLogger(__name__)


class BrokenSealMiddleware:
    """Reading goes on, and says what is missing; whatever else meets a broken seal ends here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, SealBroken):
            return None
        logger.error("something sealed was changed outside: %s", error)
        return render(request, "broken_seal.html", status=503)
