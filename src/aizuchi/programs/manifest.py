"""What this app brings to the whole."""

from aizuchi.kernel.app_urls import AppUrls
from aizuchi.kernel.manifests import Manifest
from aizuchi.people.queries.record_names import RecordNames
from aizuchi.programs.audit_actions import AUDIT
from aizuchi.programs.navigation import ENTRIES
from aizuchi.programs.personal_data import PERSONAL_DATA
from aizuchi.programs.record_names import name_programs

manifest = Manifest(
    AppUrls("programs/", "aizuchi.programs.urls"),
    AUDIT,
    RecordNames(name_programs),
    *ENTRIES,
    *PERSONAL_DATA,
)
