import datetime
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.canonical import AddressFormField, LineFormField
from aizuchi.people.time_zones import list_time_zones
from aizuchi.spaces.models import MeetingSpace
from aizuchi.spaces.operations import SpaceFacts


class SpaceForm(forms.Form):
    """`version` is the one the page was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = LineFormField(label=_("Name of the room"), max_length=80)
    place = LineFormField(label=_("Where it is"), max_length=120, required=False)
    capacity = forms.IntegerField(label=_("Seats"), min_value=1, max_value=1000, initial=2)
    equipment = forms.MultipleChoiceField(
        label=_("Equipment"),
        choices=MeetingSpace.Equipment.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    opens = forms.TimeField(
        label=_("Opens at"), initial=datetime.time(8), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    closes = forms.TimeField(
        label=_("Closes at"), initial=datetime.time(20), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Open on"),
        choices=WEEKDAYS.items(),
        coerce=int,
        initial=[0, 1, 2, 3, 4],
        widget=forms.CheckboxSelectMultiple,
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=list_time_zones)
    email = AddressFormField(
        label=_("Its address in the calendar"),
        required=False,
        help_text=_("If the room has a calendar of its own, such as kaede@example.jp."),
    )

    @classmethod
    def starting_from(cls, space: MeetingSpace) -> dict[str, Any]:
        return {
            "version": space.version,
            "name": space.name,
            "place": space.place,
            "capacity": space.capacity,
            "equipment": space.equipment,
            "opens": _as_time(space.opens_minute),
            "closes": _as_time(space.closes_minute),
            "weekdays": space.weekdays,
            "time_zone": space.time_zone,
            "email": space.email,
        }

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        opens, closes = typed.get("opens"), typed.get("closes")
        if opens and closes and _as_minute(closes, is_end=True) <= _as_minute(opens):
            self.add_error("closes", _("A room closes after it has opened. 0:00 means midnight."))
        return typed

    def read_facts(self) -> SpaceFacts:
        typed = self.cleaned_data
        return SpaceFacts(
            name=typed["name"].strip(),
            place=typed["place"].strip(),
            capacity=typed["capacity"],
            equipment=tuple(typed["equipment"]),
            time_zone=typed["time_zone"],
            opens_minute=_as_minute(typed["opens"]),
            closes_minute=_as_minute(typed["closes"], is_end=True),
            weekdays=tuple(typed["weekdays"]),
            email=typed["email"],
        )


def _as_time(minute: int) -> datetime.time:
    return datetime.time(minute // 60 % 24, minute % 60)


def _as_minute(time: datetime.time, *, is_end: bool = False) -> int:
    minute = time.hour * 60 + time.minute
    return 24 * 60 if is_end and minute == 0 else minute
