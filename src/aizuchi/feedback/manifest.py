"""What this app brings to the whole."""

import datetime

from aizuchi.anonymous_answers.asking_app import AskingApp, ByQuarter
from aizuchi.anonymous_answers.periods import GRACE
from aizuchi.feedback.answer_sheets import read_answer_sheet
from aizuchi.feedback.asking import ASKING
from aizuchi.feedback.audit_actions import AUDIT
from aizuchi.feedback.operations.release import release_bands, release_quarter
from aizuchi.feedback.operations.waiting import forget_waiting, list_waiting
from aizuchi.feedback.page_cards import CARDS
from aizuchi.feedback.personal_data import PERSONAL_DATA
from aizuchi.feedback.reminders import ANSWER
from aizuchi.feedback.tasks import sum_up_all_feedback
from aizuchi.kernel.app_urls import AppUrls
from aizuchi.kernel.jobs.schedule import Every
from aizuchi.kernel.manifests import Manifest

manifest = Manifest(
    AppUrls("feedback/", "aizuchi.feedback.urls"),
    AUDIT,
    AskingApp(
        label=ASKING,
        place="/feedback/",
        grace=GRACE,
        releases=ByQuarter(
            read=read_answer_sheet,
            put_together_early=release_bands,
            put_together=release_quarter,
            list_waiting=list_waiting,
            forget_waiting=forget_waiting,
        ),
    ),
    Every(datetime.timedelta(days=1), sum_up_all_feedback, offset=datetime.timedelta(hours=17)),  # 2 at night in Tokyo
    ANSWER,
    *PERSONAL_DATA,
    *CARDS,
)
