"""What the raw times come to."""

import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


def read_times(path: Path) -> Sequence[float]:
    """Milliseconds, as the generator wrote them."""
    times = array.array("d")
    times.frombytes(path.read_bytes())
    return times


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least `share` of all do not exceed; 0 where there are none."""
    ranked = sorted(values)
    rank = -int(-len(ranked) * share // 1)  # rounded up
    return ranked[max(0, rank - 1)] if ranked else 0.0


@dataclass(frozen=True)
class Run:
    """One server under one load. Times in milliseconds."""

    server: str
    notes: int
    opened_per_second: float
    opening_cpu_seconds: float
    seen: Sequence[float]
    """Keystroke to the other's document."""
    stored: Sequence[float]
    """Keystroke to the word of the server that it is safe, or only taken, whichever it says."""
    lag: Sequence[float]
    """How late the generator itself was."""
    edits: int
    unseen: int
    cpu_seconds: float
    seconds: float
    memory_bytes: int
    generator_cpu: float

    @property
    def seen_p99(self) -> float:
        return percentile(self.seen, 0.99)

    @property
    def cpu_per_edit(self) -> float:
        """Microseconds."""
        return self.cpu_seconds / max(1, self.edits) * 1e6

    @property
    def cpu_per_connection(self) -> float:
        """Microseconds. Two people open each note."""
        return self.opening_cpu_seconds / (2 * self.notes) * 1e6

    @property
    def memory_per_note(self) -> float:
        """Kilobytes."""
        return self.memory_bytes / self.notes / 1024


@dataclass(frozen=True)
class Loss:
    """What a SIGKILL took, of edits the clients could take for safe."""

    server: str
    acknowledged: int
    acknowledged_lost: int
    seen: int
    seen_lost: int
    notes: int
    notes_with_loss: int


@dataclass(frozen=True)
class FirstSync:
    server: str
    times: Sequence[float]
    text_bytes: int
    sent_bytes: int


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def show_runs(runs: Sequence[Run]) -> str:
    head = (
        *("server", "notes", "seen p50 ms", "p95", "p99", "acknowledged p50 ms", "p99", "CPU µs/edit", "CPU"),
        *("memory kB/note", "connections/s", "CPU µs/connection", "not seen", "generator CPU", "its lag p99 ms"),
    )
    return table(head, (_row_of(run) for run in runs))


def _row_of(run: Run) -> list[str]:
    acknowledged = [f"{percentile(run.stored, share):.1f}" if run.stored else "–" for share in (0.5, 0.99)]
    return [
        run.server,
        f"{run.notes:,}",
        *(f"{percentile(run.seen, share):.1f}" for share in (0.5, 0.95, 0.99)),
        *acknowledged,
        f"{run.cpu_per_edit:.0f}",
        f"{run.cpu_seconds / run.seconds:.0%}",
        f"{run.memory_per_note:.0f}",
        f"{run.opened_per_second:.0f}",
        f"{run.cpu_per_connection:.0f}",
        str(run.unseen),
        f"{run.generator_cpu:.0%}",
        f"{percentile(run.lag, 0.99):.1f}",
    ]


def show_losses(losses: Iterable[Loss]) -> str:
    head = ("server", "acknowledged", "of them lost", "on the other's screen", "of them lost", "notes that lost")
    return table(
        head,
        (
            [
                loss.server,
                f"{loss.acknowledged:,}" if loss.acknowledged else "–",
                f"{loss.acknowledged_lost:,}" if loss.acknowledged else "–",
                f"{loss.seen:,}",
                f"{loss.seen_lost:,}",
                f"{loss.notes_with_loss:,} of {loss.notes:,}",
            ]
            for loss in losses
        ),
    )


def show_first_syncs(firsts: Iterable[FirstSync]) -> str:
    head = ("server", "median ms", "slowest", "text kB", "sent kB")
    return table(
        head,
        (
            [
                first.server,
                f"{percentile(first.times, 0.5):.0f}",
                f"{max(first.times):.0f}",
                f"{first.text_bytes / 1000:.0f}",
                f"{first.sent_bytes / 1000:.0f}",
            ]
            for first in firsts
        ),
    )


def show_ratios(runs: Iterable[Run], *, notes: int) -> str:
    """Ours over theirs, at the size the aims speak of."""
    by_name = {run.server: run for run in runs if run.notes == notes}
    ours = by_name.pop("aizuchi", None)
    if ours is None:
        return ""
    rows = [
        [
            name,
            f"{ours.seen_p99 / max(theirs.seen_p99, 0.01):.2f}",
            f"{ours.cpu_per_edit / max(theirs.cpu_per_edit, 0.01):.2f}",
            f"{ours.memory_per_note / max(theirs.memory_per_note, 0.01):.2f}",
        ]
        for name, theirs in by_name.items()
    ]
    return table((f"ours over theirs, {notes:,} notes", "seen p99", "CPU per edit", "memory per note"), rows)
