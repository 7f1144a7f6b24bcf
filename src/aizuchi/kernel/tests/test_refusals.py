"""A refusal is told beside the input it is about, and a stale form may be saved after it was read."""

from django import forms
from django.http import QueryDict

from aizuchi.kernel.refusals import InThePast, Refusal, Stale, refuse


class WordsForm(forms.Form):
    words = forms.CharField()
    kinds = forms.MultipleChoiceField(choices=[("a", "a"), ("b", "b")])
    version = forms.IntegerField(widget=forms.HiddenInput)


def test_the_sentence_stands_beside_its_input() -> None:
    form = _typed()

    refuse(form, Refusal("Too long.", field="words"))

    assert form.errors == {"words": ["Too long."]}


def test_what_is_about_no_input_of_the_form_stands_above_all() -> None:
    form = _typed()

    refuse(form, InThePast(field="day"))

    assert form.non_field_errors() == [str(InThePast.sentence)]


def test_a_stale_form_keeps_all_that_was_typed_and_counts_from_now_on() -> None:
    form = _typed()

    refuse(form, Stale(), version=7)

    assert form["version"].value() == "7"
    assert (form["words"].value(), form["kinds"].value()) == ("Hello", ["a", "b"])


def test_any_other_refusal_leaves_a_stale_form_stale() -> None:
    form = _typed()

    refuse(form, Refusal("No."), version=7)

    assert form["version"].value() == "3"


def _typed() -> WordsForm:
    form = WordsForm(QueryDict("words=Hello&kinds=a&kinds=b&version=3"))
    assert form.is_valid()
    return form
