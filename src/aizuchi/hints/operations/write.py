"""Writing a hint, changing one's own, putting it away and bringing it back.

Nothing of this goes into the audit: administrators read it, and it would name whoever wrote without a name.
"""

import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.hints.models import Hint, HintScore
from aizuchi.hints.operations.access import lock_own_hint
from aizuchi.hints.operations.refusals import NothingSaid, SaidAlready
from aizuchi.hints.wording import bigrams, search_text_of
from aizuchi.kernel.refusals import Stale
from aizuchi.people.models import Person

WORDS = ("title", "body", "situation")


@dataclass(frozen=True, kw_only=True)
class HintDraft:
    """What its author says, in one language."""

    topic_id: uuid.UUID
    response_id: uuid.UUID
    body: str
    title: str = ""
    situation: str = ""
    language: str = "ja"
    is_anonymous: bool = False


@transaction.atomic
def write_hint(*, actor: Person, draft: HintDraft, now: datetime.datetime) -> Hint:
    hint = Hint(organization_id=actor.organization_id, author=actor, created_at=now)
    _set_words(hint, draft, actor)
    hint.save()
    HintScore.objects.create(hint=hint)
    return hint


@transaction.atomic
def edit_hint(*, actor: Person, hint_id: uuid.UUID, draft: HintDraft, version: int, now: datetime.datetime) -> Hint:
    """Raises Stale when `version` is not what the author had on the screen."""
    hint = lock_own_hint(actor=actor, hint_id=hint_id)
    if hint.version != version:
        raise Stale(_("You changed this hint in another window meanwhile. Please look at it again."))
    _set_words(hint, draft, actor)
    hint.edited_at, hint.version = now, hint.version + 1
    hint.save()
    return hint


@transaction.atomic
def retire_hint(*, actor: Person, hint_id: uuid.UUID, now: datetime.datetime) -> Hint:
    """Unpublished, for as long as its author likes. What others promised themselves to try stays theirs to answer."""
    hint = lock_own_hint(actor=actor, hint_id=hint_id)
    if hint.retired_at is None:
        hint.retired_at = now
        hint.save(update_fields=["retired_at"])
    return hint


@transaction.atomic
def restore_hint(*, actor: Person, hint_id: uuid.UUID, now: datetime.datetime) -> Hint:
    hint = lock_own_hint(actor=actor, hint_id=hint_id)
    hint.retired_at = None
    hint.save(update_fields=["retired_at"])
    return hint


def refresh_search_text(hint: Hint) -> None:
    hint.search_text = search_text_of(
        getattr(hint, f"{word}_{language}") for word in WORDS for language in ("ja", "en")
    )


def _set_words(hint: Hint, draft: HintDraft, actor: Person) -> None:
    body = draft.body.strip()
    if not body:
        raise NothingSaid
    ours = {"organization_id": actor.organization_id}
    hint.topic = get_object_or_404(Topic, pk=draft.topic_id, **ours)
    hint.response = get_object_or_404(ExpectedResponse, pk=draft.response_id, **ours)
    setattr(hint, f"body_{draft.language}", body)
    setattr(hint, f"title_{draft.language}", " ".join(draft.title.split()))
    setattr(hint, f"situation_{draft.language}", " ".join(draft.situation.split()))
    hint.is_anonymous = draft.is_anonymous
    refresh_search_text(hint)
    _require_new(hint, body)


def _require_new(hint: Hint, body: str) -> None:
    """The same signs in the same cell; what is only alike is shown to the author, who decides."""
    said = Hint.objects.published().filter(organization=hint.organization_id, topic=hint.topic, response=hint.response)
    wanted = bigrams(body)
    for bodies in said.exclude(pk=hint.pk).values_list("body_ja", "body_en"):
        if any(other and bigrams(other) == wanted for other in bodies):
            raise SaidAlready
