"""What TODOs bring to pages that many apps fill."""

import datetime
import uuid
from dataclasses import dataclass

from aizuchi.actions.queries import ActionRow, PairActions, choose_due_soon, get_pair_actions, list_near
from aizuchi.pairs.page_cards import pair_card
from aizuchi.people.queries.cards import PersonCard
from aizuchi.ui.cards import BriefCard, Context, HomeCard, PairPageCard

SHOWN_BEFORE = 3
KEPT_LATELY = datetime.timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class OpenBetween:
    """What is open between the two, the nearest first."""

    pair_id: uuid.UUID
    actions: list[ActionRow]
    further: int


@dataclass(frozen=True, kw_only=True)
class ActionsOfPair:
    partner: PersonCard
    actions: PairActions


def near_actions(context: Context) -> list[ActionRow]:
    return list_near(viewer=context.viewer, now=context.now)


def list_due_soon(context: Context) -> list[ActionRow]:
    """Shown without any, too: that nothing is due is good to know."""
    return choose_due_soon(context.once(near_actions))


def get_open_between(context: Context) -> OpenBetween:
    pair_id = context.subject.pair_id
    both = get_pair_actions(viewer=context.viewer, pair_id=pair_id, now=context.now)
    actions = sorted([*both.mine, *both.theirs], key=lambda action: action.due_on or datetime.date.max)
    return OpenBetween(pair_id=pair_id, actions=actions[:SHOWN_BEFORE], further=max(0, len(actions) - SHOWN_BEFORE))


def get_actions_of_pair(context: Context) -> ActionsOfPair:
    """With what was kept lately."""
    actions = get_pair_actions(
        viewer=context.viewer,
        pair_id=context.subject.pk,
        now=context.now,
        with_done_since=context.now - KEPT_LATELY,
    )
    return ActionsOfPair(partner=context.once(pair_card).partner, actions=actions)


CARDS = (
    HomeCard(area="aside", order=10, template="actions/cards/due_soon.html", query=list_due_soon),
    BriefCard(area="memory", order=50, template="actions/cards/open_between.html", query=get_open_between),
    PairPageCard(area="aside", order=10, template="actions/cards/of_pair.html", query=get_actions_of_pair),
)
