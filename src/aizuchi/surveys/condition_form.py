"""A condition as fields: groups of comparisons, and how the groups go together."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.canonical import LineFormField
from aizuchi.surveys.answer_words import list_values
from aizuchi.surveys.structure import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Kind,
    Operator,
    SurveyQuestion,
)
from aizuchi.surveys.structure.definition import Value
from aizuchi.surveys.structure.faults import fits

GROUPS = 2
COMPARISONS = 3
LONGEST_VALUE = 130
COMPARED = ("asked", "operator", "value")
TOGETHER = [("all", _("all of these hold")), ("any", _("any of these holds"))]
GROUPS_TOGETHER = [("all", _("both groups hold")), ("any", _("one of the groups holds"))]
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


@dataclass(frozen=True, slots=True)
class ConditionGroup:
    together: str
    comparisons: tuple[Comparison, ...]


@dataclass(frozen=True, kw_only=True)
class GroupFields:
    together: forms.BoundField
    rows: list[list[forms.BoundField]]
    is_folded: bool
    """A second group that is not used."""


class ConditionForm(forms.Form):
    """For what comes after `before`. A condition that is nested deeper than once stays as it is, or is taken away."""

    def __init__(self, condition: Condition | None, before: list[SurveyQuestion], data: Any, **more: Any) -> None:
        self.condition, self.before = condition, before
        groups = split_condition(condition)
        self.is_too_deep = groups is None
        self.sizes = _sizes(groups or []) if before and groups is not None else []
        known = {one.code: one for one in before}
        initial = {**more.pop("initial", {}), **_initial(condition, groups or [], known)}
        super().__init__(data, initial=initial, **more)
        asked = [("", "–"), *((one.code, one.words.ja or one.words.en) for one in before)]
        for group, size in enumerate(self.sizes):
            self.fields[f"together_{group}"] = _choice(_("Together"), TOGETHER)
            for row in range(size):
                self.fields[f"asked_{group}_{row}"] = _choice(_("Question"), asked)
                self.fields[f"operator_{group}_{row}"] = _choice(_("Comparison"), OPERATORS)
                self.fields[f"value_{group}_{row}"] = LineFormField(
                    label=_("What is answered"),
                    max_length=LONGEST_VALUE,
                    required=False,
                    widget=forms.TextInput(attrs={"list": "answers-to-pick"}),
                )
        if self.is_too_deep:
            self.fields["drops_condition"] = forms.BooleanField(label=_("Ask it of everybody instead"), required=False)
        if self.sizes:
            self.fields["groups_together"] = _choice(_("Groups together"), GROUPS_TOGETHER)

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        return [field for field in self if not _is_of_condition(field.name)]

    @property
    def condition_groups(self) -> list[GroupFields]:
        return [
            GroupFields(
                together=self[f"together_{group}"],
                rows=[
                    [self[f"{name}_{group}_{row}"] for name in ("asked", "operator", "value")] for row in range(size)
                ],
                is_folded=group > 0 and not any(self[f"asked_{group}_{row}"].value() for row in range(size)),
            )
            for group, size in enumerate(self.sizes)
        ]

    @property
    def shows_condition(self) -> bool:
        return self.condition is not None or any(_is_of_condition(name) for name in self.errors)

    @property
    def answers_to_pick(self) -> list[str]:
        """Words of all answers that can be compared, each once."""
        language = get_language() or "ja"
        return list(dict.fromkeys(words for one in self.before for words in list_values(one, language).values()))

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        for group, size in enumerate(self.sizes):
            for row in range(size):
                self._check_comparison(f"{group}_{row}", told)
        return told

    def read_condition(self) -> Condition | None:
        if not self.sizes:
            return None if self.cleaned_data.get("drops_condition") else self.condition
        groups = [self._read_group(group, size) for group, size in enumerate(self.sizes)]
        found = tuple(group for group in groups if group)
        return _join(self.cleaned_data.get("groups_together", ""), found)

    def _read_group(self, group: int, size: int) -> Condition | None:
        read = (self._read_comparison(f"{group}_{row}", self.cleaned_data) for row in range(size))
        return _join(self.cleaned_data.get(f"together_{group}", ""), tuple(one[1] for one in read if one))

    def _read_comparison(self, place: str, told: dict[str, Any]) -> tuple[SurveyQuestion, Comparison] | None:
        question = next((one for one in self.before if one.code == told.get(f"asked_{place}")), None)
        if question is None:
            return None
        operator = Operator(told.get(f"operator_{place}") or Operator.IS)
        value = _read_value(told.get(f"value_{place}", ""), operator, question)
        return question, Comparison(question.code, operator, value)

    def _check_comparison(self, place: str, told: dict[str, Any]) -> None:
        read = self._read_comparison(place, told)
        if read is None or fits(*read):
            return
        question, _comparison = read
        if words := list(list_values(question, get_language() or "ja").values()):
            sentence = gettext("This does not fit. What can be answered: %(answers)s") % {
                "answers": " / ".join(words[:12])
            }
        else:
            sentence = gettext("This does not fit the question. Please choose another comparison or answer.")
        self.add_error(f"value_{place}", sentence)


def split_condition(condition: Condition | None) -> list[ConditionGroup] | None:
    """None where it is nested deeper than once."""
    match condition:
        case None:
            return []
        case Comparison():
            return [ConditionGroup("all", (condition,))]
        case AllOf(parts) | AnyOf(parts):
            together = "any" if isinstance(condition, AnyOf) else "all"
            plain = tuple(part for part in parts if isinstance(part, Comparison))
            groups = [ConditionGroup(together, plain)] if plain else []
            for part in parts:
                if isinstance(part, Comparison):
                    continue
                if not all(isinstance(one, Comparison) for one in part.conditions):
                    return None
                inner = tuple(one for one in part.conditions if isinstance(one, Comparison))
                groups.append(ConditionGroup("any" if isinstance(part, AnyOf) else "all", inner))
            return groups


def _sizes(groups: list[ConditionGroup]) -> list[int]:
    """How many rows each group has on the page."""
    sizes = [max(COMPARISONS, len(group.comparisons)) for group in groups]
    return sizes + [COMPARISONS] * (GROUPS - len(sizes))


def _initial(
    condition: Condition | None, groups: list[ConditionGroup], known: Mapping[str, SurveyQuestion]
) -> dict[str, Any]:
    found: dict[str, Any] = {"groups_together": "any" if isinstance(condition, AnyOf) else "all"}
    for group, one in enumerate(groups):
        found[f"together_{group}"] = one.together
        for row, comparison in enumerate(one.comparisons):
            found[f"asked_{group}_{row}"] = comparison.question
            found[f"operator_{group}_{row}"] = comparison.operator
            found[f"value_{group}_{row}"] = _say_value(comparison, known)
    return found


def _say_value(comparison: Comparison, known: Mapping[str, SurveyQuestion]) -> str:
    if comparison.value is None:
        return ""
    question = known.get(comparison.question)
    words = list_values(question, get_language() or "ja") if question else {}
    return words.get(str(comparison.value), str(comparison.value))


def _join(together: str, parts: tuple[Condition, ...]) -> Condition | None:
    if len(parts) <= 1:
        return parts[0] if parts else None
    return AnyOf(parts) if together == "any" else AllOf(parts)


def _choice(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False)


def _is_of_condition(name: str) -> bool:
    is_of_group = name.startswith(("asked_", "operator_", "value_", "together_"))
    return is_of_group or name in {"groups_together", "drops_condition"}


def _read_value(text: str, operator: Operator, question: SurveyQuestion) -> Value:
    """As its question has it, of words or of a code; what does not fit stays text, and is refused."""
    if operator in {Operator.IS_ANSWERED, Operator.IS_NOT_ANSWERED}:
        return None
    try:
        if question.kind in {Kind.NUMBER, Kind.ZERO_TO_TEN}:
            return Decimal(text)
        if question.kind == Kind.DATE:
            return datetime.date.fromisoformat(text)
    except (InvalidOperation, ValueError):
        return text
    values = [pair for language in ("ja", "en") for pair in list_values(question, language).items()]
    return next((code for code, words in values if text and text == words), text)
