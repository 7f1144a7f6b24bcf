from django import forms
from django.utils.translation import gettext_lazy as _

from aizuchi.calendars.models import CalendarTitle, CalendarWishes


class WishesForm(forms.ModelForm[CalendarWishes]):
    class Meta:
        model = CalendarWishes
        fields = ["title", "names_partner", "wants_mail"]
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


class TitleForm(forms.ModelForm[CalendarTitle]):
    class Meta:
        model = CalendarTitle
        fields = ["title"]
        labels = {"title": _("What 1on1s are called in calendars")}
        help_texts = {"title": _("For everybody who has not chosen a title of their own.")}
