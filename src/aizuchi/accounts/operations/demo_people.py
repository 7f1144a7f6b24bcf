from aizuchi.accounts.models import DemoPerson
from aizuchi.people.models import Person


def offer_demo_person(*, person: Person, position: int, story_ja: str, story_en: str) -> None:
    """Called by the demo's loader; offering somebody again changes what is said of them."""
    DemoPerson.objects.update_or_create(
        person=person, defaults={"position": position, "story_ja": story_ja, "story_en": story_en}
    )
