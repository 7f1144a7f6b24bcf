"""All sentences of a question, or of the whole, so that their spelling can be put right."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aizuchi.surveys.builder_fields import Rows, pair_fields, sentence_field
from aizuchi.surveys.operations.spelling import Typed
from aizuchi.surveys.refusals import MoreThanSpelling
from aizuchi.surveys.structure import Definition
from aizuchi.surveys.structure.spelling import WordsPlace, is_spelling, list_words

LABELS = {
    "title": _("Name of the survey or section, in Japanese"),
    "opening": _("Said before the first question, in Japanese"),
    "closing": _("Said after the last question, in Japanese"),
    "words": _("The question, in Japanese"),
    "explanation": _("A word of explanation, in Japanese"),
    "choices": _("Step or choice, in Japanese"),
    "rows": _("Row of the table, in Japanese"),
    "low": _("Low end in Japanese"),
    "high": _("High end in Japanese"),
}


class SpellingForm(forms.Form):
    def __init__(self, definition: Definition, code: str, data: Any = None) -> None:
        """`code`: of a question; empty for the whole, with the titles of its sections."""
        asked = {question.code for question in definition.list_questions()}
        self.places: dict[str, tuple[WordsPlace, str]] = {}
        super().__init__(data, prefix="spelling")
        for number, (place, words) in enumerate(list_words(definition)):
            if (place.code if place.code in asked else "") != code:
                continue
            for language, text in (("ja", words.ja), ("en", words.en)):
                if text:
                    name = f"{place.name}_{number}_{language}"
                    self.places[name] = (place, language)
                    self.fields[name] = sentence_field(LABELS[place.name] if language == "ja" else _("In English"))
                    self.initial[name] = text

    @property
    def main_rows(self) -> Rows:
        return pair_fields(self)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        for name in self.places:
            if name in told and told[name] != self.initial[name] and not is_spelling(self.initial[name], told[name]):
                self.add_error(name, str(MoreThanSpelling.sentence))
        return told

    def read(self) -> Typed:
        return {place: self.cleaned_data[name] for name, place in self.places.items()}
