"""Asking for a 1on1, and answering."""

import datetime
import uuid
from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aizuchi.catalogue.models import PairKind
from aizuchi.catalogue.queries import words_by_kind
from aizuchi.kernel.refusals import Refusal, refuse
from aizuchi.pairs.forms import ProposeForm, beginning
from aizuchi.pairs.operations import accept_proposal, decline_proposal, propose, withdraw_proposal
from aizuchi.pairs.operations.proposals import Seat
from aizuchi.pairs.queries import ProposalCard, proposal_card, proposals_made_by, proposals_waiting_for
from aizuchi.people.models import Person
from aizuchi.people.queries import PersonCard, card_of
from aizuchi.people.requests import Request


@dataclass(frozen=True)
class Possibility:
    """A kind of 1on1 and a seat in it, as a sentence to choose."""

    value: str
    words: str
    help: str


@login_required
@require_http_methods(["GET", "POST"])
def propose_to(request: Request, person_id: uuid.UUID) -> HttpResponse:
    person = get_object_or_404(Person.objects.visible_to(request.user).exclude(pk=request.user.pk), pk=person_id)
    if request.method == "GET":
        chosen = request.GET.get("as") or ProposeForm.SEATS[0]
        return _ask(request, person, _unbound(request, chosen))
    form = ProposeForm(request.POST)
    if not form.is_valid():
        return _ask(request, person, form, status=422)
    kind, seat = form.kind_and_seat()
    try:
        proposal = propose(
            actor=request.user,
            to_id=person.pk,
            my_seat=cast(Seat, seat),
            frame=form.frame(kind),
            words=form.cleaned_data["words"],
            now=timezone.now(),
        )
    except Refusal as refusal:
        refuse(form, refusal)
        return _ask(request, person, form, status=422)
    messages.success(request, _("Sent to %(name)s.") % {"name": person.short_name})
    return redirect("pairs:proposal", proposal_id=proposal.pk)


@login_required
@require_GET
def list_proposals(request: Request) -> HttpResponse:
    today = _today(request)
    waiting = proposals_waiting_for(request.user, on=today)
    return render(
        request, "pairs/proposals.html", {"waiting": waiting, "made": proposals_made_by(request.user, on=today)}
    )


@login_required
@require_GET
def show_proposal(request: Request, proposal_id: uuid.UUID) -> HttpResponse:
    return _render_proposal(request, proposal_id)


@login_required
@require_POST
def accept(request: Request, proposal_id: uuid.UUID) -> HttpResponse:
    try:
        pair = accept_proposal(actor=request.user, proposal_id=proposal_id, now=timezone.now())
    except Refusal as refusal:
        return _render_proposal(request, proposal_id, refusal)
    messages.success(request, _("Your 1on1 begins. Say how you would like to hold it, whenever you like."))
    return redirect("pairs:settings", pair_id=pair.pk)


@login_required
@require_POST
def decline(request: Request, proposal_id: uuid.UUID) -> HttpResponse:
    try:
        decline_proposal(actor=request.user, proposal_id=proposal_id, now=timezone.now())
    except Refusal as refusal:
        return _render_proposal(request, proposal_id, refusal)
    messages.success(request, _("Answered. Thank you for thinking about it."))
    return redirect("pairs:proposals")


@login_required
@require_POST
def withdraw(request: Request, proposal_id: uuid.UUID) -> HttpResponse:
    try:
        withdraw_proposal(actor=request.user, proposal_id=proposal_id, now=timezone.now())
    except Refusal as refusal:
        return _render_proposal(request, proposal_id, refusal)
    messages.success(request, _("You took it back."))
    return redirect("pairs:proposals")


def _unbound(request: Request, as_what: str) -> ProposeForm:
    """With the rhythm that 1on1s of this kind begin with here."""
    kind = as_what.split(":")[0]
    usual = beginning(request.user.organization, _today(request), kind if kind in PairKind else PairKind.MENTOR)
    return ProposeForm(initial={**usual, "as_what": as_what}, usual_minutes=usual["minutes"])


def _ask(request: Request, person: Person, form: ProposeForm, *, status: int = 200) -> HttpResponse:
    card = card_of(person, on=_today(request))
    context = {"person": card, "form": form, "possibilities": _possibilities(request.user, card)}
    return render(request, "pairs/propose.html", context, status=status)


def _possibilities(viewer: Person, person: PersonCard) -> list[Possibility]:
    words = words_by_kind(viewer.organization)
    name = {"name": person.short_name, "mentor": words[PairKind.MENTOR].mentor}
    outside = _("Somebody outside one's own chain of command, with no part in one's appraisal.")
    return [
        Possibility("mentor:mentee", _("Ask %(name)s to be my %(mentor)s") % name, outside),
        Possibility("mentor:mentor", _("Offer to be %(name)s's %(mentor)s") % name, outside),
        Possibility("peer:mentee", _("Talk as peers"), _("You both bring topics, and you both respond.")),
        Possibility(
            "diagonal:mentee",
            _("Ask %(name)s to listen, across units") % name,
            _("A fresh view from someone who doesn't know your daily work. Once is enough."),
        ),
        Possibility(
            "diagonal:mentor",
            _("Offer to listen to %(name)s, across units") % name,
            _("You bring your view from elsewhere; %(name)s brings the topics.") % name,
        ),
    ]


def _render_proposal(request: Request, proposal_id: uuid.UUID, refusal: Refusal | None = None) -> HttpResponse:
    proposal = proposal_card(proposal_id, viewer=request.user, on=_today(request))
    if proposal is None:
        raise Http404
    context = {"proposal": proposal, "refusal": refusal, "pair_address": _pair_address(proposal)}
    return render(request, "pairs/proposal.html", context, status=409 if refusal else 200)


def _pair_address(proposal: ProposalCard) -> str:
    return reverse("pairs:settings", kwargs={"pair_id": proposal.pair_id}) if proposal.pair_id else ""


def _today(request: Request) -> datetime.date:
    return request.user.organization.today(timezone.now())
