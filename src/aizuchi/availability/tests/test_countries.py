"""Whose public holidays are kept is chosen by name, not by code."""

import pytest
from django.utils import translation

from aizuchi.availability.forms import CountryForm


@pytest.mark.parametrize(("language", "name"), [("ja", "ドイツ"), ("en", "Germany")])
def test_countries_are_named_in_the_readers_language(language: str, name: str) -> None:
    with translation.override(language):
        choices = dict(CountryForm().fields["country"].choices)  # type: ignore[attr-defined]

    assert choices["DE"] == name
    assert [code for code, label in choices.items() if code and code == label] == []
