import datetime
import uuid

from django.utils import timezone
from django_tasks import task

from aizuchi.people.models import Person
from aizuchi.programs.operations.drafts import work_out_draft
from aizuchi.programs.operations.publishing import publish_draft


@task(timeout=datetime.timedelta(minutes=10))
def work_out_large_draft(draft_id: str) -> None:
    """A second time changes nothing."""
    work_out_draft(draft_id=uuid.UUID(draft_id), now=timezone.now())


@task(timeout=datetime.timedelta(minutes=10))
def publish_large_draft(actor_id: str, program_id: str, version: int) -> None:
    """All of it or nothing, and each match once, however often it runs."""
    actor = Person.objects.select_related("organization").get(pk=actor_id)
    publish_draft(actor=actor, program_id=uuid.UUID(program_id), version=version, now=timezone.now())
