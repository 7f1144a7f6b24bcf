"""HR and administrators ask people in: unit by unit, by name, or everybody; more than one is asked about first."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from aizuchi.accounts.invitation_links import InvitationWords
from aizuchi.accounts.operations.invitations import PER_HOUR, Invited, invite_people, take_back_unsent
from aizuchi.accounts.queries import invitations as queries
from aizuchi.kernel.ids import read_known_key
from aizuchi.kernel.manifests import gather
from aizuchi.kernel.measure import read_count
from aizuchi.kernel.proofs import posts_need_proof
from aizuchi.people.models import Person, Unit
from aizuchi.people.operations import set_meets_from
from aizuchi.people.requests import Request
from aizuchi.people.views.admin.context import AdminContext, access_admin
from aizuchi.ui.formatting import format_time


@dataclass(frozen=True, kw_only=True)
class Chosen:
    person_ids: Collection[uuid.UUID]
    unit_ids: Collection[uuid.UUID]
    is_everybody: bool


@require_GET
@login_required
def list_invitations(request: Request) -> HttpResponse:
    admin = access_admin(request)
    name = request.GET.get("q", "").strip()[:80]
    by = request.GET.get("by", "")
    invitations = queries.list_invitations(viewer=request.user, on=admin.today, now=admin.now, name=name)
    context = {
        "invitations": invitations,
        "name": name,
        "by": by if by in ("unit", "person") else ("person" if name else "unit"),
        "per_hour": PER_HOUR,
    }
    return render(request, "accounts/invitations.html", context)


@posts_need_proof
@require_POST
@login_required
def invite(request: Request) -> HttpResponse:
    """`sure` is the number that somebody has read: another number is asked about again."""
    admin = access_admin(request)
    chosen = _read(admin)
    count = len(chosen.person_ids)
    if count > 1 and read_count(request.POST.get("sure")) != count:
        return _ask(admin, chosen)
    if request.POST.get("start"):
        _start_units(admin, chosen.unit_ids)
    invited = invite_people(
        actor=request.user,
        person_ids=chosen.person_ids,
        now=admin.now,
        heads_first=bool(request.POST.get("heads_first")),
    )
    messages.success(request, _say_invited(invited))
    return redirect("accounts:invitations")


@require_POST
@login_required
def take_back(request: Request) -> HttpResponse:
    count = take_back_unsent(actor=request.user, now=timezone.now())
    told = ngettext("One invitation stays here.", "%(count)s invitations stay here.", count)
    messages.success(request, told % {"count": f"{count:,}"})
    return redirect("accounts:invitations")


def _read(admin: AdminContext) -> Chosen:
    posted = admin.request.POST
    person_ids = [read_known_key(key) for key in posted.getlist("person")]
    unit_ids = [read_known_key(key) for key in posted.getlist("unit")]
    viewer = admin.request.user
    if "everybody" in posted:
        new = queries.waiting_for_invitation(Person.objects.visible_to(viewer), on=admin.today)
        return Chosen(person_ids=list(new.values_list("pk", flat=True)), unit_ids=[], is_everybody=True)
    of_units = queries.find_new_in_units(viewer=viewer, unit_ids=unit_ids, on=admin.today) if unit_ids else []
    return Chosen(person_ids={*person_ids, *of_units}, unit_ids=unit_ids, is_everybody=False)


def _ask(admin: AdminContext, chosen: Chosen) -> HttpResponse:
    """How many, over how long, and what they will read."""
    viewer = admin.request.user
    first = Person.objects.visible_to(viewer).filter(pk__in=chosen.person_ids).order_by("family_kana", "pk").first()
    [words] = gather(InvitationWords)
    subject, lines = words.read(first) if first else ("", ())
    count = len(chosen.person_ids)
    context = {
        "chosen": chosen,
        "count": count,
        "has_heads": queries.has_heads(person_ids=chosen.person_ids, organization=admin.organization, on=admin.today),
        "hours": (count - 1) // PER_HOUR,
        "per_hour": PER_HOUR,
        "subject": subject,
        "lines": lines,
        "people": [] if chosen.is_everybody else admin.request.POST.getlist("person"),
        "not_started": queries.units_not_started(viewer=viewer, unit_ids=chosen.unit_ids, on=admin.today),
    }
    return render(admin.request, "accounts/invitations_sure.html", context)


def _start_units(admin: AdminContext, unit_ids: Collection[uuid.UUID]) -> None:
    """Where 1on1s have not begun, they begin with the invitation."""
    waiting = queries.units_not_started(viewer=admin.request.user, unit_ids=unit_ids, on=admin.today)
    for unit in Unit.objects.filter(organization=admin.organization, pk__in=waiting):
        set_meets_from(unit_id=unit.pk, on=admin.today, **admin.who_and_when)


def _say_invited(invited: Invited) -> str:
    if not invited.count:
        return _("Nobody was chosen, so no mail went out.")
    told = ngettext("One invitation is on its way.", "%(count)s invitations are on their way.", invited.count)
    said = told % {"count": f"{invited.count:,}"}
    if not invited.later:
        return said
    later = ngettext(
        "%(later)s of them goes out later, at %(when)s.",
        "%(later)s of them go out later, the last one at %(when)s.",
        invited.later,
    )
    return f"{said} {later % {'later': f'{invited.later:,}', 'when': format_time(invited.latest_at)}}"
