import datetime
import zoneinfo

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.canonical import LineField
from aizuchi.kernel.models import UUIDModel


class Organization(UUIDModel):
    """A tenant. No row of another room ever refers across two of them."""

    name = LineField(_("name"), max_length=120)
    name_en = LineField(_("name in English"), max_length=120, blank=True)
    language = models.CharField(_("language for new people"), max_length=2, default="ja")
    time_zone = models.CharField(_("time zone"), max_length=64, default="Asia/Tokyo")
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name

    def today(self, now: datetime.datetime) -> datetime.date:
        """The date on the walls of this organization."""
        return now.astimezone(zoneinfo.ZoneInfo(self.time_zone)).date()
