"""What people type about their pairs."""

import datetime
import uuid
from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aizuchi.catalogue.models import PairKind
from aizuchi.kernel.days import DayFormField
from aizuchi.pairs.defaults import MINUTES, beginnings_of
from aizuchi.pairs.models import Pair
from aizuchi.pairs.operations import Frame
from aizuchi.pairs.rhythms import RhythmWanted
from aizuchi.people.forms.admin import UnitField
from aizuchi.people.models import Organization

OWN_WORDS = ("purpose", "care", "wish")
BY_HAND = [(kind.value, kind.label) for kind in PairKind if kind != PairKind.SUPERVISOR]


class RhythmForm(forms.Form):
    """How often and how long: asked wherever a pair begins or changes."""

    cadence = forms.ChoiceField(label=_("How often"), choices=Pair.Cadence.choices)
    minutes = forms.TypedChoiceField(label=_("How long"), coerce=int)

    def __init__(self, *args: Any, usual_minutes: int = 30, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lengths = sorted({*MINUTES, usual_minutes})
        choices = [(length, _("%(count)s minutes") % {"count": length}) for length in lengths]
        self.fields["minutes"].choices = choices  # type: ignore[attr-defined]


class SettingsForm(RhythmForm):
    purpose = forms.CharField(required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    care = forms.CharField(required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    wish = forms.CharField(required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, own: Collection[str], **kwargs: Any) -> None:
        """`own`: the fields that are this person's own words; the others are not in the form."""
        super().__init__(*args, **kwargs)
        for name in set(OWN_WORDS) - set(own):
            del self.fields[name]

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in OWN_WORDS if name in self.fields}


class FrameForm(RhythmForm):
    aim = forms.ChoiceField(label=_("What for"), choices=Pair.Aim.choices, initial=Pair.Aim.DEEPEN)

    def frame(self, kind: str) -> Frame:
        data = self.cleaned_data
        return Frame(kind=kind, aim=data["aim"], cadence=data["cadence"], minutes=data["minutes"])


class ProposeForm(FrameForm):
    """`as_what` is the kind and the seat one would take oneself."""

    SEATS = ("mentor:mentee", "mentor:mentor", "peer:mentee", "diagonal:mentee", "diagonal:mentor")
    as_what = forms.ChoiceField(label=_("What kind of 1on1"), choices=[(seat, seat) for seat in SEATS])
    words = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def kind_and_seat(self) -> tuple[str, str]:
        kind, seat = self.cleaned_data["as_what"].split(":")
        return kind, seat


class UsualForm(RhythmForm):
    """How 1on1s of one kind begin."""

    def rhythm(self) -> tuple[str, int]:
        return self.cleaned_data["cadence"], self.cleaned_data["minutes"]


class ManyForm(RhythmForm):
    """Another rhythm for many: for whom."""

    kind = forms.ChoiceField(
        label=_("What kind of 1on1"), required=False, choices=[("", _("All kinds")), *PairKind.choices]
    )
    unit = UnitField(label=_("Members of"), required=False)
    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    chosen = forms.BooleanField(label=_("Also those that chose a rhythm for themselves"), required=False)

    def __init__(
        self, *args: Any, organization: Organization, on: datetime.date, kind: str = PairKind.SUPERVISOR, **kwargs: Any
    ) -> None:
        """`kind`: the one to begin with."""
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(organization, on, empty=_("The whole organization"))  # type: ignore[attr-defined]
        usual = beginnings_of(organization)[kind or PairKind.SUPERVISOR]
        self.initial = {**self.initial, "kind": kind, "cadence": usual.cadence, "minutes": usual.minutes}

    def wanted(self) -> RhythmWanted:
        typed = self.cleaned_data
        return RhythmWanted(
            cadence=typed["cadence"],
            minutes=typed["minutes"],
            kind=typed["kind"],
            unit_id=uuid.UUID(typed["unit"]) if typed["unit"] else None,
            name=typed["q"],
            with_chosen=typed["chosen"],
        )


class StartForm(FrameForm):
    """HR brings two people together."""

    kind = forms.ChoiceField(label=_("What kind of 1on1"), choices=BY_HAND)
    starts_on = DayFormField(label=_("From"))


def beginning(organization: Organization, today: datetime.date, kind: str = PairKind.MENTOR) -> dict[str, Any]:
    """What stands in the form before anything is chosen: how this organization begins 1on1s of the kind."""
    usual = beginnings_of(organization)[kind]
    return {
        "kind": kind,
        "aim": usual.aim,
        "cadence": usual.cadence,
        "minutes": usual.minutes,
        "starts_on": today,
    }
