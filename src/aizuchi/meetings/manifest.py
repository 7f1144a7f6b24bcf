"""What this app brings to the whole."""

import datetime

from aizuchi.kernel.app_urls import AppUrls
from aizuchi.kernel.jobs.schedule import Every
from aizuchi.kernel.live import LiveTopic
from aizuchi.kernel.manifests import Manifest
from aizuchi.kernel.staging import Reliance
from aizuchi.meetings import reminders
from aizuchi.meetings.agenda_sources import AgendaSourceKind, find_question
from aizuchi.meetings.audit_actions import AUDIT
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.origins import find_origins
from aizuchi.meetings.page_cards import CARDS
from aizuchi.meetings.personal_data import PERSONAL_DATA
from aizuchi.meetings.policies import may_follow_meeting, may_follow_oneself
from aizuchi.meetings.queries.endings import foretell_endings
from aizuchi.meetings.queries.traces import list_pairs_with_meetings
from aizuchi.meetings.record_names import name_meetings
from aizuchi.meetings.tasks import extend_all_series, forget_talks
from aizuchi.notes.origins import DocumentOrigins
from aizuchi.pairs.traces import Trace
from aizuchi.people.endings import EndingsKnown
from aizuchi.people.queries.record_names import RecordNames

manifest = Manifest(
    AppUrls("", "aizuchi.meetings.urls"),
    AUDIT,
    Every(datetime.timedelta(days=1), extend_all_series, offset=datetime.timedelta(hours=16)),  # 1 at night in Tokyo
    Every(datetime.timedelta(days=1), forget_talks),
    LiveTopic("meeting", may_follow_meeting),
    LiveTopic("person", may_follow_oneself),
    *reminders.NOTIFICATION_TYPES,
    Trace(list_pairs_with_meetings),
    RecordNames(name_meetings),
    Reliance(Meeting, of="pair"),  # a 1on1 that is planned while its pair ends would stay planned
    EndingsKnown(foretell_endings),
    DocumentOrigins(find_origins),
    AgendaSourceKind("question", find_question),
    *PERSONAL_DATA,
    *CARDS,
)
