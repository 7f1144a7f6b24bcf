import structlog
from django_tasks import task

from aizuchi.audit.sealing import list_organizations_waiting, seal_waiting_entries

log = structlog.get_logger()


@task()
def seal_audit_entries() -> int:
    """Every organization on its own: one whose chain cannot be carried on does not stop the others."""
    sealed = 0
    for organization_id in list_organizations_waiting():
        try:
            sealed += seal_waiting_entries(organization_id=organization_id)
        except Exception as error:
            log.warning("audit: not sealed", organization=str(organization_id), error=type(error).__name__)
    return sealed
