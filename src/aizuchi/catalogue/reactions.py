from aizuchi.catalogue.operations import install_catalogue
from aizuchi.people.events import OrganizationCreated


def install_for_new_organization(event: OrganizationCreated) -> None:
    install_catalogue(organization_id=event.organization_id)
