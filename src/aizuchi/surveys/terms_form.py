"""How a survey goes out, as somebody who builds it types it: when, how, and whom it asks."""

import datetime
import uuid
import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.days import DayFormField, day_after, midnight
from aizuchi.people.models import Person
from aizuchi.people.queries import outline_of
from aizuchi.surveys.audiences import list_audiences
from aizuchi.surveys.models import Survey
from aizuchi.surveys.models.survey import SMALLEST_GROUP, USUAL_GROUP
from aizuchi.surveys.operations.opening import SurveyTerms
from aizuchi.surveys.operations.plans import Rotation
from aizuchi.surveys.people_by_sign import find_people

USUAL_PER_MONTH, USUAL_EVERY = 3, 4
LONGEST_LIST = 100_000
MOST_TOLD = 5
MOST_LISTED = 5000


@dataclass(frozen=True, kw_only=True)
class TermsPart:
    """Fields that stand together under a heading; what is seldom changed is folded below them."""

    heading: Any
    fields: list[forms.BoundField]
    seldom: list[forms.BoundField]
    seldom_heading: Any

    @property
    def is_open(self) -> bool:
        """Something there was chosen, or does not fit."""
        return any(one.errors or str(one.value() or "") != str(one.field.initial or "") for one in self.seldom)


PARTS = (
    (_("When"), ("opens_on", "closes_on"), "", ()),
    (
        _("By name or not, and who reads it"),
        ("is_anonymous", "readers"),
        _("From how many people on, and in which groups"),
        ("smallest_group", "second_attribute"),
    ),
    (_("Who is asked"), ("units",), _("Only some of them"), ("role", "tenure", "audience", "people")),
    (_("If it goes out every month"), ("per_month", "every_months"), "", ()),
)


