"""Reporting a hint, and deciding about it. The audit names the hint and who decided, never an author or a reporter."""

import datetime
import uuid

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from aizuchi.audit.operations import record
from aizuchi.hints import policies
from aizuchi.hints.models import Hint, Report
from aizuchi.hints.operations.access import access_hint
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Person


class NeedsReason(Refusal):
    field = "because"
    sentence = _("Please say why. Its author reads it.")


@transaction.atomic
def report_hint(*, actor: Person, hint_id: uuid.UUID, reason: str, words: str, now: datetime.datetime) -> Report:
    """Said twice, the later words stand."""
    if reason not in Report.Reason:
        raise Http404
    hint = access_hint(viewer=actor, hint_id=hint_id)
    require(policies.may_report_hint(actor, hint))
    said = {"reason": reason, "words": " ".join(words.split())}
    report, _is_new = Report.objects.update_or_create(
        hint=hint, reporter=actor, decided_at=None, defaults=said, create_defaults={**said, "created_at": now}
    )
    return report


@transaction.atomic
def keep_hint(*, actor: Person, hint_id: uuid.UUID, now: datetime.datetime) -> Hint:
    """It may stay: what was reported so far is settled."""
    hint = _lock_to_decide(actor, hint_id, now)
    _settle(hint, now)
    _record("kept", hint, actor, now)
    return hint


@transaction.atomic
def hide_hint(*, actor: Person, hint_id: uuid.UUID, because: str, now: datetime.datetime) -> Hint:
    """Unpublished for everybody but its author, who is told the reason."""
    if not because.strip():
        raise NeedsReason
    hint = _lock_to_decide(actor, hint_id, now)
    hint.hidden_at, hint.hidden_because, hint.author_told_at = now, because.strip(), None
    hint.save(update_fields=["hidden_at", "hidden_because", "author_told_at"])
    _settle(hint, now)
    _record("hidden", hint, actor, now)
    return hint


@transaction.atomic
def show_again(*, actor: Person, hint_id: uuid.UUID, now: datetime.datetime) -> Hint:
    hint = _lock_to_decide(actor, hint_id, now)
    if hint.hidden_at:
        hint.hidden_at, hint.hidden_because = None, ""
        hint.save(update_fields=["hidden_at", "hidden_because"])
        _record("shown_again", hint, actor, now)
    return hint


def access_to_decide(*, actor: Person, hint_id: uuid.UUID, now: datetime.datetime) -> Hint:
    """Whoever looks after hints sees all of them; for the others a hidden one does not exist."""
    ours = Hint.objects.filter(organization_id=actor.organization_id)
    if not policies.may_look_after_hints(actor, now):
        ours = Hint.objects.visible_to(actor)
    hint = get_object_or_404(ours, pk=hint_id)
    require(policies.may_decide_on(actor, hint, now))
    return hint


def _lock_to_decide(actor: Person, hint_id: uuid.UUID, now: datetime.datetime) -> Hint:
    access_to_decide(actor=actor, hint_id=hint_id, now=now)
    return Hint.objects.select_for_update(of=("self",)).get(pk=hint_id)


def _settle(hint: Hint, now: datetime.datetime) -> None:
    Report.objects.filter(hint=hint, decided_at__isnull=True).update(decided_at=now)


def _record(what: str, hint: Hint, actor: Person, now: datetime.datetime) -> None:
    record(organization_id=hint.organization_id, actor=actor, action=f"hints.{what}", subject_id=hint.pk, now=now)
