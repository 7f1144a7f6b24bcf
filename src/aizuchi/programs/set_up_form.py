"""A program as somebody who sets it up types it. All of it may be left for later, but for the name."""

import datetime
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aizuchi.catalogue.queries import formats_for, topics_for
from aizuchi.kernel.canonical import LineFormField
from aizuchi.kernel.days import DayFormField
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Employment, Person
from aizuchi.people.queries import outline_of
from aizuchi.programs.facts import ProgramFacts
from aizuchi.programs.models import Program
from aizuchi.programs.models.program import KINDS, LONGEST_NAME, LONGEST_WORDS
from aizuchi.programs.people_rules import PeopleRule, SideRule
from aizuchi.programs.queries.owners import list_owners
from aizuchi.programs.tenures import TENURES, key_of, span_of

LONGEST_FLOW = 6
FLOW = tuple(f"flow_{number}" for number in range(1, LONGEST_FLOW + 1))
MOST_THEMES, LONGEST_THEME = 30, 120
SIDES = ("target", "counterpart")
MINUTES = [(number, str(number)) for number in (15, 30, 45, 60)]
MONTHS = [(3, _("3 months")), (6, _("Half a year")), (12, _("A year"))]
ROLES = [("", _("everybody")), ("heads", _("heads of units")), ("members", _("people who head no unit"))]
SAME = ("mode", "aim", "name", "name_en", "purposes", "own_purpose", "words", "apart", "same_title", "without_former",
        "cadence", "minutes", "is_evergreen", "join_until", "starts_on", "months", "middle_on", "first_questions",
        "positioning", "in_work_time", "tells_supervisor", "offers_passing_on", "most_wishes", "most_mentor_wishes",
        "offers_slots", "kind")  # fmt: skip
"""What is called the same in the facts."""


def _text(label: Any, longest: int, rows: int = 2, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=longest, required=False, widget=widget, **more)


class SideForm(forms.Form):
    """Who it is for, or who the partners are."""

    units = forms.MultipleChoiceField(
        label=_("Units"), required=False, help_text=_("Nothing chosen: every unit. With all that lies below.")
    )
    tenure = forms.ChoiceField(
        label=_("How long here"), choices=[(key, name) for key, name, _span in TENURES], required=False
    )
    role = forms.ChoiceField(label=_("Who of them"), choices=ROLES, required=False)
    grades = forms.MultipleChoiceField(label=_("Grades"), required=False, widget=forms.CheckboxSelectMultiple)
    sites = forms.MultipleChoiceField(label=_("Sites"), required=False, widget=forms.CheckboxSelectMultiple)

    def read(self) -> SideRule:
        told = self.cleaned_data
        tenure_from, tenure_to = span_of(told["tenure"])
        rule = PeopleRule(
            tenure_from_months=tenure_from,
            tenure_to_months=tenure_to,
            grades=tuple(told["grades"]),
            sites=tuple(told["sites"]),
            role=told["role"],
        )
        return SideRule(rule=rule, units=frozenset(map(uuid.UUID, told["units"])))

    @staticmethod
    def starting_from(side: SideRule) -> dict[str, Any]:
        rule = side.rule
        return {
            "units": [str(unit) for unit in side.units],
            "tenure": key_of(rule),
            "role": rule.role,
            "grades": list(rule.grades),
            "sites": list(rule.sites),
        }


class SetUpForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind.value, kind.label) for kind in KINDS], widget=forms.RadioSelect
    )
    name = LineFormField(label=_("What it is called"), max_length=LONGEST_NAME)
    name_en = LineFormField(label=_("What it is called in English"), max_length=LONGEST_NAME, required=False)
    purposes = forms.MultipleChoiceField(
        label=_("What it is for"),
        choices=Program.Purpose.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    own_purpose = LineFormField(label=_("In your own words"), max_length=120, required=False)
    aim = forms.ChoiceField(label=_("Aim"), choices=Pair.Aim.choices, widget=forms.RadioSelect)
    words = _text(_("A word to whoever takes part"), LONGEST_WORDS)
    apart = forms.ChoiceField(label=_("Where the partner works"), choices=Program.Apart.choices, required=False)
    same_title = forms.BooleanField(label=_("Only with people of the same title"), required=False)
    without_former = forms.BooleanField(
        label=_("Not with somebody they were brought together with before"), required=False
    )
    cadence = forms.ChoiceField(label=_("How often"), choices=Pair.Cadence.choices)
    minutes = forms.TypedChoiceField(label=_("How long"), choices=MINUTES, coerce=int, widget=forms.RadioSelect)
    months = forms.TypedChoiceField(
        label=_("For how many months"), choices=MONTHS, coerce=int, widget=forms.RadioSelect
    )
    is_evergreen = forms.TypedChoiceField(
        label=_("When people join"),
        choices=[("", _("All together, from a day on")), ("yes", _("At any time"))],
        coerce=lambda chosen: chosen == "yes",
        empty_value="",
        required=False,
        widget=forms.RadioSelect,
    )
    join_until = DayFormField(label=_("Last day to join"), required=False)
    starts_on = DayFormField(label=_("First day"), required=False)
    topics = forms.MultipleChoiceField(label=_("What about"), required=False, widget=forms.CheckboxSelectMultiple)
    format = forms.ChoiceField(label=_("Format of the talks"), required=False)
    first_questions = _text(
        _("Questions for the first talk"), 1000, 3, help_text=_("One in each line. What they talk about is up to them.")
    )
    themes = _text(
        _("Topics to gather around"),
        MOST_THEMES * LONGEST_THEME,
        4,
        help_text=_("One in each line. Where people meet around a topic, or choose one from a menu."),
    )
    positioning = _text(_("What it is to the organization"), 1000, 3)
    in_work_time = forms.BooleanField(label=_("It is done in working time."), required=False)
    tells_supervisor = forms.BooleanField(
        label=_("Supervisors are told that somebody takes part (nothing of what is said)."), required=False
    )
    offers_passing_on = forms.BooleanField(
        label=_("What one's own manager should know can be passed on, if one likes."), required=False
    )
    owner = forms.ChoiceField(label=_("Who answers for it"))
    middle_on = DayFormField(label=_("When people look back half-way"), required=False)
    mode = forms.ChoiceField(
        label=_("How people find each other"), choices=Program.Mode.choices, widget=forms.RadioSelect
    )
    most_wishes = forms.IntegerField(label=_("How many people a mentee can name"), min_value=1, max_value=10)
    most_mentor_wishes = forms.IntegerField(label=_("How many people a mentor can name"), min_value=1, max_value=10)
    offers_slots = forms.BooleanField(label=_("Mentors offer times to choose from"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(
        self, viewer: Person, facts: ProgramFacts, data: Any = None, *, version: int, now: datetime.datetime
    ) -> None:
        super().__init__(data, initial=_starting_from(facts) | {"version": version})
        self.organization, self.kept = viewer.organization, facts
        self.sides = {
            side: SideForm(data, prefix=side, initial=SideForm.starting_from(getattr(facts, side))) for side in SIDES
        }
        today = viewer.organization.today(now)
        self._offer_units(today)
        self._offer_work(today)
        self._offer_catalogue({facts.kind, data.get("kind", "") if data else ""})
        owners = [(str(person.pk), person.full_name) for person in list_owners(viewer.organization, now)]
        _choose(self, "owner", owners)
        _choose(self, "cadence", [one for one in Pair.Cadence.choices if one[0] != Pair.Cadence.WHEN_NEEDED])

    def is_valid(self) -> bool:
        """All parts are looked at, so that all that has to be mended is told at once."""
        return all([super().is_valid(), *(side.is_valid() for side in self.sides.values())])

    def clean_themes(self) -> tuple[str, ...]:
        lines = tuple(dict.fromkeys(" ".join(line.split()) for line in self.cleaned_data["themes"].splitlines()))
        themes = tuple(line for line in lines if line)
        if len(themes) > MOST_THEMES:
            raise forms.ValidationError(_("At most %(most)d can be offered at once.") % {"most": MOST_THEMES})
        if any(len(line) > LONGEST_THEME for line in themes):
            raise forms.ValidationError(_("At most %(most)d letters in a line, please.") % {"most": LONGEST_THEME})
        return themes

    def read_facts(self) -> ProgramFacts:
        told = self.cleaned_data
        flow = [told[name] for name in FLOW if told.get(name)]
        return ProgramFacts(
            **{name: told[name] for name in SAME if name not in ("purposes", "is_evergreen")},
            is_evergreen=bool(told["is_evergreen"]),
            purposes=tuple(told["purposes"]),
            owner_id=uuid.UUID(told["owner"]),
            target=self.sides["target"].read(),
            counterpart=self.sides["counterpart"].read(),
            flow=tuple(map(uuid.UUID, dict.fromkeys(flow))),
            topic_ids=frozenset(map(uuid.UUID, told["topics"])),
            format_id=uuid.UUID(told["format"]) if told["format"] else None,
            themes=told["themes"],
        )

    def _offer_units(self, today: datetime.date) -> None:
        tree = outline_of(self.organization, on=today)
        units = [(str(node.id), node.indented_label) for node in tree.walk()]
        for side in self.sides.values():
            _choose(side, "units", units)
            side.fields["units"].widget.attrs["size"] = min(6, max(2, len(units)))
        for number, name in enumerate(FLOW, 1):
            label = _("%(number)s. unit in the flow of work") % {"number": number}
            kept = self.kept.flow[number - 1] if number <= len(self.kept.flow) else ""
            self.fields[name] = forms.ChoiceField(
                label=label, choices=[("", "–"), *units], required=False, initial=str(kept)
            )

    def _offer_work(self, today: datetime.date) -> None:
        """Grades and sites that there are, and those that were chosen before."""
        rows = Employment.objects.on(today).filter(person__organization=self.organization)
        for name, column in (("grades", "grade"), ("sites", "site")):
            found = set(rows.values_list(column, flat=True).distinct())
            for key, side in self.sides.items():
                kept = getattr(getattr(self.kept, key).rule, name)
                _choose(side, name, [(one, one) for one in sorted(found | set(kept)) if one])

    def _offer_catalogue(self, kinds: set[str]) -> None:
        """Topics of the kind it was and of the kind it becomes: none that is chosen is lost on the way."""
        topics = {
            topic.id: topic.label for kind in sorted(kinds) for topic in topics_for(self.organization, pair_kind=kind)
        }
        _choose(self, "topics", [(str(key), label) for key, label in topics.items()])
        formats = [(str(one.id), one.label) for one in formats_for(self.organization)]
        _choose(self, "format", [("", _("None in particular")), *formats])


def _choose(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _starting_from(facts: ProgramFacts) -> dict[str, Any]:
    same = {name: getattr(facts, name) for name in SAME}
    return same | {
        "is_evergreen": "yes" if facts.is_evergreen else "",
        "purposes": list(facts.purposes),
        "owner": str(facts.owner_id),
        "topics": [str(topic) for topic in facts.topic_ids],
        "format": str(facts.format_id or ""),
        "themes": "\n".join(facts.themes),
    }
