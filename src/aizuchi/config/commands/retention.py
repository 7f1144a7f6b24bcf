import datetime
import uuid
from collections import Counter

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aizuchi.config.commands.terminal import CommandFailed, say
from aizuchi.kernel.days import read_day
from aizuchi.notes.retention import Due, list_due
from aizuchi.people.models import Organization
from aizuchi.ui.formatting import format_date


def run(*, until: str) -> int:
    """Only tells: the destroying is done by a job of its own, by itself."""
    end = _read_until(until)
    names = {organization.pk: organization.name for organization in Organization.objects.all()}
    due = list_due(until=end)
    local = timezone.localtime(end)  # any wall: the installation's own
    say(_("Words that the rules destroy by %(day)s:") % {"day": format_date(local)})
    for (organization_id, day, is_private), count in sorted(Counter(map(_line_of, due)).items(), key=str):
        say(f"  {day}  {names[organization_id]}  {_say_whose(count, is_private=is_private)}")
    if not due:
        say(_("  None."))
    return 0


def _read_until(written: str) -> datetime.datetime:
    if not written:
        return timezone.now()
    day = read_day(written)
    if day is None:
        raise CommandFailed(_("Write the date like 2028-04-01."))
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.max))


def _line_of(due: Due) -> tuple[uuid.UUID, datetime.date, bool]:
    day = timezone.localdate(due.ends_at)  # any wall: the installation's own
    return due.organization_id, day, due.is_private


def _say_whose(count: int, *, is_private: bool) -> str:
    if is_private:
        return ngettext("the own notes of %(count)d person", "the own notes of %(count)d people", count) % {
            "count": count
        }
    return ngettext("the notes of %(count)d pair", "the notes of %(count)d pairs", count) % {"count": count}
