"""Where providers of SAML send people to, and what we say about ourselves to them."""

import datetime
import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from aizuchi.single_sign_on.letting_in import refuse, take_proof
from aizuchi.single_sign_on.linking import find_match, take_once
from aizuchi.single_sign_on.models import IdentityProvider, PendingSignIn
from aizuchi.single_sign_on.pending import Begun, Purpose, begin, hand_over, keep_proof, take_up_proved
from aizuchi.single_sign_on.refusals import ClocksApart, NotBegunHere, NotLetIn
from aizuchi.single_sign_on.saml.answers import SamlAnswer, read_answer
from aizuchi.single_sign_on.saml.flow import read_request_id
from aizuchi.single_sign_on.saml.metadata import write_metadata

ANEW = datetime.timedelta(minutes=6)


@csrf_exempt
@never_cache
@sensitive_post_parameters()
@require_POST
def take_answer(request: HttpRequest, provider_id: uuid.UUID) -> HttpResponse:
    """Posted by a form of the provider's, so without any cookie of ours: nobody is linked or changed by it.

    Whether it is the browser that began shows at the next page, to which the cookies come along, and with them the mark
    that says which browser brought the answer.
    """
    provider, now = _access(provider_id), timezone.now()
    pending: PendingSignIn | None = None
    try:
        answer = read_answer(provider, request.POST.get("SAMLResponse", ""), now=now)
        take_once(provider, f"assertion {answer.assertion_id}", until=answer.until)
        begun, pending = _find_begun(request, provider, answer, now=now)
        find_match(provider, answer.proof)
        mark = keep_proof(pending, answer.proof)
    except NotLetIn as refusal:
        return refuse(request, provider, refusal, now=now, pending=pending)
    response = HttpResponseRedirect(reverse("single_sign_on:saml_done", args=[provider.pk, pending.pk]))
    response.status_code = 303
    hand_over(response, mark)
    if begun:
        begun.keep(response)
    return response


@never_cache
@require_GET
def finish(request: HttpRequest, provider_id: uuid.UUID, pending_id: uuid.UUID) -> HttpResponse:
    provider, now = _access(provider_id), timezone.now()
    pending: PendingSignIn | None = None
    try:
        pending, proof = take_up_proved(request, provider, pending_id, now=now)
        return take_proof(request, provider, pending, proof, now=now)
    except NotLetIn as refusal:
        return refuse(request, provider, refusal, now=now, pending=pending)


@require_GET
def show_metadata(request: HttpRequest, provider_id: uuid.UUID) -> HttpResponse:
    return HttpResponse(write_metadata(_access(provider_id)), content_type="application/samlmetadata+xml")


def _find_begun(
    request: HttpRequest, provider: IdentityProvider, answer: SamlAnswer, *, now: datetime.datetime
) -> tuple[Begun | None, PendingSignIn]:
    """What it answers; where nobody asked, one that begins now, if this provider may do so. Raises NotBegunHere."""
    if not answer.asked_as:
        if not (provider.accepts_unasked and provider.is_on):
            raise NotBegunHere("unasked")
        begun = begin(request, provider, now=now)
        return begun, begun.pending
    key = read_request_id(answer.asked_as)
    waiting = PendingSignIn.objects.filter(provider=provider, sealed_proof=None, ends_at__gt=now)
    pending = waiting.filter(pk=key).first() if key else None
    if pending is None:
        raise NotBegunHere("unknown")
    if pending.purpose == Purpose.PROVE and now - answer.proved_at > ANEW:
        raise ClocksApart("AuthnInstant")
    return None, pending


def _access(provider_id: uuid.UUID) -> IdentityProvider:
    of_kind = IdentityProvider.objects.select_related("organization").filter(kind=IdentityProvider.Kind.SAML)
    return get_object_or_404(of_kind, pk=provider_id)
