from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aizuchi.notifications.choices import Timing
from aizuchi.notifications.models import NoticeSettings


def _clock(**more: Any) -> forms.TimeInput:
    return forms.TimeInput(format="%H:%M", attrs={"type": "time", "step": 300, **more})


class TimingForm(forms.ModelForm[NoticeSettings]):
    class Meta:
        model = NoticeSettings
        fields = ("quiet_from", "quiet_until", "wants_digest", "digest_at")
        widgets = {"quiet_from": _clock(), "quiet_until": _clock(), "digest_at": _clock()}

    def read(self) -> Timing:
        return Timing(**{name: self.cleaned_data[name] for name in self.Meta.fields})


class WebhookForm(forms.Form):
    url = forms.CharField(label=_("Webhook address"), max_length=2000, widget=forms.URLInput)
