from django.core.exceptions import PermissionDenied


def require(is_allowed: bool) -> None:
    """Visible but forbidden is 403."""
    if not is_allowed:
        raise PermissionDenied
