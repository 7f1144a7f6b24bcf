import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import Cast

from aizuchi.audit.models import AuditEntry
from aizuchi.catalogue.models import ExpectedResponse, Prompt, Topic
from aizuchi.catalogue.operations import (
    install_catalogue,
    move_item,
    reorder_items,
    restore_item,
    retire_item,
)
from aizuchi.catalogue.operations.arrange import LatestOne
from aizuchi.catalogue.queries import prompts_by_topic, responses_for, topics_for
from aizuchi.catalogue.tests.conftest import NOW


def keys(cast: Cast) -> list[str]:
    return [topic.key for topic in topics_for(cast.organization, pair_kind="")]


def topic(cast: Cast, key: str) -> Topic:
    return Topic.objects.get(organization=cast.organization, key=key)


def test_moves_one_place_and_stops_at_the_ends(installed: Cast) -> None:
    work, direction = topic(installed, "work"), topic(installed, "direction")

    move_item(actor=installed.hr, ordered_list="topics", item_id=work.pk, step=1, now=NOW)
    move_item(actor=installed.hr, ordered_list="topics", item_id=direction.pk, step=1, now=NOW)

    assert keys(installed) == ["relations", "work", "condition", "career", "skills", "private", "direction"]


@pytest.mark.database
def test_leaves_the_themes_of_each_kind_in_their_own_order(installed: Cast) -> None:
    move_item(actor=installed.hr, ordered_list="topics", item_id=topic(installed, "peer-practice").pk, step=-1, now=NOW)

    themes = [choice.key for choice in topics_for(installed.organization, pair_kind="peer")][7:]
    assert themes == ["peer-practice", "peer-difficulty", "peer-doubts", "peer-reset"]


def test_takes_the_order_of_a_dragged_list(installed: Cast) -> None:
    wanted = list(reversed(keys(installed)))

    reorder_items(
        actor=installed.hr, ordered_list="topics", item_ids=[topic(installed, key).pk for key in wanted], now=NOW
    )

    assert keys(installed) == wanted


@pytest.mark.database
def test_what_is_put_away_is_not_offered_and_comes_back_at_the_end(installed: Cast) -> None:
    work = topic(installed, "work")

    retire_item(actor=installed.hr, ordered_list="topics", item_id=work.pk, now=NOW)
    assert "work" not in keys(installed)

    restore_item(actor=installed.hr, ordered_list="topics", item_id=work.pk, now=NOW)
    assert keys(installed)[-1] == "work"


def test_what_is_put_away_stays_readable(installed: Cast) -> None:
    retire_item(actor=installed.hr, ordered_list="topics", item_id=topic(installed, "work").pk, now=NOW)

    assert topic(installed, "work").label == "業務の進捗や進め方"


@pytest.mark.database
def test_one_response_is_always_left(installed: Cast) -> None:
    *others, latest = ExpectedResponse.objects.filter(organization=installed.organization)
    for response in others:
        retire_item(actor=installed.hr, ordered_list="responses", item_id=response.pk, now=NOW)

    with pytest.raises(LatestOne):
        retire_item(actor=installed.hr, ordered_list="responses", item_id=latest.pk, now=NOW)
    assert len(responses_for(installed.organization)) == 1


@pytest.mark.database
def test_a_prompt_that_is_put_away_is_not_offered(installed: Cast) -> None:
    work = topic(installed, "work")
    prompt = Prompt.objects.filter(topic=work, tense="past").first()
    assert prompt

    retire_item(actor=installed.hr, ordered_list="prompts", item_id=prompt.pk, now=NOW)

    past = prompts_by_topic([work.pk])[work.pk][0]
    assert prompt.text not in past.questions


def test_every_change_is_recorded(installed: Cast) -> None:
    work = topic(installed, "work")

    retire_item(actor=installed.hr, ordered_list="topics", item_id=work.pk, now=NOW)

    entry = AuditEntry.objects.get(action="catalogue.topics.retired")
    assert (entry.actor_id, entry.subject_id) == (installed.hr.pk, work.pk)


@pytest.mark.parametrize("who", ["member", "manager", "executive", "administrator"])
def test_nobody_but_hr_arranges(installed: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        retire_item(actor=getattr(installed, who), ordered_list="topics", item_id=topic(installed, "work").pk, now=NOW)


@pytest.mark.database
def test_the_catalogue_of_another_organization_is_out_of_reach(installed: Cast) -> None:
    install_catalogue(organization_id=installed.stranger.organization_id)
    theirs = Topic.objects.get(organization=installed.stranger.organization, key="work")

    for change in (retire_item, restore_item):
        with pytest.raises(Http404):
            change(actor=installed.hr, ordered_list="topics", item_id=theirs.pk, now=NOW)


@pytest.mark.database
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["up", "down", "away", "back"]), st.sampled_from(["work", "career", "direction", "skills"])
        ),
        max_size=8,
    )
)
def test_no_order_of_changes_loses_or_doubles_a_topic(steps: list[tuple[str, str]], installed: Cast) -> None:
    Topic.objects.filter(organization=installed.organization).update(retired_at=None)

    for change, key in steps:
        item_id = topic(installed, key).pk
        if change == "away":
            retire_item(actor=installed.hr, ordered_list="topics", item_id=item_id, now=NOW)
        elif change == "back":
            restore_item(actor=installed.hr, ordered_list="topics", item_id=item_id, now=NOW)
        else:
            move_item(
                actor=installed.hr, ordered_list="topics", item_id=item_id, step=-1 if change == "up" else 1, now=NOW
            )

    away = Topic.objects.filter(organization=installed.organization, pair_kind="", retired_at__isnull=False)
    everything = keys(installed) + [found.key for found in away]
    assert sorted(everything) == sorted(["work", "relations", "condition", "career", "skills", "private", "direction"])
