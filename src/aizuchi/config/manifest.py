"""What this app brings to the whole."""

from aizuchi.config.database_readings import READINGS
from aizuchi.config.running_checks import find_problems
from aizuchi.kernel.manifests import Manifest
from aizuchi.kernel.problems import SystemCheck

manifest = Manifest(SystemCheck(find_problems), *READINGS)
