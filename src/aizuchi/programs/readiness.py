"""What a draft still lacks before anybody can be asked."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from aizuchi.programs.facts import ProgramFacts
from aizuchi.programs.kinds import KINDS
from aizuchi.programs.models import Program
from aizuchi.programs.queries.people_of_rules import RuleCounts

A_PAIR = 2


@dataclass(frozen=True)
class Missing:
    field: str
    """Of the form, where it can be mended."""
    sentence: str


def list_missing(facts: ProgramFacts, counts: RuleCounts, on: datetime.date) -> list[Missing]:
    return [*_miss_words(facts), *_miss_people(facts, counts), *_miss_days(facts, on)]


def _miss_words(facts: ProgramFacts) -> Iterator[Missing]:
    if not facts.name:
        yield Missing("name", _("Please give it a name."))
    if not facts.purposes and not facts.own_purpose:
        yield Missing("purposes", _("Please say what it is for."))
    if facts.mode not in KINDS[facts.kind].modes:
        yield Missing("mode", _("People do not find each other in this way in a program of this kind."))
    if facts.mode == Program.Mode.THEME and not facts.themes:
        yield Missing("themes", _("Please write at least one topic that people can gather around."))


def _miss_people(facts: ProgramFacts, counts: RuleCounts) -> Iterator[Missing]:
    if facts.apart == Program.Apart.FLOW and len(facts.flow) < A_PAIR:
        yield Missing("flow_1", _("Please choose at least two units, in the order in which they hand work on."))
    elif not counts.target:
        yield Missing("target-units", _("Nobody is meant by this at the moment. Please ask for less."))
    elif facts.is_peer and counts.target < A_PAIR:
        yield Missing("target-units", _("It takes at least two people."))
    elif not counts.counterpart:
        yield Missing("counterpart-units", _("Nobody can be asked to be a partner. Please ask for less."))
    elif counts.without_anyone == counts.target:
        yield Missing("apart", _("These rules leave nobody anyone to talk with."))


def _miss_days(facts: ProgramFacts, on: datetime.date) -> Iterator[Missing]:
    if facts.is_evergreen:
        return
    if facts.join_until is None:
        yield Missing("join_until", _("Please say until when people can join."))
    elif facts.join_until < on:
        yield Missing("join_until", _("The last day to join has passed. Please choose a later one."))
    if facts.starts_on is None:
        yield Missing("starts_on", _("Please say when it begins."))
    elif facts.join_until and facts.starts_on < facts.join_until:
        yield Missing("starts_on", _("It would begin before the last day to join. Please choose a later day."))
    if facts.middle_on and facts.starts_on and facts.ends_on and not facts.starts_on < facts.middle_on < facts.ends_on:
        yield Missing("middle_on", _("Please choose a day between the first and the last."))
