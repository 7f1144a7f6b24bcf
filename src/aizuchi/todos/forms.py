import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aizuchi.pairs.models import Pair
from aizuchi.todos.due_dates import NotADay, read_day


class DayField(forms.CharField):
    """A day as a date input sends it or as a person writes it; cleans to a date or None."""

    def __init__(self, *, today: datetime.date, **options: Any) -> None:
        super().__init__(required=False, max_length=40, **options)
        self.today = today

    def clean(self, value: Any) -> datetime.date | None:
        written = super().clean(value)
        try:
            return read_day(written, today=self.today)
        except NotADay as reason:
            raise forms.ValidationError(str(reason), code="not_a_day") from reason


class DayForm(forms.Form):
    def __init__(self, *args: Any, today: datetime.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["due_on"] = DayField(today=today)


class DropForm(forms.Form):
    because = forms.CharField(max_length=300, required=False)


class PromiseForm(DayForm):
    """Who, what, by when, and how the other supports it."""

    owner = forms.UUIDField()
    text = forms.CharField(
        max_length=300, error_messages={"required": _("Please write in a few words what will be done.")}
    )
    support = forms.CharField(max_length=300, required=False)
    meeting = forms.UUIDField(required=False)
    version = forms.IntegerField(required=False)

    def __init__(self, *args: Any, pair: Pair, **options: Any) -> None:
        super().__init__(*args, **options)
        self.pair = pair

    def clean_owner(self) -> Any:
        owner = self.cleaned_data["owner"]
        if owner not in (self.pair.mentee_id, self.pair.mentor_id):
            raise forms.ValidationError(_("Please choose one of the two of you."))
        return owner
