from aizuchi.kernel.files.models import StoredFile
from aizuchi.kernel.files.tasks import remove_orphaned_files
from aizuchi.kernel.personal_data import ByRule, NotPersonal, PersonalData

PERSONAL_DATA = [
    PersonalData(
        model=StoredFile,
        export=NotPersonal("nameless; whose it is, the row that refers to it says"),
        retention=ByRule(remove_orphaned_files, "within two days of the last row that refers to it"),
    ),
]
