import uuid

from aizuchi.accounts.models import DemoPerson


def offer_demo_person(*, person_id: uuid.UUID, position: int, story_ja: str, story_en: str) -> None:
    """Called by the demo's loader; offering somebody again changes what is said of them."""
    DemoPerson.objects.update_or_create(
        person_id=person_id, defaults={"position": position, "story_ja": story_ja, "story_en": story_en}
    )
