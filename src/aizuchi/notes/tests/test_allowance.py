from aizuchi.notes.sync.allowance import Allowance


def test_much_at_once_is_taken_and_more_only_after_a_rest():
    now = [0.0]
    allowance = Allowance(lambda: now[0])

    assert all(allowance.take(1024 * 1024) for _ in range(8))
    assert not allowance.take(1024 * 1024)
    now[0] += 64
    assert allowance.take(1024 * 1024)
    assert not allowance.is_full
    now[0] += 600
    assert allowance.is_full
