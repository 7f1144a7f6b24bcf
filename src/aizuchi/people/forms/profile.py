from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aizuchi.people.models import Person
from aizuchi.people.operations.profile import ProfileWords
from aizuchi.people.time_zones import list_time_zones, name_in_the_list, say_time_zone


class ProfileForm(forms.ModelForm[Person]):
    """`version` is the one the page was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    time_zone = forms.ChoiceField(label=_("Time zone"))

    class Meta:
        model = Person
        fields = [
            "pronoun",
            "introduction",
            "interests",
            "career",
            "spoken_languages",
            "preferred_times",
            "time_zone",
            "version",
        ]
        labels = {
            "pronoun": _("How to address you"),
            "introduction": _("About you"),
            "career": _("Your way so far"),
            "spoken_languages": _("Languages you speak"),
        }
        help_texts = {
            "pronoun": _("For instance she/her, or a name you like to be called by."),
            "introduction": _("What would you like others to know before you meet?"),
            "interests": _("What one could easily start talking about with you."),
            "preferred_times": _("For instance: mornings on Tuesday and Thursday."),
        }
        widgets = {
            "introduction": forms.Textarea(attrs={"rows": 4}),
            "career": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = name_in_the_list(self.instance.time_zone)
        self.initial["time_zone"] = present
        listed = self.fields["time_zone"]
        assert isinstance(listed, forms.ChoiceField)
        choices = list(list_time_zones())
        if present not in dict(choices):
            choices.insert(0, (present, say_time_zone(present)))
        listed.choices = choices

    def read_words(self) -> ProfileWords:
        said: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return ProfileWords(**said)

    def take_version_of(self, current: Person) -> list[tuple[str, str]]:
        """Saving once more will then do. Returns what stands there now, where it is not what was typed."""
        self.data = {**dict(self.data.items()), "version": str(current.version)}
        typed = self.read_words()
        names = [name for name in self.Meta.fields if name != "version"]
        return [
            (str(self.fields[name].label), str(getattr(current, name)))
            for name in names
            if getattr(current, name) != getattr(typed, name)
        ]


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label=_("Photo"),
        help_text=_(
            "JPEG, PNG or WebP, up to 10 MB. We cut a square from the middle and keep nothing else of the file."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
