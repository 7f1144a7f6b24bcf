from aizuchi.pairs.operations.access import access_pair
from aizuchi.pairs.operations.departures import follow_departures
from aizuchi.pairs.operations.due import open_and_close_due_pairs
from aizuchi.pairs.operations.end import close_pairs, end_pair, lift_end
from aizuchi.pairs.operations.lines import follow_reporting_lines
from aizuchi.pairs.operations.proposals import accept_proposal, decline_proposal, propose, withdraw_proposal
from aizuchi.pairs.operations.rhythm import change_rhythms, set_usual_rhythms, undo_rhythms
from aizuchi.pairs.operations.settings import edit_settings
from aizuchi.pairs.operations.start import Frame, start_pair
from aizuchi.pairs.operations.themes import add_theme, rename_theme, retire_theme

__all__ = [
    "Frame",
    "accept_proposal",
    "access_pair",
    "add_theme",
    "change_rhythms",
    "close_pairs",
    "decline_proposal",
    "edit_settings",
    "end_pair",
    "follow_departures",
    "follow_reporting_lines",
    "lift_end",
    "open_and_close_due_pairs",
    "propose",
    "rename_theme",
    "retire_theme",
    "set_usual_rhythms",
    "start_pair",
    "undo_rhythms",
    "withdraw_proposal",
]
