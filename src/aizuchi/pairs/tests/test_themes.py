import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from tests.cast import Cast

from aizuchi.pairs.models import Pair, Theme
from aizuchi.pairs.operations import add_theme, end_pair, rename_theme, retire_theme
from aizuchi.pairs.operations.themes import MOST, ThemeExists, ThemeNeedsWords, ThemeTooLong, TooManyThemes
from aizuchi.pairs.tests.conftest import NOW


@pytest.mark.parametrize("who", ["member", "mentor"])
def test_either_adds_renames_and_puts_away(cast: Cast, mentor_pair: Pair, who: str) -> None:
    actor = getattr(cast, who)
    theme = add_theme(actor=actor, pair_id=mentor_pair.pk, label="  論文の 進みぐあい ", now=NOW)
    assert theme.label == "論文の 進みぐあい"

    rename_theme(actor=actor, pair_id=mentor_pair.pk, theme_id=theme.pk, label="論文", now=NOW)
    retire_theme(actor=actor, pair_id=mentor_pair.pk, theme_id=theme.pk, now=NOW)

    theme.refresh_from_db()
    assert (theme.label, theme.retired_at) == ("論文", NOW)


def test_adding_one_that_was_put_away_brings_it_back(cast: Cast, mentor_pair: Pair) -> None:
    theme = add_theme(actor=cast.member, pair_id=mentor_pair.pk, label="論文", now=NOW)
    retire_theme(actor=cast.member, pair_id=mentor_pair.pk, theme_id=theme.pk, now=NOW)

    assert add_theme(actor=cast.member, pair_id=mentor_pair.pk, label="論文", now=NOW) == theme
    assert Theme.objects.get(pair=mentor_pair).retired_at is None


@pytest.mark.parametrize(("label", "refusal"), [("   ", ThemeNeedsWords), ("長" * 121, ThemeTooLong)])
def test_refuses_no_name_and_too_long_a_name(
    cast: Cast, mentor_pair: Pair, label: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        add_theme(actor=cast.member, pair_id=mentor_pair.pk, label=label, now=NOW)


def test_refuses_the_same_name_twice_and_more_than_fit_on_a_page(cast: Cast, mentor_pair: Pair) -> None:
    for number in range(MOST):
        add_theme(actor=cast.member, pair_id=mentor_pair.pk, label=f"テーマ{number}", now=NOW)

    with pytest.raises(ThemeExists):
        add_theme(actor=cast.member, pair_id=mentor_pair.pk, label="テーマ1", now=NOW)
    with pytest.raises(TooManyThemes):
        add_theme(actor=cast.member, pair_id=mentor_pair.pk, label="もうひとつ", now=NOW)


def test_themes_of_another_pair_are_out_of_reach(cast: Cast, mentor_pair: Pair, supervisor_pair: Pair) -> None:
    theme = add_theme(actor=cast.manager, pair_id=supervisor_pair.pk, label="育てかた", now=NOW)

    with pytest.raises(Http404):
        rename_theme(actor=cast.mentor, pair_id=mentor_pair.pk, theme_id=theme.pk, label="のぞく", now=NOW)
    with pytest.raises(Http404):
        add_theme(actor=cast.hr, pair_id=mentor_pair.pk, label="人事から", now=NOW)


def test_is_over_when_the_pair_is(cast: Cast, mentor_pair: Pair) -> None:
    end_pair(actor=cast.member, pair_id=mentor_pair.pk, now=NOW)

    with pytest.raises(PermissionDenied):
        add_theme(actor=cast.member, pair_id=mentor_pair.pk, label="あとから", now=NOW)
