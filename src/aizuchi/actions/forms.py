import datetime
import uuid
from typing import Any

from django import forms
from django.core import signing
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from aizuchi.actions.due_dates import NotADay, read_day
from aizuchi.pairs.models import Pair

KEYS = signing.Signer(salt="aizuchi.actions.rows")


def sign_key(key: uuid.UUID, pair_id: uuid.UUID) -> str:
    """That a page of ours chose the key for a line of this pair."""
    return KEYS.signature(f"{key}:{pair_id}")


class DayField(forms.CharField):
    """A day as a date input sends it or as a person writes it; cleans to a date or None."""

    def __init__(self, *, today: datetime.date, **options: Any) -> None:
        super().__init__(required=False, max_length=40, **options)
        self.today = today

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        try:
            return read_day(written, today=self.today)
        except NotADay as reason:
            raise forms.ValidationError(str(reason), code="not_a_day") from reason


class DropForm(forms.Form):
    because = forms.CharField(max_length=300, required=False)


class ActionForm(forms.Form):
    """Who, what, by when, and how the other supports it."""

    id = forms.UUIDField(required=False)
    signature = forms.CharField(required=False, max_length=100)
    owner = forms.UUIDField(required=False)
    hand_to = forms.UUIDField(required=False)
    text = forms.CharField(
        max_length=300, error_messages={"required": _("Please write in a few words what will be done.")}
    )
    support = forms.CharField(max_length=300, required=False)
    meeting = forms.UUIDField(required=False)
    version = forms.IntegerField(required=False)

    def __init__(self, *args: Any, pair: Pair, today: datetime.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.pair = pair
        self.fields["due_on"] = DayField(today=today)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = self.cleaned_data
        values["owner"] = values.get("hand_to") or values.get("owner")
        if values["owner"] not in (self.pair.mentee_id, self.pair.mentor_id):
            raise forms.ValidationError(_("Please choose one of the two of you."))
        return values

    @property
    def own_key(self) -> uuid.UUID | None:
        """What our page chose for the line. Any other key might be tried, to learn which ones others have."""
        key: uuid.UUID | None = self.cleaned_data.get("id")
        signature = self.cleaned_data.get("signature", "")
        return key if key and constant_time_compare(signature, sign_key(key, self.pair.pk)) else None

    @property
    def what_was_promised(self) -> dict[str, Any]:
        """As the operations take it."""
        values = self.cleaned_data
        return {
            "owner_id": values["owner"],
            "text": values["text"],
            "support": values["support"],
            "due_on": values["due_on"],
        }
