"""What this app brings to the whole."""

import datetime

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _

from aizuchi.accounts.audit_actions import AUDIT
from aizuchi.accounts.models import Session, SparedDevice
from aizuchi.accounts.navigation import ENTRIES
from aizuchi.accounts.personal_data import PERSONAL_DATA
from aizuchi.accounts.policies import may_end_sessions
from aizuchi.accounts.queries.invitations import not_invited_yet
from aizuchi.accounts.tasks import clear_sessions_and_tallies
from aizuchi.kernel.app_urls import AppUrls
from aizuchi.kernel.backups import LeftOutOfBackups
from aizuchi.kernel.jobs.schedule import Every
from aizuchi.kernel.manifests import Manifest
from aizuchi.people.person_doors import PersonDoor
from aizuchi.people.queries.people_list import PeopleFilter

manifest = Manifest(
    AppUrls("", "aizuchi.accounts.urls"),
    AUDIT,
    Every(datetime.timedelta(hours=1), clear_sessions_and_tallies),
    PeopleFilter("uninvited", _("Not invited yet"), not_invited_yet),
    PersonDoor(
        url="accounts:sign_out_other",
        label=_("Sign out everywhere"),
        may_open=lambda viewer, person, on: may_end_sessions(viewer, person, on=on),
    ),
    LeftOutOfBackups(Session),  # one that was ended since must not come back
    LeftOutOfBackups(UserSession),
    LeftOutOfBackups(SparedDevice),  # nor a device that was to be asked again
    *ENTRIES,
    *PERSONAL_DATA,
)
