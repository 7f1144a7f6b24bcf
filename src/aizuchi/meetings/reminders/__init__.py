"""What people are told about their 1on1s. When and with whom they meet may stand in a mail; what about, never."""

from aizuchi.meetings.reminders.begun import BEGUN
from aizuchi.meetings.reminders.brief import BRIEF
from aizuchi.meetings.reminders.closing import CLOSING
from aizuchi.meetings.reminders.overdue import OVERDUE
from aizuchi.meetings.reminders.prepare import PREPARE
from aizuchi.meetings.reminders.rhythm import RHYTHM
from aizuchi.meetings.reminders.slots import OFFERED
from aizuchi.meetings.reminders.talk import TALK

NOTIFICATION_TYPES = (PREPARE, BRIEF, BEGUN, CLOSING, OVERDUE, RHYTHM, TALK, OFFERED)
