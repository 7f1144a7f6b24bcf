from aizuchi.hints.operations.install import install_starter_hints
from aizuchi.people.events import OrganizationCreated


def install_for_new_organization(event: OrganizationCreated) -> None:
    """After the catalogue, whose topics the hints belong to."""
    install_starter_hints(organization_id=event.organization_id, now=event.at)
