from typing import Any

import holidays
from babel import Locale
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from aizuchi.availability.models import OrganizationDay
from aizuchi.availability.operations.days import Day
from aizuchi.kernel.canonical import LineFormField
from aizuchi.kernel.days import DayFormField


class DayForm(forms.Form):
    date = DayFormField(label=_("Which day"))
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
