"""What pages show about feedback, finished. Nothing here knows, or could know, whether somebody answered."""

from aizuchi.feedback.queries.rights import Asked, OpenRight, list_open_rights

__all__ = ["Asked", "OpenRight", "list_open_rights"]
