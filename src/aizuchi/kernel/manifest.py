"""What this app brings to the whole."""

from aizuchi.kernel.checks import find_problems
from aizuchi.kernel.manifests import Manifest
from aizuchi.kernel.models import OrganizationKey
from aizuchi.kernel.own_personal_data import PERSONAL_DATA
from aizuchi.kernel.problems import SystemCheck
from aizuchi.kernel.staging import Reliance

manifest = Manifest(
    SystemCheck(find_problems),
    Reliance(OrganizationKey),  # what was sealed under a key that was rotated meanwhile could not be opened
    *PERSONAL_DATA,
)
