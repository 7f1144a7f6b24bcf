"""What this app brings to the whole."""

import datetime

from aizuchi.anonymous_answers.checks import find_problems
from aizuchi.anonymous_answers.models import AnswerWindow, WindowKey
from aizuchi.anonymous_answers.personal_data import PERSONAL_DATA
from aizuchi.anonymous_answers.tasks import (
    exchange_written_replies,
    make_window_keys,
    release_closed_windows,
    release_what_groups_said,
    settle_mailbox,
)
from aizuchi.kernel.backups import LeftOutOfBackups
from aizuchi.kernel.jobs.schedule import Every
from aizuchi.kernel.manifests import Manifest
from aizuchi.kernel.models import DataKey
from aizuchi.kernel.problems import SystemCheck

manifest = Manifest(
    SystemCheck(find_problems),
    Every(datetime.timedelta(minutes=5), make_window_keys),
    Every(datetime.timedelta(hours=1), settle_mailbox),
    # Counted from a Thursday: in the night to Tuesday in Japan, after a window's last Sunday everywhere.
    Every(datetime.timedelta(days=7), release_what_groups_said, offset=datetime.timedelta(days=4, hours=18)),
    Every(datetime.timedelta(days=1), release_closed_windows, offset=datetime.timedelta(hours=18, minutes=30)),
    Every(datetime.timedelta(days=7), exchange_written_replies, offset=datetime.timedelta(days=4, hours=19)),
    # So that no backup opens an answer, even beside the mailbox of that day and with all keys.
    LeftOutOfBackups(WindowKey),
    LeftOutOfBackups(DataKey, owned_by=AnswerWindow),
    *PERSONAL_DATA,
)
