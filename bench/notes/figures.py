"""What the raw times come to."""

import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


def read_times(path: Path) -> Sequence[float]:
    """Milliseconds, as the generator wrote them."""
    times = array.array("d")
    times.frombytes(path.read_bytes())
    return times


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of all do not exceed; 0 where there are none."""
    ranked = sorted(values)
    if not ranked:
        return 0.0
    rank = -(-len(ranked) * share // 1)  # rounded up
    return ranked[max(0, int(rank) - 1)]


@dataclass(frozen=True)
class Run:
    """One server under one load."""

    server: str
    notes: int
    opened_per_second: float
    seen: Sequence[float]
    """Keystroke to the other's document, milliseconds."""
    stored: Sequence[float]
    lag: Sequence[float]
    """How late the generator itself was."""
    edits: int
    unseen: int
    closed: int
    cpu_seconds: float
    seconds: float
    memory_bytes: int
    generator_cpu: float

    @property
    def cpu_per_edit(self) -> float:
        """Microseconds."""
        return self.cpu_seconds / max(1, self.edits) * 1e6

    @property
    def memory_per_note(self) -> float:
        """Kilobytes."""
        return self.memory_bytes / self.notes / 1024

    def as_row(self) -> str:
        seen = " / ".join(f"{percentile(self.seen, share):.1f}" for share in (0.5, 0.95, 0.99))
        stored = " / ".join(f"{percentile(self.stored, share):.1f}" for share in (0.5, 0.99)) if self.stored else "-"
        return (
            f"| {self.notes} | {self.server} | {seen} | {stored} | {self.cpu_per_edit:.0f} | "
            f"{self.cpu_seconds / self.seconds:.0%} | {self.memory_per_note:.0f} | {self.opened_per_second:.0f} | "
            f"{self.unseen} | {self.closed} | {self.generator_cpu:.0%} | {percentile(self.lag, 0.99):.1f} |"
        )
