from aizuchi.catalogue.operations.arrange import move_item, reorder_items, restore_item, retire_item
from aizuchi.catalogue.operations.edit import (
    FormatDraft,
    Pairwise,
    add_format,
    add_prompt,
    add_question,
    add_topic,
    edit_format,
    edit_prompt,
    edit_question,
    edit_response,
    edit_topic,
    reset_words,
    set_words,
)
from aizuchi.catalogue.operations.install import install_catalogue

__all__ = [
    "FormatDraft",
    "Pairwise",
    "add_format",
    "add_prompt",
    "add_question",
    "add_topic",
    "edit_format",
    "edit_prompt",
    "edit_question",
    "edit_response",
    "edit_topic",
    "install_catalogue",
    "move_item",
    "reorder_items",
    "reset_words",
    "restore_item",
    "retire_item",
    "set_words",
]
