from django.db import models
from django.db.models import Q

from aizuchi.catalogue.models import ExpectedResponse
from aizuchi.people.models import Person


class WaitingAnswers(models.Model):
    """Answers about this mentor and response (none: the whole) from this quarter are in no block yet, and may be later.

    Made from rights and from what was told: there is a row whether or not anybody answered.
    """

    mentor = models.ForeignKey(Person, models.CASCADE, related_name="+")
    quarter_on = models.DateField(help_text="First day of the thirteen weeks in which they were given.")
    response = models.ForeignKey(ExpectedResponse, models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mentor", "quarter_on", "response"],
                condition=Q(response__isnull=False),
                name="waiting_once_per_response",
            ),
            models.UniqueConstraint(
                fields=["mentor", "quarter_on"], condition=Q(response__isnull=True), name="waiting_once_for_the_whole"
            ),
        ]
