import datetime
from typing import Any

import holidays
from babel import Locale
from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from aizuchi.calendars.models import OrganizationDay, Resource
from aizuchi.calendars.operations.days import Day
from aizuchi.calendars.operations.rooms import RoomFacts
from aizuchi.kernel.canonical import AddressFormField, LineFormField
from aizuchi.kernel.days import DayFormField
from aizuchi.people.time_zones import list_time_zones


class RoomForm(forms.Form):
    """`version` is the one the page was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = LineFormField(label=_("Name of the room"), max_length=80)
    place = LineFormField(label=_("Where it is"), max_length=120, required=False)
    capacity = forms.IntegerField(label=_("Seats"), min_value=1, max_value=1000, initial=2)
    equipment = forms.MultipleChoiceField(
        label=_("Equipment"),
        choices=Resource.Equipment.choices,
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
    def starting_from(cls, room: Resource) -> dict[str, Any]:
        return {
            "version": room.version,
            "name": room.name,
            "place": room.place,
            "capacity": room.capacity,
            "equipment": room.equipment,
            "opens": _as_time(room.opens_minute),
            "closes": _as_time(room.closes_minute),
            "weekdays": room.weekdays,
            "time_zone": room.time_zone,
            "email": room.email,
        }

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        opens, closes = typed.get("opens"), typed.get("closes")
        if opens and closes and _as_minute(closes, is_end=True) <= _as_minute(opens):
            self.add_error("closes", _("A room closes after it has opened. 0:00 means midnight."))
        return typed

    def read_facts(self) -> RoomFacts:
        typed = self.cleaned_data
        return RoomFacts(
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


class DayForm(forms.Form):
    date = DayFormField(label=_("Which day"), widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(label=_("What it is"), choices=OrganizationDay.Kind.choices)
    name = LineFormField(label=_("What it is called"), max_length=80, required=False)
    name_en = LineFormField(label=_("The same in English"), max_length=80, required=False)

    def read_day(self) -> Day:
        return Day(**self.cleaned_data)


class DaysFileForm(forms.Form):
    file = forms.FileField(
        label=_("A file with days"),
        help_text=_("CSV with one day per line (2026-12-29,年末休み), or a calendar file (.ics). Up to 1 MB."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > 1_000_000:
            raise forms.ValidationError(_("This file is a little too big. Up to 1 MB works."))
        return file


class CountryForm(forms.Form):
    country = forms.ChoiceField(label=_("Whose public holidays do you keep?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = Locale.parse(get_language() or "ja", sep="-").territories
        known = [code for code in holidays.list_supported_countries() if len(code) == 2 and code in names]
        self.fields["country"].choices = [  # type: ignore[attr-defined]
            ("", _("Nobody's")),
            ("JP", _("Those of Japan")),
            *((code, names[code]) for code in sorted(known, key=names.__getitem__) if code != "JP"),
        ]


def _as_time(minute: int) -> datetime.time:
    return datetime.time(minute // 60 % 24, minute % 60)


def _as_minute(time: datetime.time, *, is_end: bool = False) -> int:
    minute = time.hour * 60 + time.minute
    return 24 * 60 if is_end and minute == 0 else minute
