"""What anonymous answers bring to pages that many apps fill."""

from aizuchi.feedback.queries.eligibilities import EligibilityCard, list_open_voices
from aizuchi.ui.cards import Context, HomeCard


def list_voices(context: Context) -> list[EligibilityCard] | None:
    """Whom the viewer may answer about, whether or not they did: only their browser knows."""
    return list_open_voices(viewer=context.viewer, now=context.now) or None


CARDS = (HomeCard(area="aside", order=30, template="feedback/cards/voices.html", query=list_voices),)
