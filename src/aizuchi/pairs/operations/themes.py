"""Topics that a pair makes for itself."""

import datetime
import uuid

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.events import publish
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.pairs.events import PairChanged
from aizuchi.pairs.models import Pair, Theme
from aizuchi.pairs.operations.access import lock_pair
from aizuchi.pairs.policies import may_edit_settings
from aizuchi.people.models import Person

MOST = 30


class ThemeNeedsWords(Refusal):
    sentence = _("Please give the topic a name.")
    field = "label"


class ThemeTooLong(Refusal):
    sentence = _("Please keep the name within 120 characters.")
    field = "label"


class ThemeExists(Refusal):
    sentence = _("You already have a topic of this name.")
    field = "label"


class TooManyThemes(Refusal):
    sentence = _("You have thirty topics. Please put one away before adding another.")
    field = "label"


@transaction.atomic
def add_theme(*, actor: Person, pair_id: uuid.UUID, label: str, now: datetime.datetime) -> Theme:
    """A theme of the same name that was put away comes back, with its history."""
    pair = _access(actor, pair_id, now)
    label = _worded(label)
    known = Theme.objects.filter(pair=pair, label=label).first()
    if known and known.retired_at is None:
        raise ThemeExists
    if Theme.objects.filter(pair=pair, retired_at__isnull=True).count() >= MOST:
        raise TooManyThemes
    theme = _bring_back(known) if known else Theme.objects.create(pair=pair, label=label)
    publish(PairChanged(pair_id=pair.pk, actor_id=actor.pk, at=now))
    return theme


@transaction.atomic
def rename_theme(
    *, actor: Person, pair_id: uuid.UUID, theme_id: uuid.UUID, label: str, now: datetime.datetime
) -> Theme:
    pair = _access(actor, pair_id, now)
    theme = get_object_or_404(Theme, pk=theme_id, pair=pair)
    theme.label = _worded(label)
    if Theme.objects.filter(pair=pair, label=theme.label, retired_at__isnull=True).exclude(pk=theme.pk).exists():
        raise ThemeExists
    theme.save(update_fields=["label"])
    publish(PairChanged(pair_id=pair.pk, actor_id=actor.pk, at=now))
    return theme


@transaction.atomic
def retire_theme(*, actor: Person, pair_id: uuid.UUID, theme_id: uuid.UUID, now: datetime.datetime) -> Theme:
    """No longer offered; where it was talked about it stays readable."""
    pair = _access(actor, pair_id, now)
    theme = get_object_or_404(Theme, pk=theme_id, pair=pair)
    theme.retired_at = theme.retired_at or now
    theme.save(update_fields=["retired_at"])
    publish(PairChanged(pair_id=pair.pk, actor_id=actor.pk, at=now))
    return theme


def _access(actor: Person, pair_id: uuid.UUID, now: datetime.datetime) -> Pair:
    pair = lock_pair(actor, pair_id)
    require(may_edit_settings(actor, pair, pair.organization.today(now)))
    return pair


def _bring_back(theme: Theme) -> Theme:
    theme.retired_at = None
    theme.save(update_fields=["retired_at"])
    return theme


def _worded(label: str) -> str:
    label = " ".join(label.split())
    if not label:
        raise ThemeNeedsWords
    if len(label) > 120:
        raise ThemeTooLong
    return label
