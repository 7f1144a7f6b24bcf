"""What this app brings to the whole."""

from aizuchi.catalogue.audit_actions import AUDIT
from aizuchi.catalogue.navigation import ENTRIES
from aizuchi.catalogue.personal_data import PERSONAL_DATA
from aizuchi.kernel.app_urls import AppUrls
from aizuchi.kernel.manifests import Manifest

manifest = Manifest(AppUrls("catalogue/", "aizuchi.catalogue.urls"), AUDIT, *ENTRIES, *PERSONAL_DATA)
