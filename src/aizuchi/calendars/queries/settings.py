"""What somebody's page of calendars shows."""

import datetime
from dataclasses import dataclass

from aizuchi.calendars.forms import WishesForm
from aizuchi.calendars.models import CalendarWishes, FeedAddress
from aizuchi.calendars.shown import title_of_organization
from aizuchi.people.models import Person


@dataclass(frozen=True, kw_only=True)
class CalendarSettings:
    wishes_form: WishesForm
    usual_title: str
    feed_made_at: datetime.datetime | None
    feed_read_at: datetime.datetime | None


def calendar_settings(
    *, viewer: Person, now: datetime.datetime, wishes_form: WishesForm | None = None
) -> CalendarSettings:
    feed = FeedAddress.objects.filter(person=viewer).first()
    wishes = CalendarWishes.objects.filter(person=viewer).first()
    return CalendarSettings(
        wishes_form=wishes_form or WishesForm(instance=wishes),
        usual_title=title_of_organization(viewer.organization_id),
        feed_made_at=feed.made_at if feed else None,
        feed_read_at=feed.read_at if feed else None,
    )
