"""What this app brings to the whole."""

from aizuchi.kernel.manifests import Manifest
from aizuchi.pages.navigation import ENTRIES

manifest = Manifest(*ENTRIES)
