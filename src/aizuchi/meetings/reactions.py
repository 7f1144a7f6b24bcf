"""What follows in this app when something happens in another."""

from aizuchi.meetings.operations.next_meeting import cancel_meetings_of_ended_pairs, ensure_next_meetings
from aizuchi.meetings.operations.resumed import restore_meetings_of_resumed_pairs
from aizuchi.pairs.events import PairsEnded, PairsResumed, PairsStarted


def give_new_pairs_a_next_meeting(event: PairsStarted) -> None:
    ensure_next_meetings(pair_ids=event.pair_ids, now=event.at)


def cancel_what_was_planned(event: PairsEnded) -> None:
    cancel_meetings_of_ended_pairs(pair_ids=event.pair_ids, now=event.at)


def bring_back_what_was_planned(event: PairsResumed) -> None:
    restore_meetings_of_resumed_pairs(closed=dict(event.closed), now=event.at)
