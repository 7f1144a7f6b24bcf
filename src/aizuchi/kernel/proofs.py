"""Views of apps below the one that knows how somebody proves who they are.

Apps above it decorate theirs with `accounts.step_up.fresh_proof_required`.
"""

from collections.abc import Callable
from typing import Any, TypeVar

ASKS = "asks_for_fresh_proof"
View = TypeVar("View", bound=Callable[..., Any])


def posts_need_proof(view: View) -> View:
    """The outermost decorator: what is sent here waits until its sender has proved once more who they are."""
    return posts_need_proof_if(_always)(view)


def posts_need_proof_if(is_sensitive: Callable[..., bool]) -> Callable[[View], View]:
    """As above, for what `is_sensitive` says of the request and the parts of its address."""

    def mark(view: View) -> View:
        setattr(view, ASKS, is_sensitive)
        return view

    return mark


def _always(_request: Any, **_parts: Any) -> bool:
    return True