class TermsForm(forms.Form):
    """What is told before the first question."""

    opens_on = DayFormField(label=_("First day"))
    closes_on = DayFormField(label=_("Last day to answer"))
    is_anonymous = forms.TypedChoiceField(
        label=_("Name"),
        choices=[("yes", _("Anonymous: told only in groups")), ("no", _("By name: said before the first question"))],
        coerce=lambda chosen: chosen == "yes",
        help_text=_("It cannot change once it has gone out."),
    )
    smallest_group = forms.IntegerField(
        label=_("From how many people on anything is told"),
        initial=USUAL_GROUP,
        min_value=SMALLEST_GROUP,
        max_value=1000,
        error_messages={"min_value": _("At least %(limit_value)d, so that nobody is found by their answer.")},
    )
    second_attribute = forms.ChoiceField(
        label=_("Who is told of together"),
        choices=Survey.Attribute.choices,
        required=False,
        help_text=_("Only of an anonymous survey. Whoever would be too few is told of with others."),
    )
    units = forms.MultipleChoiceField(
        label=_("Units"), required=False, help_text=_("Nothing chosen: every unit. With all that lies below.")
    )
    role = forms.ChoiceField(label=_("Of these"), choices=Survey.AskedRole.choices, required=False)
    tenure = forms.ChoiceField(label=_("Of these, by time here"), choices=Survey.Tenure.choices, required=False)
    people = forms.CharField(
        label=_("Of these, only people on a list"),
        required=False,
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Employee numbers or mail addresses, one in each line. Empty: everybody."),
    )
    audience = forms.ChoiceField(label=_("Of these, only"), required=False)
    per_month = forms.IntegerField(
        label=_("Questions in a month"),
        min_value=1,
        max_value=10,
        required=False,
        help_text=_("They take turns: those not asked for longest come next. Only where it goes out every month."),
    )
    every_months = forms.IntegerField(
        label=_("Each at least every so many months"), min_value=1, max_value=24, required=False
    )
    readers = forms.ChoiceField(label=_("Who reads what was answered"), choices=Survey.Readers.choices)

    def __init__(self, viewer: Person, data: Any = None, *, survey: Survey, now: datetime.datetime) -> None:
        self.organization = viewer.organization
        self.zone = zoneinfo.ZoneInfo(viewer.organization.time_zone)
        today = viewer.organization.today(now)
        opens = survey.opens_at.astimezone(self.zone).date() if survey.opens_at else today + datetime.timedelta(days=1)
        closes = survey.last_day or opens + datetime.timedelta(days=13)
        super().__init__(
            data,
            initial={
                "opens_on": opens,
                "closes_on": closes,
                "is_anonymous": "no" if survey.is_anonymous is False else "yes",
                "smallest_group": survey.smallest_group,
                "readers": survey.readers,
                "units": [str(unit.pk) for unit in survey.units.all()],
                "per_month": USUAL_PER_MONTH,
                "every_months": USUAL_EVERY,
                "second_attribute": survey.second_attribute,
                "role": survey.asked_role,
                "tenure": survey.asked_tenure,
                "audience": survey.audience,
                "people": "\n".join(one.employee_number or one.email or "" for one in survey.people.all()),
            },
        )
        if survey.kind != Survey.Kind.PULSE:
            del self.fields["per_month"], self.fields["every_months"]
        self._offer_units(viewer, today)
        self._offer_audiences(viewer, today)

    @property
    def parts(self) -> list[TermsPart]:
        """Without fields that this kind of survey has not."""
        found = [
            TermsPart(heading=heading, fields=self._list(names), seldom=self._list(seldom), seldom_heading=folded)
            for heading, names, folded, seldom in PARTS
        ]
        return [part for part in found if part.fields]

    def _list(self, names: Iterable[str]) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def _offer_units(self, viewer: Person, today: datetime.date) -> None:
        field = self.fields["units"]
        assert isinstance(field, forms.MultipleChoiceField)
        tree = outline_of(viewer.organization, on=today)
        field.choices = [(str(node.id), node.indented_label) for node in tree.walk()]
        field.widget = forms.SelectMultiple(choices=field.choices, attrs={"size": 6})

    def _offer_audiences(self, viewer: Person, today: datetime.date) -> None:
        field = self.fields["audience"]
        assert isinstance(field, forms.ChoiceField)
        audiences = list_audiences(viewer, on=today)
        if not audiences:
            del self.fields["audience"]
            return
        field.choices = [("", _("Everybody")), *audiences]

    def clean_people(self) -> list[uuid.UUID]:
        typed = list(dict.fromkeys(line.strip() for line in self.cleaned_data["people"].splitlines() if line.strip()))
        if len(typed) > MOST_LISTED:
            raise forms.ValidationError(
                _("At most %(most)d can be listed. Please choose units instead.") % {"most": MOST_LISTED}
            )
        found = find_people(self.organization, typed)
        if unknown := [one for one in typed if one.lower() not in found]:
            told = _("Nobody here has this number or address: %(which)s") % {"which": ", ".join(unknown[:MOST_TOLD])}
            raise forms.ValidationError(told)
        return [found[one.lower()] for one in typed]

    def read_terms(self) -> SurveyTerms:
        """From the morning of the first day to the end of the last, where the organization is."""
        told = self.cleaned_data
        return SurveyTerms(
            opens_at=midnight(told["opens_on"], self.zone),
            closes_at=midnight(day_after(told["closes_on"]), self.zone),
            is_anonymous=told["is_anonymous"],
            smallest_group=told["smallest_group"],
            readers=told["readers"],
            second_attribute=told["second_attribute"],
            unit_ids=[uuid.UUID(key) for key in told["units"]],
            role=told["role"],
            tenure=told["tenure"],
            person_ids=told["people"],
            audience=told.get("audience", ""),
        )

    def read_rotation(self) -> Rotation:
        told = self.cleaned_data
        return Rotation(
            per_month=told.get("per_month") or USUAL_PER_MONTH, every_months=told.get("every_months") or USUAL_EVERY
        )
