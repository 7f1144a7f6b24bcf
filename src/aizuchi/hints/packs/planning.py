"""What taking over a pack would change, before anything is written."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.hints.models import Hint
from aizuchi.hints.packs.reading import MOST_PROBLEMS, Pack, PackHint, PackProblem, PackRefused
from aizuchi.hints.wording import bigrams
from aizuchi.people.models import Organization

Said = tuple[uuid.UUID, uuid.UUID, frozenset[str]]


@dataclass(frozen=True, kw_only=True)
class Plan:
    pack: Pack
    topics: dict[str, uuid.UUID]
    responses: dict[str, uuid.UUID]
    added: list[PackHint] = field(default_factory=list)
    changed: list[tuple[Hint, PackHint]] = field(default_factory=list)
    same: list[PackHint] = field(default_factory=list)
    """Here already, from this pack or in the same words from elsewhere."""

    @property
    def changes_nothing(self) -> bool:
        return not self.added and not self.changed


def plan_pack(pack: Pack, *, organization: Organization) -> Plan:
    """Raises PackRefused where a hint is about something that this organization doesn't know. Four queries."""
    plan = Plan(
        pack=pack,
        topics=dict(Topic.objects.filter(organization=organization).values_list("key", "pk")),
        responses=dict(ExpectedResponse.objects.filter(organization=organization).values_list("key", "pk")),
    )
    _require_known(plan)
    ours = Hint.objects.filter(organization=organization)
    from_pack = {hint.pack_key: hint for hint in ours.filter(pack=pack.key)}
    said = _said_here(ours.exclude(pack=pack.key))
    for row in pack.hints:
        known = from_pack.get(row.key)
        if known and not is_same(known, row, plan):
            plan.changed.append((known, row))
        elif known or _said(row, plan) & said:
            plan.same.append(row)
        else:
            plan.added.append(row)
    return plan


def is_same(hint: Hint, row: PackHint, plan: Plan) -> bool:
    return all(getattr(hint, name) == value for name, value in columns_of(row, plan).items())


def columns_of(row: PackHint, plan: Plan) -> dict[str, object]:
    return {
        **row.words,
        "topic_id": plan.topics[row.topic],
        "response_id": plan.responses[row.response],
        "licence": plan.pack.licence,
        "credit_ja": row.credit_ja,
        "credit_en": row.credit_en,
    }


def _require_known(plan: Plan) -> None:
    problems = []
    for place, row in enumerate(plan.pack.hints, start=1):
        if row.topic not in plan.topics:
            problems.append(PackProblem(f"hints[{place}].topic", _("Your catalogue has no topic “%s”.") % row.topic))
        if row.response not in plan.responses:
            sentence = _("Your catalogue has no expected response “%s”.") % row.response
            problems.append(PackProblem(f"hints[{place}].response", sentence))
    if problems:
        raise PackRefused(problems[:MOST_PROBLEMS])


def _said_here(hints: Iterable[Hint]) -> set[Said]:
    return {
        (hint.topic_id, hint.response_id, bigrams(body))
        for hint in hints
        for body in (hint.body_ja, hint.body_en)
        if body
    }


def _said(row: PackHint, plan: Plan) -> set[Said]:
    bodies = [row.words["body_ja"], row.words["body_en"]]
    return {(plan.topics[row.topic], plan.responses[row.response], bigrams(body)) for body in bodies if body}
