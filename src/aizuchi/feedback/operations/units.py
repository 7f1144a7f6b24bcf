"""What a released quarter says about units, kept once."""

import datetime
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from aizuchi.anonymous_answers.models import AnswerWindow
from aizuchi.anonymous_answers.models.window import LEAST_FOR_MEANS
from aizuchi.anonymous_answers.periods import QUARTER
from aizuchi.feedback.models import SCALE, Block, EligibleCell, UnitResult
from aizuchi.kernel.disclosure_control import CountedUnit, choose_shown
from aizuchi.people.models import Membership, Organization
from aizuchi.people.queries.units import Tree, outline_of

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
    rows = [
        UnitResult(organization=organization, quarter_on=quarter_on, response_id=response, **columns)
        for response, by_mentor in voices.items()
        for columns in _describe(tree, _direct(by_mentor, unit_of), k)
    ]
    return len(UnitResult.objects.bulk_create(rows, batch_size=500))


def group_size_of(*, organization_id: uuid.UUID, quarter_on: datetime.date) -> int:
    """What was promised to those who could answer in that quarter: the largest number counts."""
    windows = AnswerWindow.objects.filter(organization=organization_id, quarter_on=quarter_on)
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


def _describe(tree: Tree, direct: Direct, k: int) -> Iterator[dict[str, Any]]:
    shown = choose_shown(_nodes(tree, direct), k=k)
    for position, node in enumerate(tree.walk()):
        below = [told for unit in node.walk() for told in direct.get(unit.id, {}).items()]
        columns = {"unit_id": node.id, "parent_id": node.parent_id, "position": position, "depth": node.depth}
        if node.id in shown:
            yield columns | _tell([told for _, told in below])
        else:
            yield columns | {"hidden": _say_why(dict(below), k)}


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
