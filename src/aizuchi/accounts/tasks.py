from allauth.usersessions.models import UserSession
from django.utils import timezone
from django_tasks import task

from aizuchi.accounts.models import Session, SparedDevice
from aizuchi.accounts.operations.policy import end_sessions_without_factor
from aizuchi.accounts.sign_in_record import forget_old_sign_ins
from aizuchi.kernel.limits import forget_old_tallies


@task()
def clear_sessions_and_tallies() -> None:
    """Every hour: sessions, devices and counts that are over, and sign-ins of three months ago."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    SparedDevice.objects.filter(ends_at__lt=now).delete()
    end_sessions_without_factor(now=now)
    forget_old_sign_ins(now=now)
    forget_old_tallies(now=now)
