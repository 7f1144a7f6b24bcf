from django import forms
from django.utils.translation import gettext_lazy as _

from aizuchi.calendars.models import CalendarPreferences, CalendarTitle
from aizuchi.kernel.web_addresses import is_web_address


class PreferencesForm(forms.ModelForm[CalendarPreferences]):
    class Meta:
        model = CalendarPreferences
        fields = ["title", "alarm_minutes", "names_partner", "wants_mail"]
        labels = {
            "title": _("What 1on1s are called in your calendar"),
            "names_partner": _("Add who it is with"),
            "wants_mail": _("Invite me by mail as long as no calendar is connected"),
        }
        help_texts = {
            "title": _("Others may see your calendar. What you talk about never stands there."),
            "names_partner": "",
            "wants_mail": "",
        }


class CalDavForm(forms.Form):
    server_url = forms.CharField(
        label=_("Address of the server"),
        max_length=500,
        help_text=_("For instance caldav.example.jp, as your calendar program knows it."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    username = forms.CharField(
        label=_("Name there"), max_length=254, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    password = forms.CharField(
        label=_("Password there"),
        max_length=500,
        help_text=_("Many services give out passwords for single programs; such a one is best."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def clean_server_url(self) -> str:
        """Without a scheme it is https."""
        url: str = self.cleaned_data["server_url"].strip()
        url = url if "://" in url else f"https://{url}"
        if not is_web_address(url, schemes=("http", "https")):
            raise forms.ValidationError(_("Write it like https://caldav.example.jp/."))
        return url


class TitleForm(forms.ModelForm[CalendarTitle]):
    class Meta:
        model = CalendarTitle
        fields = ["title"]
        labels = {"title": _("What 1on1s are called in calendars")}
        help_texts = {"title": _("For everybody who has not chosen a title of their own.")}
