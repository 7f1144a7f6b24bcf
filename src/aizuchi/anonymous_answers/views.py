"""The five addresses of the browser's half: two for whoever is entitled, three for nobody in particular."""

import base64
import binascii
import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from aizuchi.anonymous_answers.asking_app import get_asking_app
from aizuchi.anonymous_answers.blind_rsa import NotBlinded
from aizuchi.anonymous_answers.mailbox import TokenUsed
from aizuchi.anonymous_answers.models import AnswerWindow, ThreadMessage
from aizuchi.anonymous_answers.operations.access import WindowClosed, access_eligibility, find_right
from aizuchi.anonymous_answers.operations.sign import KeyNotReady, TooManyTokens, get_public_keys, sign_blinded_token
from aizuchi.anonymous_answers.operations.submit import NotASealedAnswer, TokenForged, submit_sealed_answer
from aizuchi.anonymous_answers.sizes import SIZES
from aizuchi.kernel.bodies import takes_up_to
from aizuchi.kernel.measure import Limits, NotReadable, TooMuch, read_json
from aizuchi.people.requests import Request

LIMITS = Limits(size=8192, depth=2, values=20)
LARGE = Limits(size=65_536, depth=2, values=20)


class Malformed(Exception):
    """Not what our own script sends."""


@require_safe
@login_required
def show_key(request: Request, asking: str, window_id: uuid.UUID, subject_id: uuid.UUID) -> HttpResponse:
    right_id = find_right(viewer=request.user, asking=asking, window_id=window_id, subject_id=subject_id)
    try:
        row = get_public_keys(viewer=request.user, eligibility_id=right_id, now=timezone.now())
    except WindowClosed:
        return _refuse("closed", 410)
    except KeyNotReady:
        answer = _refuse("soon", 202)
        answer["Retry-After"] = "1"
        return answer
    keys = {"signing": _encode(bytes(row.signing_public)), "sealing": _encode(bytes(row.sealing_public))}
    return _answer(keys | {"fingerprint": row.fingerprint})


@require_POST
@login_required
def sign(request: Request, asking: str, window_id: uuid.UUID, subject_id: uuid.UUID) -> HttpResponse:
    now = timezone.now()
    right_id = find_right(viewer=request.user, asking=asking, window_id=window_id, subject_id=subject_id)
    try:
        access_eligibility(viewer=request.user, eligibility_id=right_id, now=now)
        blinded = _decode(_read(request, LIMITS), "blinded")
        signed = sign_blinded_token(actor=request.user, eligibility_id=right_id, blinded=blinded, now=now)
    except (Malformed, NotBlinded):
        return _refuse("malformed", 400)
    except WindowClosed:
        return _refuse("closed", 410)
    except TooManyTokens:
        return _answer({"refused": "elsewhere"})  # no fault: as an error it would stand in every console from then on
    return _answer({"signature": _encode(signed.signature), "number": 2 if signed.is_second else 1})


@require_safe
def show_fingerprints(request: Request, asking: str, window_id: uuid.UUID) -> HttpResponse:
    """The same list for everybody, asked for without a cookie: a key made for one person alone is missing here."""
    window = AnswerWindow.objects.of(asking).filter(pk=window_id).first()
    if window is None:
        raise Http404
    return _answer({"fingerprints": sorted(window.keys.values_list("fingerprint", flat=True))})


@require_safe
def show_board(request: Request, asking: str, board_id: uuid.UUID) -> HttpResponse:
    """All of it, the same for everybody, asked for without a cookie: only the author's browser opens a reply to them.
    In the order of random keys; of a board that is not there it says as much as of an empty one."""
    replies = ThreadMessage.objects.filter(thread__board=board_id, thread__board__window__asking=asking)
    sealed = replies.exclude(sealed=b"").order_by("pk").values_list("sealed", flat=True)
    return _answer({"replies": [_encode(bytes(one)) for one in sealed]})


# No cookie and no session is looked at here, so there is nobody whose rights another site could borrow: a check
# against that would only bring a cookie back.
@csrf_exempt
@takes_up_to(LARGE.size)
@require_POST
def drop(request: Request, asking: str) -> HttpResponse:
    """Whatever fails, the browser tries again, and no log hears of it: its line would say when somebody answered."""
    try:
        answer = _take(request, asking)
    except Exception:
        answer = _refuse("later", 503)
    answer._has_been_logged = True  # type: ignore[attr-defined]  # else Django writes a line for each refusal
    return answer


def _take(request: Request, asking: str) -> HttpResponse:
    try:
        content = _read(request, LIMITS if get_asking_app(asking).largest == SIZES[0] else LARGE)
        submit_sealed_answer(
            asking=asking,
            subject_id=_key(content, "about" if "about" in content else "mentor"),  # the second: as the first had it
            window_id=_key(content, "window"),
            token=_decode(content, "token"),
            signature=_decode(content, "signature"),
            sealed=_decode(content, "sealed"),
            now=timezone.now(),
        )
    except (Malformed, NotASealedAnswer):
        return _refuse("malformed", 400)
    except TokenForged:
        return _refuse("forged", 422)
    except WindowClosed:
        return _refuse("closed", 410)
    except TokenUsed:
        return _refuse("used", 409)
    return HttpResponse(status=204)


def _read(request: Request, limits: Limits) -> dict[str, Any]:
    try:
        content = read_json(request.body, limits)
    except (TooMuch, NotReadable, RawPostDataException) as error:  # the last: it came as a form
        raise Malformed from error
    if not isinstance(content, dict):
        raise Malformed
    return content


def _key(content: dict[str, Any], name: str) -> uuid.UUID:
    try:
        return uuid.UUID(content.get(name))
    except (ValueError, AttributeError, TypeError) as error:
        raise Malformed from error


def _decode(content: dict[str, Any], name: str) -> bytes:
    try:
        return base64.b64decode(content[name], validate=True)
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise Malformed from error


def _encode(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _answer(content: dict[str, Any]) -> JsonResponse:
    answer = JsonResponse(content)
    answer["Cache-Control"] = "no-store"
    return answer


def _refuse(code: str, status: int) -> JsonResponse:
    """The code is for our script, which has the sentence."""
    return JsonResponse({"code": code}, status=status)
