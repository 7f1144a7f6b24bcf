"""What somebody types to take part in a program."""

import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.canonical import LineFormField
from aizuchi.programs.models import Participant
from aizuchi.programs.models.program import LONGEST_WORDS
from aizuchi.programs.operations.joining import JoiningAnswers

MOST_IDS = 200
LANGUAGES = (("en", _("English")),)
CAPACITIES = (1, 2, 3, 4, 5)


class JoiningForm(forms.Form):
    """What is ticked is read beside it (`read_ids`): it comes from lists that the page knows."""

    own_topic = LineFormField(label=_("In your own words"), max_length=120, required=False)
    words = forms.CharField(
        label=_("Your words"), max_length=LONGEST_WORDS, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    capacity = forms.TypedChoiceField(choices=[(one, one) for one in CAPACITIES], coerce=int, required=False)
    languages = forms.MultipleChoiceField(choices=LANGUAGES, required=False)
    takes_two = forms.BooleanField(required=False)
    wants_other_unit = forms.BooleanField(required=False)
    wants_in_person = forms.BooleanField(required=False)
    topics = forms.Field(required=False)
    vetoes = forms.Field(required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def read(self, *, ranks_wishes: bool) -> JoiningAnswers:
        typed = self.cleaned_data
        data = self.data
        assert isinstance(data, QueryDict)
        return JoiningAnswers(
            topics=read_ids(data, "topics"),
            own_topic=typed["own_topic"],
            responses=read_ids(data, "responses"),
            themes=read_ids(data, "themes"),
            words=typed["words"],
            capacity=typed["capacity"] or 1,
            takes_two=typed["takes_two"],
            languages=tuple(typed["languages"]),
            wants_other_unit=typed["wants_other_unit"],
            wants_in_person=typed["wants_in_person"],
            wishes=read_order(data) if ranks_wishes else None,
            vetoes=read_ids(data, "vetoes"),
            version=typed["version"],
        )


def begin_form(own: Participant | None) -> JoiningForm:
    if own is None:
        return JoiningForm(initial={"version": 0, "capacity": 1})
    names = (
        "own_topic", "words", "capacity", "languages", "takes_two", "wants_other_unit", "wants_in_person", "version",
    )  # fmt: skip
    return JoiningForm(initial={name: getattr(own, name) for name in names})


def read_ids(data: QueryDict, name: str) -> tuple[uuid.UUID, ...]:
    """Each once; what is no id is not there."""
    return tuple(dict.fromkeys(_parse(data.getlist(name)[:MOST_IDS])))


def read_order(data: QueryDict) -> tuple[uuid.UUID, ...]:
    """The order as it stood, and what a pressed button makes of it: `up ID`, `down ID`, `out ID` or `add ID`."""
    order = list(read_ids(data, "wishes"))
    what, _space, key = data.get("move", "").partition(" ")
    moved = next(_parse([key]), None)
    if moved is not None and what == "add":
        return tuple(dict.fromkeys([*order, moved]))
    if moved not in order:
        return tuple(order)
    place = order.index(moved)
    order.remove(moved)
    if what == "up":
        order.insert(max(place - 1, 0), moved)
    elif what == "down":
        order.insert(place + 1, moved)
    elif what != "out":
        order.insert(place, moved)
    return tuple(order)


def _parse(typed: Iterable[Any]) -> Iterator[uuid.UUID]:
    for one in typed:
        try:
            yield uuid.UUID(str(one))
        except ValueError:
            continue
