"""The few people of a demo company whose shoes a visitor may step into."""

import uuid

from aizuchi.accounts.models import DemoPerson
from aizuchi.people.models import Person


def offer(*, person: Person, position: int, story_ja: str, story_en: str) -> None:
    """Called by the demo's loader; offering somebody again changes what is said of them."""
    DemoPerson.objects.update_or_create(
        person=person, defaults={"position": position, "story_ja": story_ja, "story_en": story_en}
    )


def list_offered() -> list[DemoPerson]:
    """Only people of a demo company: a setting alone must never open a real one."""
    offered = DemoPerson.objects.filter(person__organization__is_demo=True)
    return list(offered.select_related("person__organization"))


def get_offered(person_id: uuid.UUID) -> Person:
    """Raises DemoPerson.DoesNotExist."""
    offered = DemoPerson.objects.filter(person__organization__is_demo=True, person_id=person_id)
    return offered.select_related("person__organization").get().person
