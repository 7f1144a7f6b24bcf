import array

import pytest
from bench.notes.figures import Run, percentile, read_times, show_ratios, show_runs


@pytest.mark.parametrize(
    ("values", "share", "is_"),
    [([], 0.5, 0), ([3], 0.99, 3), ([1, 2], 0.5, 1), ([4, 1, 3, 2], 0.5, 2), (range(1, 101), 0.99, 99)],
)
def test_a_percentile_is_a_value_that_was_seen(values, share, is_):
    assert percentile(values, share) == is_


def test_times_are_read_as_they_were_written(tmp_path):
    (tmp_path / "seen.f64").write_bytes(array.array("d", [0.25, 1e3]).tobytes())

    assert list(read_times(tmp_path / "seen.f64")) == [0.25, 1000]


def a_run(server: str, *, seen: list[float], notes: int = 1000) -> Run:
    return Run(
        server=server,
        notes=notes,
        opened_per_second=100,
        opening_cpu_seconds=0.02,
        seen=seen,
        stored=[],
        lag=[],
        edits=50_000,
        unseen=0,
        cpu_seconds=5,
        seconds=10,
        memory_bytes=notes * 64 * 1024,
        generator_cpu=0.2,
    )


def test_a_run_tells_what_one_edit_and_one_note_cost():
    row = show_runs([a_run("aizuchi", seen=[1.0, 2.0])]).splitlines()[-1]

    assert row.split(" | ")[2:12] == ["1.0", "2.0", "2.0", "–", "–", "100", "50%", "64", "100", "10"]


def test_ratios_are_ours_over_theirs_at_one_size():
    runs = [a_run("aizuchi", seen=[5]), a_run("theirs", seen=[100]), a_run("theirs", seen=[1], notes=50)]

    assert "| theirs | 0.05 | 1.00 | 1.00 |" in show_ratios(runs, notes=1000)
