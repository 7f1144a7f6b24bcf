"""Gives an organization the starter set."""

import datetime
import uuid
from functools import cache
from pathlib import Path

from django.db import transaction

from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.hints.operations.packs import take_over
from aizuchi.hints.packs.reading import Pack, read_pack
from aizuchi.people.models import Organization

STARTER = Path(__file__).parent.parent / "content" / "starter.json"


@cache
def starter_pack() -> Pack:
    return read_pack(STARTER.read_bytes())


@transaction.atomic
def install_starter_hints(*, organization_id: uuid.UUID, now: datetime.datetime) -> None:
    """Adds what is missing. An organization whose catalogue is still empty gets its hints when it has one."""
    organization = Organization.objects.get(pk=organization_id)
    known = Topic.objects.filter(organization=organization), ExpectedResponse.objects.filter(organization=organization)
    if all(rows.exists() for rows in known):
        take_over(starter_pack(), organization=organization, actor=None, now=now)
