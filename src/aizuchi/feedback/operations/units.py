"""What a released quarter says about units, kept once."""

import datetime
import uuid
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from aizuchi.anonymous_answers.models import AnswerWindow
from aizuchi.anonymous_answers.models.window import LEAST_FOR_MEANS
from aizuchi.anonymous_answers.periods import QUARTER
from aizuchi.feedback.asking import ASKING
from aizuchi.feedback.models import SCALE, Block, EligibleCell, UnitResult
from aizuchi.kernel.disclosure_control import CountedPart, CountedUnit, choose_parts, choose_shown
from aizuchi.people.models import Membership, Organization
from aizuchi.people.queries.units import Tree, UnitNode, outline_of

STEP = 5
Response = uuid.UUID | None
"""None: about all of them."""


@dataclass
class _Told:
    """What was said about one mentor and response."""

    met: Counter[int] = field(default_factory=Counter)
    asked: int = 0
    mentees: set[uuid.UUID] = field(default_factory=set)

    @property
    def answers(self) -> int:
        return self.met.total()


Direct = Mapping[uuid.UUID, Mapping[uuid.UUID, _Told]]
"""By unit and mentor, without what lies below the unit."""


@transaction.atomic
def keep_unit_results(*, organization: Organization, quarter_on: datetime.date) -> int:
    """How many rows it made: none if that quarter's are there already, whatever has changed since.

    Mentors count for the main unit they had on the quarter's last day, and units stand as they stood then.
    """
    Organization.objects.select_for_update().get(pk=organization.pk)
    if UnitResult.objects.filter(organization=organization, quarter_on=quarter_on).exists():
        return 0
    k = group_size_of(organization_id=organization.pk, quarter_on=quarter_on)
    on = quarter_on + QUARTER - datetime.timedelta(days=1)
    tree, voices = outline_of(organization, on=on), _listen(organization, quarter_on)
    unit_of = _units_of(voices[None], on)
    direct = {response: _direct(by_mentor, unit_of) for response, by_mentor in voices.items()}
    shown = _choose_shown(tree, direct, k)
    rows = [
        UnitResult(organization=organization, quarter_on=quarter_on, response_id=response, **columns)
        for response in voices
        for columns in _describe(tree, direct[response], shown[response], k)
    ]
    return len(UnitResult.objects.bulk_create(rows, batch_size=500))


def group_size_of(*, organization_id: uuid.UUID, quarter_on: datetime.date) -> int:
    """What was promised to those who could answer in that quarter: the largest number counts."""
    windows = AnswerWindow.objects.of(ASKING).filter(organization=organization_id, quarter_on=quarter_on)
    return max(windows.values_list("k_mean", flat=True), default=LEAST_FOR_MEANS)


def _listen(organization: Organization, quarter_on: datetime.date) -> dict[Response, dict[uuid.UUID, _Told]]:
    """All blocks, and who could have answered about the mentors that have some. Two queries."""
    voices: dict[Response, dict[uuid.UUID, _Told]] = defaultdict(lambda: defaultdict(_Told))
    for block in Block.objects.filter(organization=organization, quarter_on=quarter_on):
        for about in {None, block.response_id}:
            voices[about][block.mentor_id].met.update(dict(zip(SCALE, block.met, strict=True)))
    asked = EligibleCell.objects.filter(
        eligibility__window__organization=organization,
        eligibility__window__quarter_on=quarter_on,
        eligibility__subject__in=list(voices[None]),
    )
    for mentor_id, mentee_id, response_id in asked.values_list(
        "eligibility__subject", "eligibility__person", "response"
    ):
        for about in {None, response_id}:
            if mentor_id in voices[about]:
                voices[about][mentor_id].asked += 1
                voices[about][mentor_id].mentees.add(mentee_id)
    return voices


def _units_of(mentors: Iterable[uuid.UUID], on: datetime.date) -> dict[uuid.UUID, uuid.UUID]:
    rows = Membership.objects.on(on).filter(person__in=list(mentors), is_main=True)
    return dict(rows.values_list("person", "unit"))


