"""Times as people say them, for sentences that are not made by a template."""

import datetime

from babel.dates import format_datetime
from django.utils import timezone
from django.utils.translation import get_language


def spoken_time(moment: datetime.datetime) -> str:
    """6月18日（木）14:00, or Thu, Jun 18, 14:00: where the reader is."""
    local = timezone.localtime(moment)
    if get_language() == "en":
        return str(format_datetime(local, "EEE, MMM d, HH:mm", locale="en"))
    return str(format_datetime(local, "M月d日（E）H:mm", locale="ja"))


def spoken_day(moment: datetime.datetime) -> str:
    """6月18日（木）, or Thu, Jun 18."""
    local = timezone.localtime(moment)
    if get_language() == "en":
        return str(format_datetime(local, "EEE, MMM d", locale="en"))
    return str(format_datetime(local, "M月d日（E）", locale="ja"))
