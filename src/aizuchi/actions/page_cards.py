"""What TODOs bring to pages that many apps fill."""

from aizuchi.actions.queries import ActionRow, choose_due_soon, list_near
from aizuchi.ui.cards import Context, HomeCard


def near_actions(context: Context) -> list[ActionRow]:
    return list_near(viewer=context.viewer, now=context.now)


def list_due_soon(context: Context) -> list[ActionRow]:
    """Shown without any, too: that nothing is due is good to know."""
    return choose_due_soon(context.once(near_actions))


CARDS = (HomeCard(area="aside", order=10, template="actions/cards/due_soon.html", query=list_due_soon),)
