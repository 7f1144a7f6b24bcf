"""What anonymous answers bring to pages that many apps fill."""

from django.db.models import Exists

from aizuchi.feedback.queries.eligibilities import EligibilityCard, list_open_voices, roughly_open_to
from aizuchi.ui.cards import Context, HomeCard
from aizuchi.ui.facts import Fact

VOICES = Fact(lambda asking: Exists(roughly_open_to(asking.viewer, asking.today)))


def list_voices(context: Context) -> list[EligibilityCard] | None:
    """Whom the viewer may answer about, whether or not they did: only their browser knows."""
    return list_open_voices(viewer=context.viewer, now=context.now) or None


CARDS = (HomeCard(area="aside", order=30, template="feedback/cards/voices.html", query=list_voices, only_if=VOICES),)
