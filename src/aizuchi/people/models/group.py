import unicodedata
from typing import Any

from django.db import models

from aizuchi.kernel.canonical import LineField, canonical
from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models.organization import Organization
from aizuchi.people.models.person import Person, RoleGrant

LONGEST_NAME = 120
_CLEANED = "\ufffd"


def name_group(said: str) -> str:
    """The form in which a group's name is kept and looked for. Names give roles, so lookalikes stay apart.

    One from which something had to be taken that nobody sees, a space at its end say, gets a mark in its place.
    """
    name = canonical(said)
    is_whole = len(unicodedata.normalize("NFC", said)) == len(name)
    return name if is_whole or not name else f"{name} {_CLEANED}"


class GroupNameField(LineField):
    def make_canonical(self, value: Any) -> Any:
        return name_group(value) if isinstance(value, str) else value


class Group(UUIDModel):
    """Who belongs together as another system says it: a company's directory, or whoever signs people in.

    `source` names that system ("scim:KEY"), since two of them may mean different people by one name.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="groups")
    source = models.CharField(max_length=80)
    name = GroupNameField(max_length=LONGEST_NAME)
    external_id = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    people = models.ManyToManyField(Person, through="GroupMembership", related_name="groups")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "source", "name"], name="one_group_per_source_and_name"),
        ]

    def __str__(self) -> str:
        return self.name


class GroupMembership(UUIDModel):
    """Somebody is in it now. What was before stands in the record only: nothing is counted by groups."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, models.CASCADE, related_name="group_memberships")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], name="once_in_a_group"),
        ]


class GrantByGroup(UUIDModel):
    """That a role follows from groups, and ends with them; all others were given by hand."""

    grant = models.OneToOneField(RoleGrant, models.CASCADE, related_name="by_group")


class GroupRole(UUIDModel):
    """Whoever is in a group of that name has that role, for as long as they are."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="group_roles")
    group_name = GroupNameField(max_length=LONGEST_NAME)
    role = models.CharField(max_length=16, choices=RoleGrant.Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "group_name", "role"], name="one_role_per_group_name"),
        ]
