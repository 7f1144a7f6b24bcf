import pytest
from tests.cast import Cast

from aizuchi.anonymous_answers.models import GroupSize

PAGE = "/feedback/sizes/"


def test_hr_asks_for_larger_groups(cast: Cast, client_for) -> None:
    answer = client_for(cast.hr).post(PAGE, {"k_band": 4, "k_mean": 8}, follow=True)

    assert "次の2週間から" in answer.text
    assert GroupSize.objects.values_list("k_band", "k_mean").get() == (4, 8)


@pytest.mark.parametrize("sizes", [(2, 5), (3, 4), (6, 5)])
def test_smaller_ones_are_refused_with_the_reason_and_what_was_typed(cast: Cast, client_for, sizes) -> None:
    answer = client_for(cast.hr).post(PAGE, {"k_band": sizes[0], "k_mean": sizes[1]})

    assert answer.status_code == 422
    assert "減らせません" in answer.text
    assert f'value="{sizes[1]}"' in answer.text
    assert GroupSize.objects.filter(k_mean__lt=5).count() == 0
