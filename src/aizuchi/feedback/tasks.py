import uuid

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django_tasks import task

from aizuchi.feedback.models import Block
from aizuchi.feedback.operations.strengths import sum_up_strengths
from aizuchi.people.models import Organization


@task()
def sum_up_all_strengths() -> None:
    """Every night; what a quarter's release enqueues at once is the same for one organization."""
    having = Exists(Block.objects.filter(organization=OuterRef("pk")))
    for organization in Organization.objects.filter(having):
        sum_up_strengths(organization=organization, now=timezone.now())


@task()
def sum_up_strengths_of(organization_id: str) -> None:
    organization = Organization.objects.get(pk=uuid.UUID(organization_id))
    sum_up_strengths(organization=organization, now=timezone.now())
