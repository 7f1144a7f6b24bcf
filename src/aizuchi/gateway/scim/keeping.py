"""What a request leaves behind for administrators: what did not fit, and what waits for them."""

import datetime
import hashlib

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from scim2_models import NotFoundException, PreconditionFailedException, SCIMException, UniquenessException

from aizuchi.audit.operations import acting_as, record
from aizuchi.gateway.events import ConnectorHeld
from aizuchi.gateway.models import Connector, HeldChange, Misfit
from aizuchi.gateway.scim.changes import GUARDED, HeldBack, Miss, OnlyShown, Wish
from aizuchi.kernel import events
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Organization, Person

MOST_MISFITS = 1000
"""Of one connector: more lines nobody reads."""

Subject = tuple[str, str]


def settle_misfits(connector: Connector, subject: Subject, misses: list[Miss], *, now: datetime.datetime) -> None:
    """It was taken over: what stood in its way before is gone, but for what still does.

    The wish for a guarded address stays until an administrator has followed it, or it grows old: the directory reads
    the one that holds, and says nothing of the other while it writes something else.
    """
    if not subject[0]:
        return
    key = _key(subject)
    followed = Person.objects.filter(organization=connector.organization_id, email=OuterRef("detail"))
    left = Misfit.objects.filter(~Q(reason=GUARDED) | Exists(followed), connector=connector, key=key)
    left.exclude(reason__in=[miss.reason for miss in misses]).delete()
    for miss in misses:
        is_new = _keep(connector, key, subject[1], miss.reason, miss.value, now)
        if is_new and miss.person:
            _note_kept_address(connector, miss.person, now)


def _note_kept_address(connector: Connector, person: Person, now: datetime.datetime) -> None:
    """Once, however often the directory says it: it may be somebody who wants the mail of an administrator."""
    record(
        organization_id=connector.organization_id,
        actor=None,
        action="gateway.address.kept",
        subject_id=person.pk,
        now=now,
    )


def keep_misfits(
    connector: Connector, subject: Subject, told: SCIMException, fault: Exception, *, now: datetime.datetime
) -> None:
    if not subject[0] or isinstance(told, NotFoundException | PreconditionFailedException):
        return
    reason = "uniqueness" if isinstance(told, UniquenessException) else "refused"
    detail = str(fault) if isinstance(fault, Refusal) else str(told.detail or told)
    with transaction.atomic():
        _keep(connector, _key(subject), subject[1], reason, detail, now)


@transaction.atomic
def keep_held(connector: Connector, held: HeldBack | OnlyShown, *, now: datetime.datetime) -> None:
    """As things stand by now: a connection released meanwhile is brought the same again, and does it."""
    Organization.objects.select_for_update().get(pk=connector.organization_id)
    fresh = Connector.objects.get(pk=connector.pk)
    if isinstance(held, OnlyShown) and fresh.mode == Connector.Mode.ACTS:
        return
    wishes = held.wishes if isinstance(held, OnlyShown) else [held.wish]
    for wish in wishes:
        _keep_wish(connector, wish, now)
    if isinstance(held, HeldBack) and fresh.held_at is None:
        _hold(connector, now)


def _keep_wish(connector: Connector, wish: Wish, now: datetime.datetime) -> None:
    HeldChange.objects.update_or_create(
        connector=connector,
        kind=wish.kind,
        key=wish.key,
        defaults={"person": wish.person, "what": wish.what, "at": now},
    )


def _hold(connector: Connector, now: datetime.datetime) -> None:
    """Once: whoever is told looks at all of it."""
    Connector.objects.filter(pk=connector.pk).update(held_at=now)
    connector.held_at = now
    with acting_as(connector.name):
        record(
            organization_id=connector.organization_id,
            actor=None,
            action="gateway.connector.held",
            subject_id=connector.pk,
            now=now,
        )
    events.publish(
        ConnectorHeld(organization_id=connector.organization_id, connector_id=connector.pk, actor_id=None, at=now)
    )


def _keep(connector: Connector, key: str, label: str, reason: str, detail: str, now: datetime.datetime) -> bool:
    """Whether it is new."""
    known = Misfit.objects.filter(connector=connector, key=key, reason=reason).first()
    if known is None:
        if Misfit.objects.filter(connector=connector).count() < MOST_MISFITS:
            Misfit.objects.create(
                connector=connector,
                key=key,
                label=label[:254],
                reason=reason,
                detail=detail[:300],
                first_at=now,
                latest_at=now,
            )
        return True
    known.times, known.latest_at, known.detail = known.times + 1, now, detail[:300]
    known.save(update_fields=["times", "latest_at", "detail"])
    return False


def _key(subject: Subject) -> str:
    return hashlib.sha256(subject[0].casefold().encode()).hexdigest()
