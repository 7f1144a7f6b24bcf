import uuid

from django_tasks import task

from aizuchi.audit.sealing import list_organizations_waiting, seal_waiting_entries
from aizuchi.kernel.jobs.each import FailedItems, for_each


@task()
def seal_audit_entries() -> int:
    """Every organization on its own: one whose chain cannot be carried on stops no other, and is told."""
    aside, sealed = FailedItems(), []

    def seal(organization_id: uuid.UUID) -> None:
        sealed.append(seal_waiting_entries(organization_id=organization_id))

    for_each(list_organizations_waiting(), seal, aside=aside)
    aside.tell()
    return sum(sealed)
