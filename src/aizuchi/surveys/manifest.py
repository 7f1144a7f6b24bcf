"""What this app brings to the whole."""

import datetime

from aizuchi.anonymous_answers.asking_app import AskingApp, OnceClosed
from aizuchi.kernel.app_urls import AppUrls
from aizuchi.kernel.jobs.schedule import Every
from aizuchi.kernel.manifests import Manifest
from aizuchi.people.queries.record_names import RecordNames
from aizuchi.surveys.asking import ASKING, PLACE
from aizuchi.surveys.audit_actions import AUDIT
from aizuchi.surveys.navigation import ENTRIES
from aizuchi.surveys.notices import SURVEY
from aizuchi.surveys.operations.release import put_survey_together
from aizuchi.surveys.own_notices import OWN_CURVE_NOTICE
from aizuchi.surveys.page_cards import CARDS
from aizuchi.surveys.personal_data import PERSONAL_DATA
from aizuchi.surveys.record_names import name_surveys
from aizuchi.surveys.reply_notices import REPLY_ANSWERED
from aizuchi.surveys.tasks import destroy_old_curves, open_and_close_due_surveys, open_rounds_of_plans

manifest = Manifest(
    AppUrls("surveys/", "aizuchi.surveys.urls"),
    AUDIT,
    Every(datetime.timedelta(minutes=10), open_and_close_due_surveys),
    Every(datetime.timedelta(minutes=10), open_rounds_of_plans),
    Every(datetime.timedelta(days=1), destroy_old_curves),
    RecordNames(name_surveys),
    AskingApp(
        label=ASKING, place=PLACE, grace=datetime.timedelta(0), releases=OnceClosed(put_together=put_survey_together)
    ),
    SURVEY,
    OWN_CURVE_NOTICE,
    REPLY_ANSWERED,
    *ENTRIES,
    *CARDS,
    *PERSONAL_DATA,
)
