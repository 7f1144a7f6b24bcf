"""The rules for the kernel's own tables, but for those that jobs of other apps end: `Tally` (accounts)."""

from aizuchi.kernel.models import DataKey, OrganizationKey
from aizuchi.kernel.personal_data import FOREVER, NotPersonal, PersonalData

PERSONAL_DATA = [
    PersonalData(model=OrganizationKey, export=NotPersonal("opens the keys of an organization"), retention=FOREVER),
    PersonalData(
        model=DataKey,
        export=NotPersonal("a key of a circle, a file or a window; destroyed with the words it seals, its row stays"),
        retention=FOREVER,
    ),
]
