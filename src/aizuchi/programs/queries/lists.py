import datetime
from dataclasses import dataclass

from aizuchi.people.models import Person
from aizuchi.programs import policies
from aizuchi.programs.models import Program


@dataclass(frozen=True, kw_only=True)
class ProgramList:
    programs: list[Program]
    may_set_up: bool


def list_programs(viewer: Person, *, now: datetime.datetime) -> ProgramList:
    return ProgramList(
        programs=list(Program.objects.visible_to(viewer).select_related("owner")),
        may_set_up=policies.may_set_up(viewer, on=viewer.organization.today(now)),
    )
