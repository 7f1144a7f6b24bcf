"""What pairs bring to pages that many apps fill."""

from aizuchi.pairs.queries import ProposalCard, proposals_waiting_for
from aizuchi.ui.cards import Context, HomeCard


def list_asked(context: Context) -> list[ProposalCard] | None:
    """Who asked the viewer for 1on1s and waits for an answer."""
    return proposals_waiting_for(context.viewer, on=context.today) or None


CARDS = (HomeCard(area="main", order=10, template="pairs/cards/asked.html", query=list_asked),)
