"""What this app brings to the whole."""

import datetime

from aizuchi.kernel.app_urls import AppUrls
from aizuchi.kernel.backups import LeftOutOfBackups
from aizuchi.kernel.jobs.schedule import Every
from aizuchi.kernel.manifests import Manifest
from aizuchi.single_sign_on.audit_actions import AUDIT
from aizuchi.single_sign_on.models import PendingSignIn, ProviderSession
from aizuchi.single_sign_on.navigation import ENTRIES
from aizuchi.single_sign_on.personal_data import PERSONAL_DATA
from aizuchi.single_sign_on.tasks import forget_what_is_over, look_at_domains
from aizuchi.single_sign_on.ways import COMPANY_ACCOUNT, COMPANY_ACCOUNTS, COMPANY_SIGN_IN

manifest = Manifest(
    AppUrls("", "aizuchi.single_sign_on.urls"),
    AUDIT,
    COMPANY_ACCOUNT,
    COMPANY_SIGN_IN,
    COMPANY_ACCOUNTS,
    Every(datetime.timedelta(hours=1), forget_what_is_over),
    Every(datetime.timedelta(days=1), look_at_domains),
    LeftOutOfBackups(ProviderSession),  # of sessions, which are in none
    LeftOutOfBackups(PendingSignIn),
    *ENTRIES,
    *PERSONAL_DATA,
)
