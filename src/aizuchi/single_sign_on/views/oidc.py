"""Where providers of OpenID Connect send people and sign-outs to."""

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from aizuchi.single_sign_on.letting_in import refuse, take_proof
from aizuchi.single_sign_on.models import IdentityProvider, PendingSignIn
from aizuchi.single_sign_on.oidc.flow import read_answer
from aizuchi.single_sign_on.oidc.logout import end_by_logout_token
from aizuchi.single_sign_on.pending import take_up
from aizuchi.single_sign_on.refusals import NotLetIn


@never_cache
@require_GET
def take_answer(request: HttpRequest, provider_id: uuid.UUID) -> HttpResponse:
    provider, now = _access(provider_id), timezone.now()
    pending: PendingSignIn | None = None
    try:
        begun = take_up(request, provider, request.GET.get("state", ""), now=now)
        pending = begun.pending
        proof = read_answer(provider, begun, request.GET.dict(), now=now)
        return take_proof(request, provider, pending, proof, now=now)
    except NotLetIn as refusal:
        return refuse(request, provider, refusal, now=now, pending=pending)


@csrf_exempt
@never_cache
@require_POST
def take_logout(request: HttpRequest, provider_id: uuid.UUID) -> HttpResponse:
    """Called by the provider itself (Back-Channel Logout 1.0): 200, or 400 with the reason."""
    provider, now = _access(provider_id), timezone.now()
    try:
        end_by_logout_token(provider, request.POST.get("logout_token", ""), now=now)
    except NotLetIn as refusal:
        return JsonResponse({"error": "invalid_request", "error_description": refusal.code}, status=400)
    return HttpResponse(status=200)


def _access(provider_id: uuid.UUID) -> IdentityProvider:
    of_kind = IdentityProvider.objects.select_related("organization").filter(kind=IdentityProvider.Kind.OIDC)
    return get_object_or_404(of_kind, pk=provider_id)
