"""What people and jobs do with calendars and times, one module per use case."""

from aizuchi.calendars.operations.preferences import forget_times, paint_times, set_margins
from aizuchi.calendars.operations.proposals import (
    claim_slot,
    decline_proposal,
    propose_slots,
    settle_open_proposals,
    withdraw_proposal,
)

__all__ = [
    "claim_slot",
    "decline_proposal",
    "forget_times",
    "paint_times",
    "propose_slots",
    "set_margins",
    "settle_open_proposals",
    "withdraw_proposal",
]
