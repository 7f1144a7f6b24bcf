from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from aizuchi.config.urls import urlpatterns as product
from aizuchi.config.urls import websocket_urlpatterns

__all__ = ["urlpatterns", "websocket_urlpatterns"]


class CountQueries:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        counted = 0

        def count(execute, sql, params, many, context):  # noqa: ANN001, ANN202
            nonlocal counted
            counted += 1
            return execute(sql, params, many, context)

        with connection.execute_wrapper(count):
            response = self.get_response(request)
        response["X-Queries"] = str(counted)
        return response


def hello(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


urlpatterns = [path("_hello", hello), *product]
