import datetime
import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aizuchi.gatherings import policies
from aizuchi.gatherings.models import Gathering
from aizuchi.gatherings.operations import GatheringFacts
from aizuchi.gatherings.scopes import scope_of
from aizuchi.kernel.canonical import LineFormField
from aizuchi.kernel.days import DayFormField
from aizuchi.people.models import Person
from aizuchi.people.queries import outline_of
from aizuchi.spaces.queries import list_space_choices

TIME = forms.TimeInput(attrs={"type": "time", "step": 300}, format="%H:%M")


class GatheringForm(forms.Form):
    """`version` is the one the page was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=pgettext_lazy("gathering", "What it is"), choices=Gathering.Kind.choices)
    title = LineFormField(label=pgettext_lazy("gathering", "Title"), max_length=120)
    words = forms.CharField(
        label=_("What happens there"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    day = DayFormField(label=_("Day"))
    time = forms.TimeField(label=_("Begins at"), widget=TIME)
    minutes = forms.IntegerField(label=_("How many minutes"), min_value=5, max_value=24 * 60, initial=60)
    unit = forms.ChoiceField(label=_("Which unit"), required=False)
    audience = forms.ChoiceField(
        label=pgettext_lazy("gathering", "For whom"),
        choices=[(Gathering.Audience.ALL, _("Everybody there")), (Gathering.Audience.HEADS, _("Heads of units there"))],
    )
    room = forms.ChoiceField(label=_("Room"), required=False)
    place = LineFormField(label=_("Or another place"), max_length=200, required=False)
    video_url = forms.URLField(label=_("Link to the call"), max_length=500, required=False, assume_scheme="https")
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=10_000, required=False)
    sign_up_until = DayFormField(label=_("Sign up until"), required=False)

    def __init__(self, viewer: Person, data: Any = None, *, now: datetime.datetime, **more: Any) -> None:
        super().__init__(data, **more)
        self._choices("unit", _units(viewer, on=viewer.organization.today(now)))
        rooms = list_space_choices(viewer=viewer, starts_at=None, minutes=0)
        self._choices("room", [("", "–"), *((str(room.id), f"{room.label}・{room.facts}") for room in rooms)])

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @classmethod
    def starting_from(cls, gathering: Gathering) -> dict[str, Any]:
        local = timezone.localtime(gathering.starts_at)
        until = gathering.sign_up_until
        return {
            "version": gathering.version,
            "kind": gathering.kind,
            "title": gathering.title,
            "words": gathering.words,
            "day": local.date(),
            "time": local.time(),
            "minutes": gathering.minutes,
            "unit": str(gathering.unit_id or ""),
            "audience": gathering.audience,
            "room": str(gathering.booking.space_id) if gathering.booking else "",
            "place": gathering.place,
            "video_url": gathering.video_url,
            "places": gathering.places,
            "sign_up_until": timezone.localtime(until).date() if until else None,
        }

    def read_facts(self) -> GatheringFacts:
        told = self.cleaned_data
        starts_at = _moment(told["day"], told["time"])
        until = told["sign_up_until"]
        # To the end of that day, but never past its own beginning.
        closes_at = _moment(until, datetime.time(23, 59)) if until else None
        if closes_at and until == told["day"]:
            closes_at = min(closes_at, starts_at)
        return GatheringFacts(
            kind=told["kind"],
            title=told["title"],
            words=told["words"],
            starts_at=starts_at,
            minutes=told["minutes"],
            audience=told["audience"],
            unit_id=uuid.UUID(told["unit"]) if told["unit"] else None,
            space_id=uuid.UUID(told["room"]) if told["room"] else None,
            place=told["place"],
            video_url=told["video_url"],
            places=told["places"],
            sign_up_until=closes_at,
        )


def _moment(day: datetime.date, time: datetime.time) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, time))


def _units(viewer: Person, *, on: datetime.date) -> list[tuple[str, Any]]:
    """As the tree lies; heads choose among their own."""
    tree = outline_of(viewer.organization, on=on)
    may_hold_for_all = policies.may_hold_for_all(viewer, on=on)
    own = set() if may_hold_for_all else scope_of(viewer, on=on).heads
    nodes = [node for node in tree.walk() if may_hold_for_all or node.id in own]
    units = [(str(node.id), node.indented_label) for node in nodes]
    return [("", _("The whole organization")), *units] if may_hold_for_all else units
