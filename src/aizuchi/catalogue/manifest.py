"""What this app brings to the whole."""

from aizuchi.catalogue.audit_actions import AUDIT
from aizuchi.catalogue.navigation import ENTRIES
from aizuchi.kernel.manifests import Manifest

manifest = Manifest(AUDIT, *ENTRIES)
