"""What can be done with feedback.

give_rights(meeting_id, now)           a reaction to a closed 1on1: who may answer, and about what
sign_blinded_token(actor, right_id, blinded, now)   a signature that nobody can recognise later
drop_box(...)                          takes a sealed answer from nobody in particular
raise_group_sizes(actor, k_band, k_mean, now)       HR; never lower again
tick(now)                              once a week: boxes become blocks, bands and comments
"""

from aizuchi.feedback.operations.give import give_rights

__all__ = ["give_rights"]
