"""What words and thank-you notes bring to pages that many apps fill."""

from aizuchi.growth import queries
from aizuchi.growth.queries import ThankYouRow
from aizuchi.ui.cards import Context, HomeCard


def list_arrived(context: Context) -> list[ThankYouRow] | None:
    """What others wrote to the viewer, until they put it with what they keep."""
    return queries.list_arrived(viewer=context.viewer) or None


CARDS = (HomeCard(area="main", order=70, template="growth/cards/arrived.html", query=list_arrived),)
