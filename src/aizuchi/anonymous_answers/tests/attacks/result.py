from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    attack: str
    hits: int
    trials: int
    blind: float
    """The share that guessing without looking gets right."""

    @property
    def success(self) -> float:
        return self.hits / self.trials if self.trials else 0.0

    def __str__(self) -> str:
        return f"{self.attack:<62} {self.success:6.1%}   blind {self.blind:6.1%}   ({self.trials} guesses)"


def best_guess(truths: Iterable[Hashable]) -> float:
    """How often somebody is right who always says what is most frequent."""
    counts = Counter(truths)
    return max(counts.values()) / counts.total()