def _direct(by_mentor: Mapping[uuid.UUID, _Told], unit_of: Mapping[uuid.UUID, uuid.UUID]) -> Direct:
    direct: dict[uuid.UUID, dict[uuid.UUID, _Told]] = defaultdict(dict)
    for mentor_id, told in by_mentor.items():
        if mentor_id in unit_of:
            direct[unit_of[mentor_id]][mentor_id] = told
    return direct


def _choose_shown(tree: Tree, direct: Mapping[Response, Direct], k: int) -> dict[Response, set[Hashable]]:
    """Among units of one response, and then among the responses of each unit, which together are its whole."""
    shown = {response: set(choose_shown(_nodes(tree, told), k=k)) for response, told in direct.items()}
    for unit in tree.walk():
        if unit.id in shown.get(None, ()):
            parts = _parts(unit, direct)
            candidates = {response for response in shown if response is not None and unit.id in shown[response]}
            for response in candidates - choose_parts(parts, candidates, k=k):
                shown[response].discard(unit.id)
    return shown


def _parts(unit: UnitNode, direct: Mapping[Response, Direct]) -> dict[Response, CountedPart]:
    """By response; under none of them (None) what was told of the whole alone."""
    told = {response: _below(unit, of_response) for response, of_response in direct.items()}
    whole, rest = told.pop(None), Counter[uuid.UUID]()
    rest.update({mentor: found.answers for mentor, found in whole.items()})
    for of_response in told.values():
        rest.subtract({mentor: found.answers for mentor, found in of_response.items()})
    without = {mentor: found for mentor, found in whole.items() if rest[mentor]}
    parts = {response: _part(found, {m: one.answers for m, one in found.items()}) for response, found in told.items()}
    return {**parts, None: _part(without, {mentor: rest[mentor] for mentor in without})}


def _part(told: Mapping[uuid.UUID, _Told], answers: Mapping[uuid.UUID, int]) -> CountedPart:
    return CountedPart(frozenset(mentee for found in told.values() for mentee in found.mentees), answers)


def _below(unit: UnitNode, told: Direct) -> dict[uuid.UUID, _Told]:
    return dict(found for one in unit.walk() for found in told.get(one.id, {}).items())


def _describe(tree: Tree, direct: Direct, shown: set[Hashable], k: int) -> Iterator[dict[str, Any]]:
    for position, node in enumerate(tree.walk()):
        below = _below(node, direct)
        columns = {"unit_id": node.id, "parent_id": node.parent_id, "position": position, "depth": node.depth}
        if node.id in shown:
            yield columns | _tell(list(below.values()))
        else:
            yield columns | {"hidden": _say_why(below, k)}


def _nodes(tree: Tree, direct: Direct) -> list[CountedUnit]:
    """Nobody is counted in two units, wherever else they have a mentor."""
    counted: set[uuid.UUID] = set()
    nodes = []
    for unit in tree.walk():
        mentors = direct.get(unit.id, {})
        people = {mentee for told in mentors.values() for mentee in told.mentees} - counted
        counted |= people
        answers = {mentor: told.answers for mentor, told in mentors.items()}
        nodes.append(CountedUnit(key=unit.id, parent=unit.parent_id, people=len(people), answers=answers))
    return nodes


def _say_why(mentors: Mapping[uuid.UUID, _Told], k: int) -> str:
    people = {mentee for told in mentors.values() for mentee in told.mentees}
    answers = {mentor: told.answers for mentor, told in mentors.items()}
    alone = CountedUnit(key="alone", parent=None, people=len(people), answers=answers)
    return UnitResult.Hidden.GIVES_AWAY if choose_shown([alone], k=k) else UnitResult.Hidden.FEW


def _tell(voices: Sequence[_Told]) -> dict[str, int]:
    """Coarse on purpose: steps of five percent, and a word for how many answered."""
    met = sum((told.met for told in voices), Counter[int]())
    answered = met.total() / max(sum(told.asked for told in voices), 1)
    shares = {f"share_{level}": STEP * round(100 * met[level] / met.total() / STEP) for level in SCALE}
    return shares | {"answered": min(int(answered * len(UnitResult.Answered)), len(UnitResult.Answered) - 1) + 1}
