"""What programs do when something happens elsewhere."""

from aizuchi.pairs.events import PairsEnded
from aizuchi.programs.models import Match


def end_matches_of_ended_pairs(event: PairsEnded) -> None:
    """Either of the two may leave without a reason: nobody is told anything but that it is over."""
    Match.objects.lasting().filter(pair__in=event.pair_ids).update(ended_at=event.at)
