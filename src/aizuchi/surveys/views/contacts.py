"""HR names whom people can turn to; everybody may read it."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aizuchi.kernel.ids import read_key
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.requests import Request
from aizuchi.surveys import operations, policies
from aizuchi.surveys.contact_form import ContactForm
from aizuchi.surveys.models import SupportContact
from aizuchi.surveys.queries import list_support_contacts


@require_http_methods(["GET", "POST"])
@login_required
def contacts(request: Request) -> HttpResponse:
    now = timezone.now()
    require(policies.may_name_contacts(request.user, on=request.user.organization.today(now)))
    if request.method != "POST":
        return _show(request)
    form, contact_id = ContactForm(request.POST), read_key(request.POST.get("contact"))
    if not form.is_valid():
        return _show(request, form, contact_id, status=422)
    try:
        operations.keep_support_contact(actor=request.user, contact_id=contact_id, now=now, **form.cleaned_data)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Kept. It stands where people say how they are."))
    return redirect("surveys:contacts")


@require_POST
@login_required
def remove(request: Request, contact_id: uuid.UUID) -> HttpResponse:
    operations.remove_support_contact(actor=request.user, contact_id=contact_id, now=timezone.now())
    messages.success(request, _("Taken away."))
    return redirect("surveys:contacts")


def _show(
    request: Request, typed: ContactForm | None = None, typed_for: uuid.UUID | None = None, *, status: int = 200
) -> HttpResponse:
    """`typed`: what did not fit, at the contact it was typed for."""
    rows = [
        (one, typed if typed and one.pk == typed_for else _form_of(one))
        for one in list_support_contacts(request.user.organization_id)
    ]
    new = typed if typed and typed_for is None else ContactForm()
    context = {"rows": rows, "new": new, "typed_for": typed_for}
    return render(request, "surveys/contacts.html", context, status=status)


def _form_of(contact: SupportContact) -> ContactForm:
    told = {name: getattr(contact, name) for name in ("kind", "name", "reached_at", "words")}
    return ContactForm(initial=told, auto_id=f"id_{contact.pk.hex}_%s")
