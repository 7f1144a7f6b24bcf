"""What HR types into the catalogue."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Self, cast

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aizuchi.catalogue.form_values import FormValues, fingerprint_of
from aizuchi.catalogue.icons import TOPIC_ICONS
from aizuchi.catalogue.models import LibraryQuestion, PairKind, Prompt
from aizuchi.catalogue.operations import FormatDraft, Pairwise
from aizuchi.catalogue.queries import CatalogueEntry
from aizuchi.kernel.canonical import LineFormField


class Rewriting(forms.Form):
    """Remembers what it showed, so that nobody overwrites what somebody else wrote meanwhile without having seen it."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    names: ClassVar[dict[str, str | Promise]] = {}  # where the label alone would not say which field it is
    standing: Sequence[tuple[str | Promise, str]] = ()

    @classmethod
    def of(cls, shown: FormValues, data: Any = None, **options: Any) -> Self:
        return cls(data, initial={**shown, "seen": fingerprint_of(shown)}, **options)

    def look_again(self, shown: FormValues, sentence: str) -> None:
        """Keeps what was typed, and tells what stands now where it differs; saving once more counts from there."""
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("seen")] = fingerprint_of(shown)
        self.data = data
        self.add_error(None, sentence)
        self.standing = [
            (self.names.get(name) or self.fields[name].label or "", self.told(name, value))
            for name, value in shown.items()
            if self.told(name, self.typed(name)) != self.told(name, value)
        ]

    def typed(self, name: str) -> Any:
        return self[name].value()

    def told(self, name: str, value: Any) -> str:
        return str(value)


class LabelForm(Rewriting):
    """A name in both languages; one of them may be empty."""

    ja = LineFormField(label=_("Japanese"), max_length=120, required=False)
    en = LineFormField(label=_("English"), max_length=120, required=False)

    def pairwise(self) -> Pairwise:
        return Pairwise(ja=self.cleaned_data["ja"], en=self.cleaned_data["en"])


class TextForm(LabelForm):
    """A question in both languages."""

    ja = LineFormField(label=_("Japanese"), max_length=300, required=False)
    en = LineFormField(label=_("English"), max_length=300, required=False)


class TopicForm(LabelForm):
    names: ClassVar[dict[str, str | Promise]] = {"icon": _("Icon")}
    icon = forms.ChoiceField(choices=[(icon, icon) for icon in TOPIC_ICONS], initial=TOPIC_ICONS[0])


class NewTopicForm(TopicForm):
    pair_kind = forms.ChoiceField(
        label=_("For whom"), choices=[("", _("Every kind of 1on1")), *PairKind.choices], required=False
    )


class PromptForm(TextForm):
    tense = forms.ChoiceField(choices=Prompt.Tense.choices)


class QuestionForm(TextForm):
    use = forms.ChoiceField(choices=LibraryQuestion.Use.choices)


class WordsForm(Rewriting):
    mentor_ja = LineFormField(label=_("Who responds, in Japanese"), max_length=40, required=False)
    mentee_ja = LineFormField(label=_("Who brings the topics, in Japanese"), max_length=40, required=False)
    mentor_en = LineFormField(label=_("Who responds, in English"), max_length=40, required=False)
    mentee_en = LineFormField(label=_("Who brings the topics, in English"), max_length=40, required=False)

    def mentor(self) -> Pairwise:
        return Pairwise(ja=self.cleaned_data["mentor_ja"], en=self.cleaned_data["mentor_en"])

    def mentee(self) -> Pairwise:
        return Pairwise(ja=self.cleaned_data["mentee_ja"], en=self.cleaned_data["mentee_en"])


class FormatForm(LabelForm):
    names: ClassVar[dict[str, str | Promise]] = {
        "ja": _("Name in Japanese"),
        "en": _("Name in English"),
        "description_ja": _("What it is for, in Japanese"),
        "description_en": _("What it is for, in English"),
        "topics": _("Topics it suggests"),
        "questions": _("Questions"),
    }
    typed_questions: Sequence[Mapping[str, str]] = ()

    description_ja = forms.CharField(
        label=_("Japanese"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    description_en = forms.CharField(
        label=_("English"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=5, max_value=480, initial=30)
    topics = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, topics: list[CatalogueEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = [(str(topic.id), topic.label) for topic in topics]  # type: ignore[attr-defined]

    def draft(self, questions: list[Pairwise]) -> FormatDraft:
        data = self.cleaned_data
        self.typed_questions = [vars(question) for question in questions if question.ja or question.en]
        return FormatDraft(
            label=self.pairwise(),
            description=Pairwise(ja=data["description_ja"], en=data["description_en"]),
            minutes=data["minutes"],
            topic_ids=[uuid.UUID(key) for key in data["topics"]],
            questions=questions,
        )

    def typed(self, name: str) -> Any:
        return self.typed_questions if name == "questions" else super().typed(name)

    def told(self, name: str, value: Any) -> str:
        if name == "topics":
            return ", ".join(label for key, label in self.fields["topics"].choices if key in value)  # type: ignore[attr-defined]
        if name == "questions":
            return "\n".join(question["ja"] or question["en"] for question in value)
        return super().told(name, value)


QuestionRows = forms.formset_factory(TextForm, extra=2, max_num=12, absolute_max=12)
