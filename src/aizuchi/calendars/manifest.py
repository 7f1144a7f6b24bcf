"""What this app brings to the whole."""

import datetime

from aizuchi.calendars.audit_actions import AUDIT
from aizuchi.calendars.checks import find_problems
from aizuchi.calendars.navigation import ENTRIES
from aizuchi.calendars.page_cards import CARDS
from aizuchi.calendars.personal_data import PERSONAL_DATA
from aizuchi.calendars.queries.settings import calendar_of_space, title_of_1on1s
from aizuchi.calendars.tasks import read_answers, sync_due_connections
from aizuchi.kernel.app_urls import AppUrls
from aizuchi.kernel.jobs.schedule import Every
from aizuchi.kernel.manifests import Manifest
from aizuchi.kernel.problems import SystemCheck
from aizuchi.spaces.page_sections import PageOfSpace, PageOfSpaces

manifest = Manifest(
    AppUrls("calendars/", "aizuchi.calendars.urls"),
    AUDIT,
    SystemCheck(find_problems),
    Every(datetime.timedelta(minutes=1), sync_due_connections),
    Every(datetime.timedelta(minutes=3), read_answers),
    *ENTRIES,
    PageOfSpaces(template="calendars/_title_section.html", read=title_of_1on1s),
    PageOfSpace(template="calendars/_space_calendar.html", read=calendar_of_space),
    *PERSONAL_DATA,
    *CARDS,
)
