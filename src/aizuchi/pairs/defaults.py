"""How a pair of each kind begins. The two change it as they like."""

from dataclasses import dataclass

from aizuchi.catalogue.models import PairKind
from aizuchi.pairs.models import Pair


@dataclass(frozen=True)
class Beginning:
    aim: Pair.Aim
    cadence: Pair.Cadence
    minutes: int


BEGINNINGS = {
    PairKind.SUPERVISOR: Beginning(Pair.Aim.DEEPEN, Pair.Cadence.EVERY_2_WEEKS, 30),
    PairKind.MENTOR: Beginning(Pair.Aim.DEEPEN, Pair.Cadence.MONTHLY, 60),
    PairKind.PEER: Beginning(Pair.Aim.DEEPEN, Pair.Cadence.MONTHLY, 30),
    PairKind.DIAGONAL: Beginning(Pair.Aim.BROADEN, Pair.Cadence.ONCE, 60),
}
MINUTES = (15, 20, 30, 45, 60, 90)
