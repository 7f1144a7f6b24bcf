import uuid

from aizuchi.growth.models import Spark
from aizuchi.meetings.models import Meeting
from aizuchi.people.models import Person


def find_spark(viewer: Person, meeting: Meeting, spark_id: uuid.UUID) -> str | None:
    """Words that this pair wanted to keep in mind."""
    found = Spark.objects.visible_to(viewer).filter(pair=meeting.pair_id, pk=spark_id)
    return found.values_list("text", flat=True).first()
