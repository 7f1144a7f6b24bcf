"""What this app brings to the whole."""

import datetime

from aizuchi.kernel.app_urls import AppUrls
from aizuchi.kernel.jobs.schedule import Every
from aizuchi.kernel.manifests import Manifest
from aizuchi.people.queries.record_names import RecordNames
from aizuchi.programs.audit_actions import AUDIT
from aizuchi.programs.joining_notices import JOINING
from aizuchi.programs.match_notices import MATCH
from aizuchi.programs.navigation import ENTRIES
from aizuchi.programs.notices import PROGRAM
from aizuchi.programs.page_cards import CARDS
from aizuchi.programs.personal_data import PERSONAL_DATA
from aizuchi.programs.record_names import name_programs
from aizuchi.programs.running_notices import PARTNER
from aizuchi.programs.survey_audiences import AUDIENCE
from aizuchi.programs.tasks import look_after_running_programs

manifest = Manifest(
    AppUrls("programs/", "aizuchi.programs.urls"),
    AUDIT,
    Every(datetime.timedelta(hours=1), look_after_running_programs),
    RecordNames(name_programs),
    JOINING,
    PARTNER,
    PROGRAM,
    MATCH,
    AUDIENCE,
    *CARDS,
    *ENTRIES,
    *PERSONAL_DATA,
)
