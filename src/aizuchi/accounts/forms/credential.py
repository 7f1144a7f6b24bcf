"""What a browser says of a passkey."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

LONGEST = 20_000


class CredentialField(forms.JSONField):
    """Any JSON of a bounded size and depth; what it is good for is asked of `passkeys`."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and len(value) > LONGEST:
            raise forms.ValidationError(_("The passkey didn't open. Please try once more."))
        try:
            return super().to_python(value)
        except RecursionError as deep:
            raise forms.ValidationError(_("The passkey didn't open. Please try once more.")) from deep
