"""What a form for a row shows, and a sign of it that tells whether somebody else changed the row meanwhile."""

import hashlib
import json
from collections.abc import Mapping

from aizuchi.catalogue.models import LibraryQuestion, MeetingFormat, Prompt, Topic
from aizuchi.catalogue.ordered_lists import Item

FormValues = Mapping[str, object]


def fingerprint_of(shown: FormValues) -> str:
    """Short, and another one as soon as anything differs."""
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:32]


def form_values_of(item: Item) -> dict[str, object]:
    """By the names of the form's fields."""
    if isinstance(item, Prompt | LibraryQuestion):
        return {"ja": item.text_ja, "en": item.text_en}
    label: dict[str, object] = {"ja": item.label_ja, "en": item.label_en}
    if isinstance(item, Topic):
        return label | {"icon": item.icon}
    return label | _parts_of(item) if isinstance(item, MeetingFormat) else label


def _parts_of(format: MeetingFormat) -> dict[str, object]:
    return {
        "description_ja": format.description_ja,
        "description_en": format.description_en,
        "minutes": format.minutes,
        "topics": sorted(str(key) for key in format.topics.values_list("pk", flat=True)),
        "questions": [{"ja": question.text_ja, "en": question.text_en} for question in format.questions.all()],
    }
