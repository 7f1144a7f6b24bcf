import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aizuchi.gatherings.forms import TIME
from aizuchi.kernel.canonical import LineFormField
from aizuchi.kernel.days import DayFormField
from aizuchi.programs.models import Participant, Program, ProgramGathering
from aizuchi.programs.operations.gatherings import Cohort

SIDES = (
    ("", _("Everybody who takes part")),
    (Participant.Side.MENTEE, _("The mentees")),
    (Participant.Side.MENTOR, _("The mentors")),
)


class CohortForm(forms.Form):
    """A meeting of those who take part in a program."""

    occasion = forms.ChoiceField(label=_("What for"), choices=ProgramGathering.Occasion.choices)
    side = forms.ChoiceField(label=pgettext_lazy("gathering", "For whom"), choices=SIDES, required=False)
    title = LineFormField(label=pgettext_lazy("gathering", "Title"), max_length=120)
    day = DayFormField(label=_("Day"))
    time = forms.TimeField(label=_("Begins at"), widget=TIME)
    minutes = forms.IntegerField(label=_("How many minutes"), min_value=5, max_value=24 * 60, initial=30)
    place = LineFormField(label=_("Place"), max_length=200, required=False)
    video_url = forms.URLField(label=_("Link to the call"), max_length=500, required=False, assume_scheme="https")
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=10_000, required=False)

    def __init__(self, program: Program, data: Any = None) -> None:
        super().__init__(data)
        if program.is_peer:
            self.fields["side"].widget = forms.HiddenInput()

    def read(self) -> Cohort:
        told = self.cleaned_data
        starts_at = timezone.make_aware(datetime.datetime.combine(told["day"], told["time"]))
        return Cohort(
            occasion=told["occasion"],
            side=told["side"],
            title=told["title"],
            starts_at=starts_at,
            minutes=told["minutes"],
            place=told["place"],
            video_url=told["video_url"],
            places=told["places"],
        )
