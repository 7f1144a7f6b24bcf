"""What people type about hints."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from aizuchi.catalogue import queries as catalogue
from aizuchi.hints.models import LONGEST_BODY, LONGEST_SITUATION, LONGEST_TITLE, Hint, Report
from aizuchi.hints.operations import HintDraft
from aizuchi.hints.packs.reading import MOST_BYTES
from aizuchi.people.models import Organization


class HintForm(forms.Form):
    topic = forms.ChoiceField(label=_("When they want to talk about"))
    response = forms.ChoiceField(label=_("and would like"))
    body = forms.CharField(
        label=_("What do you say or do?"),
        max_length=LONGEST_BODY,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please write what you do or say, in one to three sentences.")},
    )
    title = forms.CharField(label=_("In a few words"), max_length=LONGEST_TITLE, required=False)
    situation = forms.CharField(label=_("When does it fit?"), max_length=LONGEST_SITUATION, required=False)
    is_anonymous = forms.TypedChoiceField(
        label=_("Under your name?"),
        choices=[("", _("With my name")), ("yes", _("Without my name"))],
        coerce=bool,
        empty_value="",
        required=False,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("ja", "日本語"), ("en", "English")], widget=forms.HiddenInput
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    seen_alike = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, organization: Organization, **options: Any) -> None:
        super().__init__(*args, **options)
        topics = catalogue.topics_for(organization, pair_kind="")
        self._choose("topic", [(str(topic.id), topic.label) for topic in topics])
        responses = catalogue.responses_for(organization)
        self._choose("response", [(str(response.id), response.label) for response in responses])

    @classmethod
    def of(cls, hint: Hint, data: Any = None) -> "HintForm":
        form = cls(
            data,
            organization=hint.organization,
            initial={
                "topic": str(hint.topic_id),
                "response": str(hint.response_id),
                "is_anonymous": "yes" if hint.is_anonymous else "",
                "language": hint.language,
                "version": hint.version,
                **{part: hint.said(part) for part in ("title", "body", "situation")},
            },
        )
        form._keep("topic", str(hint.topic_id), hint.topic.label)
        form._keep("response", str(hint.response_id), hint.response.label)
        return form

    def draft(self) -> HintDraft:
        data = self.cleaned_data
        return HintDraft(
            topic_id=data["topic"],
            response_id=data["response"],
            body=data["body"],
            title=data["title"],
            situation=data["situation"],
            language=data["language"],
            is_anonymous=bool(data["is_anonymous"]),
        )

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _keep(self, name: str, value: str, label: str) -> None:
        """What the catalogue put away meanwhile may stay where it is."""
        choices = self.fields[name].choices  # type: ignore[attr-defined]
        if value not in dict(choices):
            self._choose(name, [*choices, (value, label)])


def language_to_write_in() -> str:
    return "en" if get_language() == "en" else "ja"


class ReportForm(forms.Form):
    reason = forms.ChoiceField(label=_("What is it about?"), choices=Report.Reason.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=_("In your words"), max_length=300, required=False)


class HideForm(forms.Form):
    because = forms.CharField(
        label=_("What its author is told"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class PackForm(forms.Form):
    file = forms.FileField(label=_("A pack of hints"), max_length=200)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 1 MB. Please split it."))
        return file


class LicenceForm(forms.Form):
    licence = forms.CharField(label=_("Under which licence?"), max_length=80, required=False, initial="CC BY 4.0")
