"""Signing out on other devices."""

from allauth.usersessions.models import UserSession

from aizuchi.people.models import Person


def end_session(*, actor: Person, session_id: int) -> None:
    """Raises UserSession.DoesNotExist for somebody else's."""
    UserSession.objects.get(pk=session_id, user=actor).end()


def end_other_sessions(*, actor: Person, current_key: str | None) -> int:
    others = list(UserSession.objects.filter(user=actor).exclude(session_key=current_key or ""))
    for session in others:
        session.end()
    return len(others)
