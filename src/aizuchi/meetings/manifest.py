"""What this app brings to the whole."""

import datetime

from aizuchi.kernel.jobs.schedule import Every
from aizuchi.kernel.live import LiveTopic
from aizuchi.kernel.manifests import Manifest
from aizuchi.meetings import reminders
from aizuchi.meetings.policies import may_follow_meeting
from aizuchi.meetings.queries.traces import list_pairs_with_meetings
from aizuchi.meetings.tasks import extend_all_series
from aizuchi.pairs.traces import Trace

manifest = Manifest(
    Every(datetime.timedelta(days=1), extend_all_series, offset=datetime.timedelta(hours=16)),  # 1 at night in Tokyo
    LiveTopic("meeting", may_follow_meeting),
    *reminders.SORTS,
    Trace(list_pairs_with_meetings),
)
