"""How a pair of each kind begins. The two change it as they like."""

from dataclasses import dataclass, replace

from aizuchi.catalogue.models import PairKind
from aizuchi.pairs.models import Pair, UsualRhythm
from aizuchi.people.models import Organization


@dataclass(frozen=True)
class Beginning:
    aim: Pair.Aim
    cadence: Pair.Cadence
    minutes: int


BEGINNINGS: dict[str, Beginning] = {
    PairKind.SUPERVISOR: Beginning(Pair.Aim.DEEPEN, Pair.Cadence.EVERY_2_WEEKS, 30),
    PairKind.MENTOR: Beginning(Pair.Aim.DEEPEN, Pair.Cadence.MONTHLY, 60),
    PairKind.PEER: Beginning(Pair.Aim.DEEPEN, Pair.Cadence.MONTHLY, 30),
    PairKind.DIAGONAL: Beginning(Pair.Aim.BROADEN, Pair.Cadence.ONCE, 60),
}
MINUTES = (15, 20, 30, 45, 60, 90)


def beginnings_of(organization: Organization) -> dict[str, Beginning]:
    """By kind, as the organization wants it, else as above. One query."""
    said = {usual.kind: usual for usual in UsualRhythm.objects.filter(organization=organization)}
    return {
        kind: replace(one, cadence=Pair.Cadence(said[kind].cadence), minutes=said[kind].minutes)
        if kind in said
        else one
        for kind, one in BEGINNINGS.items()
    }
