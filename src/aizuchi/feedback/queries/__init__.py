"""What pages show about feedback, finished. Nothing here knows, or could know, whether somebody answered."""

from aizuchi.feedback.queries.eligibilities import Asked, OpenEligibility, list_open_eligibilities

__all__ = ["Asked", "OpenEligibility", "list_open_eligibilities"]
