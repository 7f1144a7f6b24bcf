"""What tests do often is done once a run and repeated cheaply."""

import functools
import gc
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar
from unittest import mock

from asgiref.sync import async_to_sync, iscoroutinefunction, sync_to_async
from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.db import connection, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test.client import ClientHandler
from django.utils.decorators import sync_and_async_middleware
from servestatic.middleware import ServeStaticMiddleware

T = TypeVar("T")


class Recorded(Generic[T]):
    """Rows that a function makes: it runs once, `replay` says its statements again and gives an equal result."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._inserts: list[tuple[str, Any]] = []
        with transaction.atomic(), connection.execute_wrapper(self._note):
            self._made = pickle.dumps(make())
            transaction.set_rollback(True)

    def replay(self) -> T:
        with connection.cursor() as cursor:
            for sql, params in self._inserts:
                cursor.execute(sql, params)
        made: T = pickle.loads(self._made)
        return made

    def _note(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("SELECT", "SAVEPOINT", "RELEASE")):
            self._inserts.append((sql, params))
        return execute(sql, params, many, context)


@contextmanager
def share_middleware() -> Iterator[Callable[[], None]]:
    """One chain of middleware for all clients that live under the same settings, until told to forget them."""
    chains: dict[int, tuple[Any, dict[str, Any]]] = {}
    load = BaseHandler.load_middleware

    def load_once(handler: BaseHandler, is_async: bool = False) -> None:
        if not isinstance(handler, ClientHandler):
            load(handler, is_async)
            return
        held = settings._wrapped  # kept, so that no later one gets its id
        if id(held) not in chains:
            load(handler, is_async)
            loaded = ("_view_middleware", "_template_response_middleware", "_exception_middleware", "_middleware_chain")
            chains[id(held)] = held, {name: getattr(handler, name) for name in loaded}
        vars(handler).update(chains[id(held)][1])

    with mock.patch.object(BaseHandler, "load_middleware", load_once):
        yield chains.clear


@sync_and_async_middleware
def serve_static_files(get_response: Callable[..., Any]) -> Callable[..., Any]:
    """ServeStatic is asynchronous only: each page that a `Client` asks for would begin a loop and a thread.

    It looks at every file as it begins, 50 ms for each test with settings of its own: here when the first is asked for.
    """
    if iscoroutinefunction(get_response):
        return ServeStaticMiddleware(get_response)

    @functools.cache
    def look_at_files() -> Callable[..., HttpResponseBase]:
        return async_to_sync(ServeStaticMiddleware(sync_to_async(get_response)))

    def serve_file_or_page(request: HttpRequest) -> HttpResponseBase:
        is_file = request.path_info.startswith(settings.STATIC_URL)
        return look_at_files()(request) if is_file else get_response(request)

    return serve_file_or_page


def collect_garbage_seldom() -> None:
    """What was imported stays: to look through it over and over took a tenth of all the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
