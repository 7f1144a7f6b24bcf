"""Who sets programs up, who takes part, who reads what."""

import datetime

from aizuchi.people.models import Person, RoleGrant
from aizuchi.people.policies import has_role, is_hr
from aizuchi.programs.models import DirectoryEntry, Match, Participant, Program


def may_set_up(viewer: Person, *, on: datetime.date) -> bool:
    """HR, and program owners."""
    return is_hr(viewer, on=on) or has_role(viewer, RoleGrant.Role.PROGRAM_OWNER, on=on)


def may_manage(viewer: Person, program: Program, *, on: datetime.date) -> bool:
    """HR, and the program owner who answers for it."""
    if program.organization_id != viewer.organization_id:
        return False
    is_owner = program.owner_id == viewer.pk and has_role(viewer, RoleGrant.Role.PROGRAM_OWNER, on=on)
    return is_owner or is_hr(viewer, on=on)


def may_read(viewer: Person, program: Program, *, on: datetime.date) -> bool:
    """Everybody of the organization once it is out."""
    if program.organization_id != viewer.organization_id:
        return False
    return not program.is_draft or may_manage(viewer, program, on=on)


def may_read_participant(viewer: Person, participant: Participant, *, on: datetime.date) -> bool:
    """What somebody wrote to take part: they themselves, and whoever looks after the program."""
    return participant.person_id == viewer.pk or may_manage(viewer, participant.program, on=on)


def may_read_match(viewer: Person, match: Match, *, on: datetime.date) -> bool:
    """The two once it is published, and whoever looks after the program."""
    is_own = viewer.pk in (match.mentee.person_id, match.mentor.person_id)
    return (is_own and match.published_at is not None) or may_manage(viewer, match.program, on=on)


def may_read_entry(viewer: Person, entry: DirectoryEntry) -> bool:
    """Colleagues, while whoever is glad to be asked is shown."""
    if entry.person_id == viewer.pk:
        return True
    return entry.is_shown and entry.person.organization_id == viewer.organization_id
