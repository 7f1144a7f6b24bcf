import pytest

from aizuchi.feedback.operations import organization_means
from aizuchi.feedback.tests.attacks.subtracting_means import subtract_levels


def test_levels_looked_at_one_by_one_give_a_colleague_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the next one means something."""
    monkeypatch.setattr(organization_means, "_let_children_wait", lambda *_: None)

    assert subtract_levels(worlds=100, seed=1).hits > 20


def test_no_level_less_those_below_it_is_of_few() -> None:
    result = subtract_levels(worlds=100, seed=1)

    assert result.trials > 100
    assert result.hits == 0
