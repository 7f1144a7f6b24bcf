"""Takes out of what people send what no database keeps: NUL, and halves of signs (lone surrogates).

Neither is drawn anywhere, so nobody misses it; kept, it would be an error the moment it is saved, or one that comes
again whenever it is shown. Done here, once, no form can forget it. JSON has `kernel.measure.read_json`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.http.request import RawPostDataException

from aizuchi.kernel.measure import can_be_stored, drop_unstorable


class OddSignsMiddleware:
    """Forms are UTF-8, whatever they claim: our pages send nothing else, and other codes let half signs through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.encoding is not None:
            request.encoding = "utf-8"
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: Sequence[Any], keys: Mapping[str, Any]
    ) -> HttpResponse | None:
        if not all(can_be_stored(key) for key in keys.values() if isinstance(key, str)):
            raise Http404
        request.GET = _cleaned(request.GET)
        if request.method == "POST":
            request.POST = _cleaned(request.POST)
        return None

    def process_exception(self, _request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Where JSON is expected, a form was sent, and has been read as one."""
        return HttpResponseBadRequest() if isinstance(error, RawPostDataException) else None


def _cleaned(typed: QueryDict) -> Any:  # the stubs know immutable ones by a class of their own
    if all(can_be_stored(text) for name, values in typed.lists() for text in (name, *values)):
        return typed
    cleaned = QueryDict(mutable=True)
    for name, values in typed.lists():
        for value in values:
            cleaned.appendlist(drop_unstorable(name), drop_unstorable(value))
    cleaned._mutable = False
    return cleaned
