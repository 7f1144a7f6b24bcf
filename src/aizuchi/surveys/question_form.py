"""A question as somebody who builds a survey types it. Choices are lines, one each, in both languages."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from aizuchi.surveys.builder_fields import Rows, mark_missing, pair_fields, sentence_field
from aizuchi.surveys.condition_form import ConditionForm
from aizuchi.surveys.structure import Choice, Definition, Demand, Kind, SurveyQuestion, Words
from aizuchi.surveys.structure.definition import MOST_CHOICES
from aizuchi.surveys.structure.edits import make_code, replace_question
from aizuchi.surveys.structure.sections import find_section_of, place_question

LISTED = {Kind.SCALE, Kind.SINGLE, Kind.MULTIPLE, Kind.MATRIX, Kind.RANKING}
SELDOM = {
    *(f"{name}_{language}" for name in ("explanation", "low", "high") for language in ("ja", "en")),
    *("may_not_apply", "takes_other", "in_random_order", "is_reversed", "least", "most"),
}
"""Fields that are folded up while they are empty."""
DEMANDS = [
    (Demand.FREE, _("May stay empty")),
    (Demand.ASKED_ONCE, _("Pointed at once, and may stay empty")),
    (Demand.REQUIRED, _("Has to be answered")),
]


def _lines(label: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 5})
    return forms.CharField(label=label, required=False, max_length=MOST_CHOICES * 120, widget=widget)


class QuestionForm(ConditionForm):
    words_ja = sentence_field(_("The question, in Japanese"))
    words_en = sentence_field(_("In English"))
    explanation_ja = sentence_field(_("A word of explanation, in Japanese"))
    explanation_en = sentence_field(_("Explanation in English"))
    choices_ja = _lines(_("Steps or choices in Japanese, one a line"))
    choices_en = _lines(_("The same in English, one a line"))
    rows_ja = _lines(_("Rows in Japanese, one a line"))
    rows_en = _lines(_("Rows in English, one a line"))
    low_ja = sentence_field(_("Low end in Japanese"))
    low_en = sentence_field(_("Low end in English"))
    high_ja = sentence_field(_("High end in Japanese"))
    high_en = sentence_field(_("High end in English"))
    demand = forms.ChoiceField(label=_("If it is left empty"), choices=DEMANDS)
    may_not_apply = forms.BooleanField(label=_("“Does not apply” can be chosen"), required=False)
    takes_other = forms.BooleanField(label=_("Something else, in their own words"), required=False)
    in_random_order = forms.BooleanField(label=_("Choices in another order for everybody"), required=False)
    is_reversed = forms.BooleanField(label=_("Agreeing is not a good sign here"), required=False)
    least = forms.DecimalField(label=_("At least"), required=False, max_digits=15)
    most = forms.DecimalField(label=_("At most"), required=False, max_digits=15)
    section = forms.ChoiceField(label=_("Section"), required=False)

    def __init__(self, definition: Definition, question: SurveyQuestion, data: Any = None) -> None:
        self.question = question
        self.before = list_before(definition, question.code)
        initial = _initial(question) | {"section": find_section_of(definition, question.code)}
        super().__init__(question.condition, self.before, data, initial=initial, prefix=question.code)
        for field in _unfit(question):
            del self.fields[field]
        mark_missing(self, definition, question.code)
        if len(definition.sections) < 2:
            del self.fields["section"]
        else:
            sections = self.fields["section"]
            assert isinstance(sections, forms.ChoiceField)
            sections.choices = list_section_names(definition)

    @property
    def earlier_answers(self) -> list[tuple[str, str]]:
        """As a sentence repeats them, and what was asked."""
        language = get_language() or "ja"
        return [(f"{{{one.code}}}", one.words.in_language(language)) for one in self.before]

    @property
    def main_rows(self) -> Rows:
        return pair_fields(field for field in self.plain_fields if field.name not in SELDOM)

    @property
    def seldom_rows(self) -> Rows:
        return pair_fields(field for field in self.plain_fields if field.name in SELDOM)

    @property
    def shows_seldom(self) -> bool:
        return any(field.value() or field.errors for row in self.seldom_rows for field in row)

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if not (told.get("words_ja") or told.get("words_en")) and not self.errors:
            self.add_error("words_ja", _("Please write what is asked, in one language at least."))
        for name in ("choices", "rows"):
            if len(_split(told.get(f"{name}_ja"))) > MOST_CHOICES or len(_split(told.get(f"{name}_en"))) > MOST_CHOICES:
                self.add_error(f"{name}_ja", _("Please leave some out: 60 at most."))
        return told

    def change(self, definition: Definition) -> Definition:
        changed = replace_question(definition, self.question.code, self.read())
        section = self.cleaned_data.get("section")
        return place_question(changed, self.question.code, section=section) if section else changed

    def read(self) -> SurveyQuestion:
        told = self.cleaned_data
        return replace(
            self.question,
            words=Words(told["words_ja"], told["words_en"]),
            explanation=Words(told["explanation_ja"], told["explanation_en"]),
            choices=_read_choices(self.question.choices, told.get("choices_ja"), told.get("choices_en")),
            rows=_read_choices(self.question.rows, told.get("rows_ja"), told.get("rows_en")),
            low=Words(told.get("low_ja", self.question.low.ja), told.get("low_en", self.question.low.en)),
            high=Words(told.get("high_ja", self.question.high.ja), told.get("high_en", self.question.high.en)),
            demand=Demand(told.get("demand") or Demand.FREE),
            may_not_apply=bool(told.get("may_not_apply")),
            takes_other=bool(told.get("takes_other")),
            in_random_order=bool(told.get("in_random_order")),
            is_reversed=bool(told.get("is_reversed")),
            least=told.get("least"),
            most=told.get("most"),
            condition=self.read_condition(),
        )


def list_section_names(definition: Definition) -> list[tuple[str, str]]:
    language = get_language() or "ja"
    return [
        (section.code, section.title.in_language(language) or _("Section %(number)d") % {"number": number})
        for number, section in enumerate(definition.sections, 1)
    ]


def list_before(definition: Definition, code: str) -> list[SurveyQuestion]:
    """What comes before a question, or before a section, and can be answered."""
    found: list[SurveyQuestion] = []
    for section in definition.sections:
        if section.code == code:
            break
        for question in section.questions:
            if question.code == code:
                return found
            if question.asks:
                found.append(question)
    return found


def _unfit(question: SurveyQuestion) -> Iterable[str]:
    kind = question.kind
    if kind not in LISTED:
        yield from ("choices_ja", "choices_en")
    if kind != Kind.MATRIX:
        yield from ("rows_ja", "rows_en")
    if kind not in {Kind.SCALE, Kind.ZERO_TO_TEN}:
        yield from ("low_ja", "low_en", "high_ja", "high_en")
    if kind not in {Kind.SINGLE, Kind.MULTIPLE}:
        yield "takes_other"
    if kind not in {Kind.SINGLE, Kind.MULTIPLE, Kind.RANKING}:
        yield "in_random_order"
    if kind not in {Kind.SCALE, Kind.MATRIX, Kind.ZERO_TO_TEN}:
        yield from ("may_not_apply", "is_reversed")
    if kind != Kind.NUMBER:
        yield from ("least", "most")
    if kind == Kind.INFORMATION:
        yield "demand"


def _initial(question: SurveyQuestion) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: getattr(question, name)
        for name in ("demand", "may_not_apply", "takes_other", "in_random_order", "is_reversed", "least", "most")
    }
    for name in ("words", "explanation", "low", "high"):
        words: Words = getattr(question, name)
        found |= {f"{name}_ja": words.ja, f"{name}_en": words.en}
    for name, listed in (("choices", question.offered), ("rows", question.rows)):
        found |= {f"{name}_ja": "\n".join(one.words.ja for one in listed)}
        found |= {f"{name}_en": "\n".join(one.words.en for one in listed)}
    return found


def _split(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines()]


def _read_choices(before: Sequence[Choice], ja: str | None, en: str | None) -> tuple[Choice, ...]:
    """Whoever has the same words keeps its code; then whoever stands in the place of words that were only changed."""
    if ja is None and en is None:
        return tuple(before)
    in_ja, in_en = _split(ja), _split(en)
    size = max(len(in_ja), len(in_en))
    pairs = zip(in_ja + [""] * (size - len(in_ja)), in_en + [""] * (size - len(in_en)), strict=True)
    lines = [Words(*pair) for pair in pairs if any(pair)]
    offered = [one for one in before if not one.is_retired]
    same = {one.words: one.code for one in offered}
    codes: list[str | None] = [same.pop(words, None) for words in lines]
    free = {one.code for one in offered} - {code for code in codes if code}
    taken = {one.code for one in before}
    made: list[Choice] = []
    for place, words in enumerate(lines):
        code = codes[place]
        if code is None and len(lines) == len(offered) and offered[place].code in free:
            code = offered[place].code
            free.discard(code)
        if code is None:
            code = make_code(str(place + 1), taken)
            taken.add(code)
        made.append(Choice(code, words))
    return (*made, *(one for one in before if one.is_retired))
