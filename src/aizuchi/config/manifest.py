"""What this app brings to the whole."""

from aizuchi.config.database_readings import READINGS
from aizuchi.kernel.manifests import Manifest

manifest = Manifest(*READINGS)
