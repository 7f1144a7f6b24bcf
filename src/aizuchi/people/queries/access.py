"""Loads what the viewer may know of, or answers that it does not exist."""

import uuid

from django.shortcuts import get_object_or_404

from aizuchi.people.models import Leave, Membership, Person, RoleGrant, Unit


def access_person(viewer: Person, person_id: uuid.UUID) -> Person:
    people = Person.objects.visible_to(viewer).select_related("organization")
    person: Person = get_object_or_404(people, pk=person_id)
    return person


def access_unit(viewer: Person, unit_id: uuid.UUID) -> Unit:
    return get_object_or_404(
        Unit.objects.select_related("organization"), pk=unit_id, organization=viewer.organization_id
    )


def access_membership(viewer: Person, membership_id: uuid.UUID) -> Membership:
    rows = Membership.objects.select_related("person__organization", "unit")
    return get_object_or_404(rows, pk=membership_id, person__organization=viewer.organization_id)


def access_leave(viewer: Person, leave_id: uuid.UUID) -> Leave:
    rows = Leave.objects.select_related("person__organization")
    return get_object_or_404(rows, pk=leave_id, person__organization=viewer.organization_id)


def access_grant(viewer: Person, grant_id: uuid.UUID) -> RoleGrant:
    rows = RoleGrant.objects.select_related("person__organization")
    return get_object_or_404(rows, pk=grant_id, person__organization=viewer.organization_id)
