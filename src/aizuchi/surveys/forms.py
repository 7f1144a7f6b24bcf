"""Where a survey begins: what it is for, and with which questions."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.canonical import LineFormField
from aizuchi.surveys.library import ASKED_OF_PARTNERS, PROGRAM, get_library_set, list_library_keys
from aizuchi.surveys.models import Survey
from aizuchi.surveys.structure import Definition, Kind, Words
from aizuchi.surveys.structure.edits import add_sections_of

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


class NewSurveyForm(forms.Form):
    """Begun with nothing, or with sets of ours."""

    kind = forms.ChoiceField(label=_("What it is for"), choices=Survey.Kind.choices, initial=Survey.Kind.PULSE)
    title_ja = LineFormField(label=_("What it is called in Japanese"), max_length=100)
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
    return [(key, _describe(key, language)) for key in list_library_keys()]


def _describe(key: str, language: str) -> str:
    ours = get_library_set(key)
    count = sum(1 for question in ours.list_questions() if question.asks)
    return gettext("%(title)s (%(size)s, %(whom)s)") % {
        "title": ours.title.in_language(language),
        "size": ngettext("%(count)d question", "%(count)d questions", count) % {"count": count},
        "whom": say_for_whom(key),
    }


def say_for_whom(key: str) -> str:
    """Whom a set of ours is written for."""
    if key in PROGRAM:
        return gettext("for mentees of a program") if "mentee" in key else gettext("for mentors of a program")
    return gettext("for people who have 1on1s") if key in ASKED_OF_PARTNERS else gettext("for everybody")
