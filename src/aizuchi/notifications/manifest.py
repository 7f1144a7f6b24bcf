"""What this app brings to the whole."""

import datetime

from aizuchi.accounts.invitation_links import InvitationWords
from aizuchi.kernel.app_urls import AppUrls
from aizuchi.kernel.jobs.schedule import Every
from aizuchi.kernel.manifests import Manifest
from aizuchi.notifications.domain_notices import UNPROVED_DOMAINS
from aizuchi.notifications.mail_queue import READINGS
from aizuchi.notifications.mails import read_invitation_words
from aizuchi.notifications.navigation import ENTRIES
from aizuchi.notifications.personal_data import PERSONAL_DATA
from aizuchi.notifications.tasks import remind, tidy_notices

manifest = Manifest(
    AppUrls("notices/", "aizuchi.notifications.urls"),
    Every(datetime.timedelta(minutes=1), remind),
    Every(datetime.timedelta(hours=1), tidy_notices),
    InvitationWords(read_invitation_words),
    UNPROVED_DOMAINS,
    *ENTRIES,
    *READINGS,
    *PERSONAL_DATA,
)
