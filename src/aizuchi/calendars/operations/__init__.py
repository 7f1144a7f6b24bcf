"""What people and jobs do with calendars and times, one module per use case."""

from aizuchi.calendars.operations.preferences import forget_times, paint_times, set_margins
from aizuchi.calendars.operations.proposals import (
    claim_slot,
    decline_proposal,
    propose_slots,
    settle_open_proposals,
    withdraw_proposal,
)
from aizuchi.calendars.operations.rooms import book_room, release_rooms

__all__ = [
    "book_room",
    "claim_slot",
    "decline_proposal",
    "forget_times",
    "paint_times",
    "propose_slots",
    "release_rooms",
    "set_margins",
    "settle_open_proposals",
    "withdraw_proposal",
]
