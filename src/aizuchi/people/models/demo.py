from django.db import models
from django.utils.translation import get_language

from aizuchi.kernel.models import Row
from aizuchi.people.models.person import Person


class DemoPerson(Row):
    """Somebody of the demo company whose shoes a visitor may step into. Outside the demo there is none."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="demo")
    position = models.PositiveSmallIntegerField()
    story_ja = models.CharField(max_length=200)
    story_en = models.CharField(max_length=200)

    class Meta:
        ordering = ["position"]

    @property
    def story(self) -> str:
        return self.story_en if get_language() == "en" else self.story_ja
