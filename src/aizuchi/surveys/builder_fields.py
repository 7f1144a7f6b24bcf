"""How forms of building stand on the page: both languages of a sentence side by side, and what is missing marked."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aizuchi.surveys.structure import Definition
from aizuchi.surveys.structure.faults import LONGEST_WORDS
from aizuchi.surveys.structure.languages import list_missing

Rows = list[list[forms.BoundField]]


def sentence_field(label: Any, *, required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, required=required, max_length=LONGEST_WORDS, widget=widget)


def pair_fields(fields: Iterable[forms.BoundField]) -> Rows:
    """One below the other; of a sentence both languages are one row."""
    rows: Rows = []
    for field in fields:
        stem, _line, language = field.name.rpartition("_")
        if language == "en" and rows and rows[-1][0].name == f"{stem}_ja":
            rows[-1].append(field)
        else:
            rows.append([field])
    return rows


def mark_missing(form: forms.BaseForm, definition: Definition, code: str) -> None:
    """`code`: of the question or section; empty for the whole."""
    for one in list_missing(definition):
        field = form.fields.get(f"{one.name}_{one.language}")
        if one.code == code and field is not None:
            field.help_text = _("Still missing")
