"""What follows in this app when something happens in another."""

from aizuchi.pairs.events import PairsEnded
from aizuchi.surveys.models import OwnCurveShare


def stop_showing_curves(event: PairsEnded) -> None:
    """Should the two meet again, each of them says anew whether the other may see it."""
    OwnCurveShare.objects.filter(pair__in=event.pair_ids).delete()
