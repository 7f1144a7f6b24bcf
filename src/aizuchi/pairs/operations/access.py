"""Loads a pair for somebody, or says that there is none."""

import uuid

from django.db.models import Q
from django.shortcuts import get_object_or_404

from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person


def access_pair(viewer: Person, pair_id: uuid.UUID) -> Pair:
    """Http404 for everybody but the two."""
    pairs = Pair.objects.visible_to(viewer).select_related("mentee", "mentor", "organization")
    return get_object_or_404(pairs, pk=pair_id)


def lock_pair(viewer: Person, pair_id: uuid.UUID) -> Pair:
    """As `access_pair`, held until the transaction ends."""
    Pair.objects.select_for_update().filter(pk=pair_id).first()
    return access_pair(viewer, pair_id)


def lock_pair_of_organization(viewer: Person, pair_id: uuid.UUID) -> Pair:
    """For what HR may do too; whether this person may is still to be asked. Outsiders: Http404."""
    pairs = Pair.objects.select_for_update(of=("self",)).select_related("mentee", "mentor", "organization")
    pairs = pairs.filter(organization_id=viewer.organization_id)
    return get_object_or_404(pairs, Q(pk=pair_id))
