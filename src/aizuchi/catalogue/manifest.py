"""What this app brings to the whole."""

from aizuchi.catalogue.navigation import ENTRIES
from aizuchi.kernel.manifests import Manifest

manifest = Manifest(*ENTRIES)
