from django.utils import timezone
from django_tasks import task

from aizuchi.kernel.jobs.each import FailedItems, for_each
from aizuchi.programs.models import Program
from aizuchi.programs.operations.running import look_after_program


@task()
def look_after_running_programs() -> None:
    """Each by itself: one that cannot be looked after stops no other."""
    now, aside = timezone.now(), FailedItems()
    for_each(Program.objects.running(), lambda one: look_after_program(program_id=one.pk, now=now), aside=aside)
    aside.tell()
