"""Who may change the catalogue, and what each change leaves in the record."""

import datetime
import uuid
from collections.abc import Mapping

from django.shortcuts import get_object_or_404

from aizuchi.audit.operations import record
from aizuchi.catalogue.form_values import FormValues, fingerprint_of, form_values_of
from aizuchi.catalogue.operations.refusals import NeedsWords
from aizuchi.catalogue.ordered_lists import ORDERED_LISTS, Item
from aizuchi.catalogue.policies import may_edit_catalogue
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Stale
from aizuchi.people.models import Person


def require_editor(actor: Person, now: datetime.datetime) -> None:
    require(may_edit_catalogue(actor, actor.organization.today(now)))


def access_item(actor: Person, ordered_list: str, item_id: uuid.UUID) -> Item:
    """Http404 for items of another organization. Held until the transaction ends."""
    items = ORDERED_LISTS[ordered_list].items_of(actor.organization).select_for_update(of=("self",))
    return get_object_or_404(items, pk=item_id)


def note(actor: Person, action: str, item_id: uuid.UUID, now: datetime.datetime, **detail: object) -> None:
    record(
        organization_id=actor.organization_id,
        actor=actor,
        action=f"catalogue.{action}",
        subject_id=item_id,
        detail=detail,
        now=now,
    )


def worded(texts: Mapping[str, str]) -> dict[str, str]:
    """The same without stray spaces. Raises NeedsWords when both languages are empty."""
    clean = {field: " ".join(text.split()) for field, text in texts.items()}
    if not any(clean.values()):
        raise NeedsWords
    return clean


def require_fresh(shown: FormValues, seen: str) -> None:
    """`seen` is the sign of what the form showed when it was opened. Raises Stale."""
    if fingerprint_of(shown) != seen:
        raise Stale


def save_changed(item: Item, values: Mapping[str, object], *, seen: str) -> list[str]:
    """Names what differed. Saying what stands already is never stale: a form sent twice."""
    changed = [field for field, value in values.items() if getattr(item, field) != value]
    if changed:
        require_fresh(form_values_of(item), seen)
    for field in changed:
        setattr(item, field, values[field])
    if changed:
        item.save(update_fields=changed)
    return changed
