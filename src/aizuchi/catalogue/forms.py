"""What HR types into the catalogue."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aizuchi.catalogue.icons import TOPIC_ICONS
from aizuchi.catalogue.models import PairKind, Prompt, Question
from aizuchi.catalogue.operations import FormatDraft, Pairwise
from aizuchi.catalogue.queries import Choice


class LabelForm(forms.Form):
    """A name in both languages; one of them may be empty."""

    ja = forms.CharField(label=_("Japanese"), max_length=120, required=False)
    en = forms.CharField(label=_("English"), max_length=120, required=False)

    def pairwise(self) -> Pairwise:
        return Pairwise(ja=self.cleaned_data["ja"], en=self.cleaned_data["en"])


class TextForm(LabelForm):
    """A question in both languages."""

    ja = forms.CharField(label=_("Japanese"), max_length=300, required=False)
    en = forms.CharField(label=_("English"), max_length=300, required=False)


class TopicForm(LabelForm):
    icon = forms.ChoiceField(choices=[(icon, icon) for icon in TOPIC_ICONS], initial=TOPIC_ICONS[0])


class NewTopicForm(TopicForm):
    pair_kind = forms.ChoiceField(
        label=_("For whom"), choices=[("", _("Every kind of 1on1")), *PairKind.choices], required=False
    )


class PromptForm(TextForm):
    tense = forms.ChoiceField(choices=Prompt.Tense.choices)


class QuestionForm(TextForm):
    use = forms.ChoiceField(choices=Question.Use.choices)


class WordsForm(forms.Form):
    mentor_ja = forms.CharField(label=_("Who responds, in Japanese"), max_length=40, required=False)
    mentee_ja = forms.CharField(label=_("Who brings the topics, in Japanese"), max_length=40, required=False)
    mentor_en = forms.CharField(label=_("Who responds, in English"), max_length=40, required=False)
    mentee_en = forms.CharField(label=_("Who brings the topics, in English"), max_length=40, required=False)

    def mentor(self) -> Pairwise:
        return Pairwise(ja=self.cleaned_data["mentor_ja"], en=self.cleaned_data["mentor_en"])

    def mentee(self) -> Pairwise:
        return Pairwise(ja=self.cleaned_data["mentee_ja"], en=self.cleaned_data["mentee_en"])


class FormatForm(LabelForm):
    description_ja = forms.CharField(
        label=_("Japanese"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    description_en = forms.CharField(
        label=_("English"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=5, max_value=480, initial=30)
    topics = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, topics: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = [(str(topic.id), topic.label) for topic in topics]  # type: ignore[attr-defined]

    def draft(self, questions: list[Pairwise]) -> FormatDraft:
        data = self.cleaned_data
        return FormatDraft(
            label=self.pairwise(),
            description=Pairwise(ja=data["description_ja"], en=data["description_en"]),
            minutes=data["minutes"],
            topic_ids=[uuid.UUID(key) for key in data["topics"]],
            questions=questions,
        )


QuestionRows = forms.formset_factory(TextForm, extra=2, max_num=12, absolute_max=12)
