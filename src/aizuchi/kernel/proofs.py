"""Views of apps below the one that knows how somebody proves who they are.

Apps above it decorate theirs with `accounts.step_up.fresh_proof_required`.
"""

from collections.abc import Callable
from typing import Any, TypeVar

ASKS = "asks_for_fresh_proof"
View = TypeVar("View", bound=Callable[..., Any])


def posts_need_proof(view: View) -> View:
    """The outermost decorator: what is sent here waits until its sender has proved once more who they are."""
    setattr(view, ASKS, True)
    return view
