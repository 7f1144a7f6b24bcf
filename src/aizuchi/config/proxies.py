"""Behind proxies: the request says where it really comes from, and nothing else is left to read it from."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from aizuchi.kernel.client_address import find_client, is_trusted


class ClientAddressMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_trusted(request.META.get("REMOTE_ADDR", ""), trusted=settings.TRUSTED_PROXIES):
            request.META.pop("HTTP_X_REQUEST_ID", None)
        request.META["REMOTE_ADDR"] = find_client(request.META, trusted=settings.TRUSTED_PROXIES)
        request.META.pop("HTTP_X_FORWARDED_FOR", None)
        return self.get_response(request)
