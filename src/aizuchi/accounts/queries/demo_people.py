import uuid

from aizuchi.accounts.models import DemoPerson
from aizuchi.people.models import Person


def list_demo_people() -> list[DemoPerson]:
    """Only people of a demo company: a setting alone must never open a real one."""
    offered = DemoPerson.objects.filter(person__organization__is_demo=True)
    return list(offered.select_related("person__organization"))


def get_demo_person(person_id: uuid.UUID) -> Person:
    """Raises DemoPerson.DoesNotExist."""
    offered = DemoPerson.objects.filter(person__organization__is_demo=True, person_id=person_id)
    return offered.select_related("person__organization").get().person
