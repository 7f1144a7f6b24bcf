"""What is said of a program while it is set up: as typed, as usual for its kind, or as it stands."""

import datetime
import uuid
from dataclasses import dataclass, replace
from typing import Any

from dateutil.relativedelta import relativedelta

from aizuchi.pairs.models import Pair
from aizuchi.programs.kinds import KINDS, USUAL_POSITIONING
from aizuchi.programs.models import Program
from aizuchi.programs.people_rules import ProgramRules, SideRule
from aizuchi.programs.program_templates import TEMPLATES

USUAL_WEEKS_TO_JOIN = 3
EVERYBODY = SideRule()
PLAIN = (
    "kind", "mode", "aim", "name", "name_en", "owner_id", "own_purpose", "words", "apart", "same_title",
    "without_former", "cadence", "minutes", "is_evergreen", "join_until", "starts_on", "months", "middle_on",
    "format_id", "first_questions", "positioning", "in_work_time", "tells_supervisor", "offers_passing_on",
    "most_wishes", "most_mentor_wishes", "offers_slots",
)  # fmt: skip
"""What stands in a column of the same name."""


@dataclass(frozen=True, kw_only=True)
class ProgramFacts:
    kind: str
    mode: str
    aim: str
    name: str
    owner_id: uuid.UUID
    name_en: str = ""
    purposes: tuple[str, ...] = ()
    own_purpose: str = ""
    words: str = ""
    target: SideRule = EVERYBODY
    counterpart: SideRule = EVERYBODY
    apart: str = ""
    same_title: bool = False
    without_former: bool = False
    flow: tuple[uuid.UUID, ...] = ()
    cadence: str = Pair.Cadence.MONTHLY
    minutes: int = 30
    is_evergreen: bool = False
    join_until: datetime.date | None = None
    starts_on: datetime.date | None = None
    months: int = 6
    middle_on: datetime.date | None = None
    topic_ids: frozenset[uuid.UUID] = frozenset()
    format_id: uuid.UUID | None = None
    first_questions: str = ""
    themes: tuple[str, ...] = ()
    positioning: str = ""
    in_work_time: bool = True
    tells_supervisor: bool = True
    offers_passing_on: bool = False
    most_wishes: int = 3
    most_mentor_wishes: int = 5
    offers_slots: bool = False

    @property
    def is_peer(self) -> bool:
        return self.kind == "peer"

    @property
    def ends_on(self) -> datetime.date | None:
        """The last day of a cohort."""
        if self.is_evergreen or self.starts_on is None:
            return None
        return add_months(self.starts_on, self.months) - datetime.timedelta(days=1)

    @property
    def rules(self) -> ProgramRules:
        return ProgramRules(
            target=self.target,
            counterpart=self.target if self.is_peer else self.counterpart,
            apart=self.apart,
            same_title=self.same_title,
            without_former=self.without_former,
            flow=self.flow,
        )


def usual_facts(kind: str, *, owner_id: uuid.UUID, today: datetime.date) -> ProgramFacts:
    """What is usual for a kind, in the language of whoever asks. People have three weeks to join."""
    usual = KINDS[kind]
    join_until = today + datetime.timedelta(weeks=USUAL_WEEKS_TO_JOIN)
    return ProgramFacts(
        kind=kind,
        mode=usual.mode,
        aim=usual.aim,
        name=str(usual.name),
        owner_id=owner_id,
        purposes=usual.purposes,
        words=str(usual.words),
        counterpart=SideRule(rule=usual.counterpart),
        apart=usual.apart,
        same_title=usual.same_title,
        without_former=usual.without_former,
        cadence=usual.cadence,
        minutes=usual.minutes,
        months=usual.months,
        join_until=join_until,
        starts_on=join_until + datetime.timedelta(weeks=2),
        positioning=str(USUAL_POSITIONING),
    )


def facts_of_template(key: str, *, owner_id: uuid.UUID, today: datetime.date) -> ProgramFacts:
    """Raises KeyError for one that there is not."""
    template = TEMPLATES[key]
    other: dict[str, Any] = {"name": str(template.name), **template.other}
    return replace(usual_facts(template.kind, owner_id=owner_id, today=today), **other)


def facts_of_program(program: Program) -> ProgramFacts:
    """Six queries, less what was fetched before."""
    rules = ProgramRules.of(program)
    return ProgramFacts(
        **{name: getattr(program, name) for name in PLAIN},
        purposes=tuple(program.purposes),
        target=rules.target,
        counterpart=EVERYBODY if program.is_peer else rules.counterpart,
        flow=rules.flow,
        topic_ids=frozenset(topic.pk for topic in program.topics.all()),
        themes=tuple(theme.label for theme in program.themes.all() if theme.retired_at is None),
    )


def add_months(day: datetime.date, months: int) -> datetime.date:
    """The same day of a later month, or its last where there is none such."""
    return day + relativedelta(months=months)
