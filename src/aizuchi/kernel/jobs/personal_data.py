from aizuchi.kernel.jobs.models import Job
from aizuchi.kernel.jobs.tasks import KEEP_FAILED, forget_finished_jobs
from aizuchi.kernel.personal_data import Days, NotPersonal, PersonalData

PERSONAL_DATA = [
    PersonalData(
        model=Job,
        export=NotPersonal("errands under way; what they carry stands in the tables they work on"),
        retention=Days(KEEP_FAILED, "finished_at", forget_finished_jobs),
    ),
]
