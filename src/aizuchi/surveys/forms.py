"""A question as somebody who builds a survey types it. Choices are lines, one each, in both languages."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.canonical import LineFormField
from aizuchi.surveys.library import get_library_set, list_library_keys
from aizuchi.surveys.models import Survey
from aizuchi.surveys.structure import (
    AllOf,
    AnyOf,
    Choice,
    Comparison,
    Condition,
    Definition,
    Demand,
    Kind,
    Operator,
    SurveyQuestion,
    Words,
)
from aizuchi.surveys.structure.definition import MOST_CHOICES
from aizuchi.surveys.structure.edits import add_sections_of, make_code
from aizuchi.surveys.structure.faults import LONGEST_WORDS

COMPARISONS = 3
LISTED = {Kind.SCALE, Kind.SINGLE, Kind.MULTIPLE, Kind.MATRIX, Kind.RANKING}
KIND_NAMES = {
    Kind.SCALE: pgettext_lazy("kind of question", "Steps in an order"),
    Kind.SINGLE: pgettext_lazy("kind of question", "One of several"),
    Kind.MULTIPLE: pgettext_lazy("kind of question", "Any of several"),
    Kind.MATRIX: pgettext_lazy("kind of question", "One scale for several rows"),
    Kind.RANKING: pgettext_lazy("kind of question", "Put in an order"),
    Kind.ZERO_TO_TEN: pgettext_lazy("kind of question", "0 to 10"),
    Kind.NUMBER: pgettext_lazy("kind of question", "A number"),
    Kind.DATE: pgettext_lazy("kind of question", "A day"),
    Kind.SHORT_TEXT: pgettext_lazy("kind of question", "A few words"),
    Kind.LONG_TEXT: pgettext_lazy("kind of question", "Words of their own"),
    Kind.INFORMATION: pgettext_lazy("kind of question", "Something to read"),
}
DEMANDS = [
    (Demand.FREE, _("May stay empty")),
    (Demand.ASKED_ONCE, _("Pointed at once, and may stay empty")),
    (Demand.REQUIRED, _("Has to be answered")),
]
OPERATORS = [
    (Operator.IS, _("is")),
    (Operator.IS_NOT, _("is not")),
    (Operator.AT_LEAST, _("is at least")),
    (Operator.MORE_THAN, _("is more than")),
    (Operator.AT_MOST, _("is at most")),
    (Operator.LESS_THAN, _("is less than")),
    (Operator.INCLUDES, _("includes")),
    (Operator.INCLUDES_NOT, _("does not include")),
    (Operator.IS_ANSWERED, _("is answered")),
    (Operator.IS_NOT_ANSWERED, _("is not answered")),
]


def _lines(label: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 5})
    return forms.CharField(label=label, required=False, max_length=MOST_CHOICES * 120, widget=widget)


def _sentence(label: Any, *, required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, required=required, max_length=LONGEST_WORDS, widget=widget)


class QuestionForm(forms.Form):
    words_ja = _sentence(_("The question"))
    words_en = _sentence(_("In English"))
    explanation_ja = _sentence(_("A word of explanation"))
    explanation_en = _sentence(_("Explanation in English"))
    choices_ja = _lines(_("Steps or choices, one a line"))
    choices_en = _lines(_("The same in English"))
    rows_ja = _lines(_("Rows, one a line"))
    rows_en = _lines(_("Rows in English"))
    demand = forms.ChoiceField(label=_("If it is left empty"), choices=DEMANDS)
    may_not_apply = forms.BooleanField(label=_("“Does not apply” can be chosen"), required=False)
    takes_other = forms.BooleanField(label=_("Something else, in their own words"), required=False)
    in_random_order = forms.BooleanField(label=_("Choices in another order for everybody"), required=False)
    is_reversed = forms.BooleanField(label=_("Agreeing is not a good sign here"), required=False)
    least = forms.DecimalField(label=_("At least"), required=False, max_digits=15)
    most = forms.DecimalField(label=_("At most"), required=False, max_digits=15)
    together = forms.ChoiceField(
        label=_("Asked only if"), choices=[("all", _("all of these hold")), ("any", _("any of these holds"))]
    )

    def __init__(self, definition: Definition, question: SurveyQuestion, data: Any = None) -> None:
        self.question = question
        self.before = _list_before(definition, question.code)
        super().__init__(data, initial=_initial(question), prefix=question.code)
        for field in _unfit(question):
            del self.fields[field]
        for number in range(COMPARISONS if self.before else 0):
            self._add_comparison(number)
        if not self.before:
            del self.fields["together"]

    def _add_comparison(self, number: int) -> None:
        asked = [("", "–"), *((one.code, one.words.ja or one.words.en) for one in self.before)]
        self.fields[f"asked_{number}"] = forms.ChoiceField(label=_("Question"), choices=asked, required=False)
        self.fields[f"operator_{number}"] = forms.ChoiceField(label=_("Comparison"), choices=OPERATORS, required=False)
        self.fields[f"value_{number}"] = LineFormField(label=_("Value"), max_length=130, required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not (told.get("words_ja") or told.get("words_en")) and not self.errors:
            self.add_error("words_ja", _("Please write what is asked, in one language at least."))
        for name in ("choices", "rows"):
            if len(_split(told.get(f"{name}_ja"))) > MOST_CHOICES or len(_split(told.get(f"{name}_en"))) > MOST_CHOICES:
                self.add_error(f"{name}_ja", _("Please leave some out: 60 at most."))
        return told

    def read(self) -> SurveyQuestion:
        told = self.cleaned_data
        return replace(
            self.question,
            words=Words(told["words_ja"], told["words_en"]),
            explanation=Words(told["explanation_ja"], told["explanation_en"]),
            choices=_read_choices(self.question.choices, told.get("choices_ja"), told.get("choices_en")),
            rows=_read_choices(self.question.rows, told.get("rows_ja"), told.get("rows_en")),
            demand=Demand(told.get("demand") or Demand.FREE),
            may_not_apply=bool(told.get("may_not_apply")),
            takes_other=bool(told.get("takes_other")),
            in_random_order=bool(told.get("in_random_order")),
            is_reversed=bool(told.get("is_reversed")),
            least=told.get("least"),
            most=told.get("most"),
            condition=self._read_condition(),
        )

    def _read_condition(self) -> Condition | None:
        """A condition that is deeper than this form can show stays as it is."""
        if _as_rows(self.question.condition) is None:
            return self.question.condition
        kinds = {one.code: one.kind for one in self.before}
        told = self.cleaned_data
        found: list[Condition] = []
        for number in range(COMPARISONS if self.before else 0):
            code = told.get(f"asked_{number}")
            if code:
                operator = Operator(told.get(f"operator_{number}") or Operator.IS)
                found.append(Comparison(code, operator, _value(told.get(f"value_{number}", ""), operator, kinds[code])))
        if len(found) <= 1:
            return found[0] if found else None
        return AnyOf(tuple(found)) if told.get("together") == "any" else AllOf(tuple(found))


def _unfit(question: SurveyQuestion) -> Iterable[str]:
    kind = question.kind
    if kind not in LISTED:
        yield from ("choices_ja", "choices_en")
    if kind != Kind.MATRIX:
        yield from ("rows_ja", "rows_en")
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
        "words_ja": question.words.ja,
        "words_en": question.words.en,
        "explanation_ja": question.explanation.ja,
        "explanation_en": question.explanation.en,
        "choices_ja": "\n".join(one.words.ja for one in question.offered),
        "choices_en": "\n".join(one.words.en for one in question.offered),
        "rows_ja": "\n".join(one.words.ja for one in question.rows),
        "rows_en": "\n".join(one.words.en for one in question.rows),
        "demand": question.demand,
        "may_not_apply": question.may_not_apply,
        "takes_other": question.takes_other,
        "in_random_order": question.in_random_order,
        "is_reversed": question.is_reversed,
        "least": question.least,
        "most": question.most,
        "together": "any" if isinstance(question.condition, AnyOf) else "all",
    }
    for number, one in enumerate(_as_rows(question.condition) or ()):
        found |= {f"asked_{number}": one.question, f"operator_{number}": one.operator}
        found[f"value_{number}"] = "" if one.value is None else str(one.value)
    return found


def _as_rows(condition: Condition | None) -> Sequence[Comparison] | None:
    """None where it is deeper, or longer, than the form."""
    match condition:
        case None:
            return ()
        case Comparison():
            return (condition,)
        case AllOf(parts) | AnyOf(parts):
            rows = [part for part in parts if isinstance(part, Comparison)]
            return rows if len(rows) == len(parts) <= COMPARISONS else None


def _list_before(definition: Definition, code: str) -> list[SurveyQuestion]:
    found: list[SurveyQuestion] = []
    for question in definition.list_questions():
        if question.code == code:
            break
        if question.asks:
            found.append(question)
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


def _value(text: str, operator: Operator, kind: Kind) -> str | Decimal | datetime.date | None:
    """As its question has it; what does not fit stays text and is a fault of the survey."""
    if operator in {Operator.IS_ANSWERED, Operator.IS_NOT_ANSWERED}:
        return None
    try:
        if kind in {Kind.NUMBER, Kind.ZERO_TO_TEN}:
            return Decimal(text)
        if kind == Kind.DATE:
            return datetime.date.fromisoformat(text)
    except (InvalidOperation, ValueError):
        return text
    return text


class NewSurveyForm(forms.Form):
    """Begun with nothing, or with sets of ours."""

    kind = forms.ChoiceField(label=_("What it is for"), choices=Survey.Kind.choices, initial=Survey.Kind.PULSE)
    title_ja = LineFormField(label=_("What the survey is called"), max_length=100)
    title_en = LineFormField(label=_("What it is called in English"), max_length=100, required=False)
    sets = forms.MultipleChoiceField(label=_("Begin with questions of ours"), required=False)

    def __init__(self, *data: Any) -> None:
        super().__init__(*data)
        field = self.fields["sets"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list_sets(get_language() or "ja")
        field.widget = forms.CheckboxSelectMultiple(choices=field.choices)

    def read(self) -> Definition:
        told = self.cleaned_data
        definition = Definition(title=Words())
        for key in told["sets"]:
            definition = add_sections_of(definition, get_library_set(key))
        return replace(definition, title=Words(told["title_ja"], told["title_en"]))


def list_kinds() -> list[tuple[str, Any]]:
    return [(str(kind), name) for kind, name in KIND_NAMES.items()]


def list_sets(language: str) -> list[tuple[str, str]]:
    return [(key, get_library_set(key).title.in_language(language)) for key in list_library_keys()]
