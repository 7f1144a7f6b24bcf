"""What people do with hints: one function per use case; `actor` and `now` are always given."""

from aizuchi.hints.operations.decide import hide_hint, keep_hint, report_hint, show_again
from aizuchi.hints.operations.impressions import note_shown, note_told
from aizuchi.hints.operations.install import install_starter_hints
from aizuchi.hints.operations.invited import answer_invitation, note_invited
from aizuchi.hints.operations.keep import answer_trial, bookmark_hint, forget_bookmark, stop_trying, try_hint
from aizuchi.hints.operations.packs import PackRefused, discard_pack, keep_pack_file, take_over_pack
from aizuchi.hints.operations.rank import update_scores
from aizuchi.hints.operations.write import HintDraft, edit_hint, restore_hint, retire_hint, write_hint

__all__ = [
    "HintDraft",
    "PackRefused",
    "answer_invitation",
    "answer_trial",
    "bookmark_hint",
    "discard_pack",
    "edit_hint",
    "forget_bookmark",
    "hide_hint",
    "install_starter_hints",
    "keep_hint",
    "keep_pack_file",
    "note_invited",
    "note_shown",
    "note_told",
    "report_hint",
    "restore_hint",
    "retire_hint",
    "show_again",
    "stop_trying",
    "take_over_pack",
    "try_hint",
    "update_scores",
    "write_hint",
]
