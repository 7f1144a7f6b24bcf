"""A section, and the survey as a whole, as somebody who builds it types them."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.canonical import LineFormField
from aizuchi.surveys.builder_fields import Rows, mark_missing, pair_fields, sentence_field
from aizuchi.surveys.condition_form import ConditionForm
from aizuchi.surveys.question_form import list_before
from aizuchi.surveys.structure import Definition, Section, Words
from aizuchi.surveys.structure.sections import replace_section

LONGEST_TITLE = 100


class SectionForm(ConditionForm):
    title_ja = LineFormField(
        label=_("What the section is called in Japanese"), max_length=LONGEST_TITLE, required=False
    )
    title_en = LineFormField(label=_("What the section is called in English"), max_length=LONGEST_TITLE, required=False)

    def __init__(self, definition: Definition, section: Section, data: Any = None) -> None:
        self.section = section
        super().__init__(
            section.condition,
            list_before(definition, section.code),
            data,
            initial={"title_ja": section.title.ja, "title_en": section.title.en},
            prefix=f"section-{section.code}",
        )
        mark_missing(self, definition, section.code)

    @property
    def main_rows(self) -> Rows:
        return pair_fields(self.plain_fields)

    def change(self, definition: Definition) -> Definition:
        told = self.cleaned_data
        title = Words(told["title_ja"], told["title_en"])
        section = replace(self.section, title=title, condition=self.read_condition())
        return replace_section(definition, self.section.code, section)


class WholeForm(forms.Form):
    """What is said before the first question and after the last, and what holds for all of them."""

    title_ja = LineFormField(label=_("What it is called in Japanese"), max_length=LONGEST_TITLE)
    title_en = LineFormField(label=_("What it is called in English"), max_length=LONGEST_TITLE, required=False)
    opening_ja = sentence_field(_("Said before the first question, in Japanese"))
    opening_en = sentence_field(_("Said before it, in English"))
    closing_ja = sentence_field(_("Said after the last question, in Japanese"))
    closing_en = sentence_field(_("Said after it, in English"))
    in_english = forms.BooleanField(label=_("Asked in English, too"), required=False)
    sections_in_random_order = forms.BooleanField(label=_("Sections in another order for everybody"), required=False)

    def __init__(self, definition: Definition, data: Any = None) -> None:
        initial: dict[str, Any] = {
            "in_english": "en" in definition.languages,
            "sections_in_random_order": definition.sections_in_random_order,
        }
        for name in ("title", "opening", "closing"):
            words: Words = getattr(definition, name)
            initial |= {f"{name}_ja": words.ja, f"{name}_en": words.en}
        super().__init__(data, initial=initial, prefix="whole")
        if len(definition.sections) < 2:
            del self.fields["sections_in_random_order"]
        mark_missing(self, definition, "")

    @property
    def main_rows(self) -> Rows:
        return pair_fields(self)

    def change(self, definition: Definition) -> Definition:
        told = self.cleaned_data
        return replace(
            definition,
            title=Words(told["title_ja"], told["title_en"]),
            opening=Words(told["opening_ja"], told["opening_en"]),
            closing=Words(told["closing_ja"], told["closing_en"]),
            languages=("ja", "en") if told["in_english"] else ("ja",),
            sections_in_random_order=told.get("sections_in_random_order", definition.sections_in_random_order),
        )
