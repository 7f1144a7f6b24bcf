"""What a person asked for and cannot have, told so that they know what to do next."""

from typing import cast

from django.forms import BaseForm
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """Nothing was changed. `sentence` is for the person who asked; `field` names the input it is about, if any."""

    sentence: str | Promise
    field: str = ""

    def __init__(self, sentence: str | Promise | None = None, *, field: str | None = None) -> None:
        if sentence is not None:
            self.sentence = sentence
        if field is not None:
            self.field = field
        super().__init__(str(self.sentence))

    def __str__(self) -> str:
        return str(self.sentence)


class Stale(Refusal):
    """What the screen showed is no longer what stands."""

    sentence = _(
        "Somebody else changed this meanwhile. What you typed is still here: "
        "look it over, and save once more to keep it."
    )


class InThePast(Refusal):
    sentence = _("That time has already passed. Please choose a later one.")


def refuse(form: BaseForm, refusal: Refusal, *, version: int | None = None) -> None:
    """What was typed stays; the sentence stands beside its input, or above all where the form has none of that name.

    `version` is the one that stands now: having read that the form was stale, one may save over it.
    """
    if isinstance(refusal, Stale) and version is not None:
        form.data = cast(QueryDict, form.data).copy()
        form.data[form.add_prefix("version")] = str(version)
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
