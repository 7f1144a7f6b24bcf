"""What an administrator says about how people sign in."""

import datetime
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aizuchi.accounts.models import SignInPolicy
from aizuchi.accounts.queries.sign_in_settings import SignInSettings

GRACE = datetime.timedelta(days=14)


class PolicyForm(forms.Form):
    second_factor_for = forms.ChoiceField(
        label=_("Who needs a second factor"), choices=SignInPolicy.Whom.choices, widget=forms.RadioSelect
    )
    second_factor_from = forms.DateField(
        label=_("From when on"),
        required=False,
        help_text=_("Until then every page reminds them. After that, whoever has none sets it up on the way in."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    only_company_sign_in = forms.BooleanField(label=_("Only the company's own sign-in opens"), required=False)
    glass = forms.TypedMultipleChoiceField(
        label=_("Who comes in when the company's sign-in does not work"),
        required=False,
        coerce=uuid.UUID,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any, *, shown: SignInSettings, today: datetime.date) -> None:
        self.shown, policy = shown, shown.policy
        initial = {
            "second_factor_for": policy.second_factor_for,
            "second_factor_from": policy.second_factor_from or today + GRACE,
            "only_company_sign_in": policy.only_company_sign_in,
            "glass": [str(key) for key in shown.glass],
        }
        super().__init__(data, initial=initial)
        choices = [(str(person.pk), person.full_name) for person in shown.administrators]
        self.fields["glass"].choices = choices  # type: ignore[attr-defined]

    def read(self, *, offers_company: bool) -> dict[str, Any]:
        """What is not offered stays as it is."""
        told = dict(self.cleaned_data)
        if not offers_company:
            told |= {"only_company_sign_in": self.shown.policy.only_company_sign_in, "glass": self.shown.glass}
        return told
