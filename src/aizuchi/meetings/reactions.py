"""What follows in this room when something happens in another."""

from aizuchi.meetings.operations.next_meeting import cancel_meetings_of_ended_pairs, ensure_next_meetings
from aizuchi.pairs.events import PairsEnded, PairsStarted


def give_new_pairs_a_next_meeting(event: PairsStarted) -> None:
    ensure_next_meetings(pair_ids=event.pair_ids, now=event.at)


def cancel_what_was_planned(event: PairsEnded) -> None:
    cancel_meetings_of_ended_pairs(pair_ids=event.pair_ids, now=event.at)
