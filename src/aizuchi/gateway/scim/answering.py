"""What directories speak to: no session, no cookie, no form; a token, measured and counted."""

import datetime
from typing import Any

import structlog
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone, translation
from scim2_models import Error, InvalidFilterException, SCIMException
from scim2_server.handler import ScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.responses import ScimResponse

from aizuchi.gateway.models import Connector
from aizuchi.gateway.scim.filters import MOST_LETTERS
from aizuchi.gateway.scim.schema import MOST_BYTES, POLICY
from aizuchi.gateway.scim.service import SERVICE
from aizuchi.gateway.scim.storage import PeopleStorage
from aizuchi.gateway.tokens import find_token, note_use
from aizuchi.kernel.addresses import absolute
from aizuchi.kernel.client_address import network_of
from aizuchi.kernel.limits import Limit, count

log = structlog.get_logger()
MINUTE = datetime.timedelta(minutes=1)
REQUESTS = Limit(name="scim-requests", most=3000, per=MINUTE)
WRONG_TOKENS = Limit(name="scim-wrong-tokens", most=30, per=MINUTE)
CONTENT_TYPE = "application/scim+json"


def answer(request: HttpRequest, path: str) -> HttpResponse:
    with translation.override("en"), POLICY:  # sentences are for whoever reads the directory's log
        return _answer(request, path)


def _answer(request: HttpRequest, path: str) -> HttpResponse:
    now = timezone.now()
    token = find_token(request.headers.get("Authorization", ""), now=now)
    if token is None:
        return _refuse_unknown(request, now)
    connector = token.connector
    if connector.stopped_at:
        return _error(403, "An administrator has stopped this connection")
    if not count(REQUESTS, str(connector.pk), now=now):
        return _too_often()
    note_use(token, now=now)
    try:
        return _serve(request, path, connector, now)
    except RequestDataTooBig:
        return _error(413, f"A request has at most {MOST_BYTES} bytes")


def _serve(request: HttpRequest, path: str, connector: Connector, now: datetime.datetime) -> HttpResponse:
    method = request.method or "GET"
    asked = ScimRequest(
        method=method,
        base_url=absolute("/scim/v2"),
        path=f"/{path.rstrip('/')}",
        query=request.GET.dict(),
        headers={"Content-Type": request.content_type or "", **_conditions(request)},
        body=request.body,
        subject=connector,
    )
    writes = method not in ("GET", "HEAD") and not path.endswith(".search")
    try:
        if len(asked.query.get("filter", "")) > MOST_LETTERS:
            raise InvalidFilterException(detail=f"A filter has at most {MOST_LETTERS} letters")
        told = ScimHandler(SERVICE, PeopleStorage(connector, now=now, writes=writes)).handle(asked)
    except SCIMException as refused:
        told = SERVICE.error_response(refused)
    except RecursionError:
        told = SERVICE.error_response(InvalidFilterException(detail="That is too deep"))
    except Exception as fault:
        log.error("scim failed", connector=str(connector.pk), error=type(fault).__name__)
        told = SERVICE.error_response(fault)
    return _as_django(told)


def _conditions(request: HttpRequest) -> dict[str, str]:
    return {name: request.headers[name] for name in ("If-Match", "If-None-Match") if name in request.headers}


def _as_django(told: ScimResponse) -> HttpResponse:
    headers = {name: value for name, value in dict(told.headers).items() if name.lower() != "content-type"}
    if told.body is None:
        return HttpResponse(status=int(told.status), headers=headers)
    return JsonResponse(told.body, status=int(told.status), headers=headers, content_type=CONTENT_TYPE)


def _refuse_unknown(request: HttpRequest, now: datetime.datetime) -> HttpResponse:
    if not count(WRONG_TOKENS, network_of(str(request.META.get("REMOTE_ADDR", ""))), now=now):
        return _too_often()
    answer = _error(401, "A token is missing, unknown or over")
    answer["WWW-Authenticate"] = 'Bearer realm="SCIM"'
    return answer


def _too_often() -> HttpResponse:
    answer = _error(429, "Too many requests. Please wait a minute")
    answer["Retry-After"] = "60"
    return answer


def _error(status: int, detail: str) -> HttpResponse:
    body: dict[str, Any] = Error(status=status, detail=detail).model_dump()
    return JsonResponse(body, status=status, content_type=CONTENT_TYPE)
