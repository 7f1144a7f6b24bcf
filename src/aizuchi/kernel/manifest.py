"""What this app brings to the whole."""

from aizuchi.kernel.checks import find_problems
from aizuchi.kernel.manifests import Manifest
from aizuchi.kernel.own_personal_data import PERSONAL_DATA
from aizuchi.kernel.problems import SystemCheck

manifest = Manifest(SystemCheck(find_problems), *PERSONAL_DATA)
