from django.db import models

from aizuchi.kernel.canonical import LineField
from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models.organization import Organization
from aizuchi.people.models.person import Person, RoleGrant

LONGEST_NAME = 120
NOT_KNOWN = "?"
"""How a group is called to the letter that came before that was kept. No name differs from "?" and is said so."""
GIVES_ROLES = ("", NOT_KNOWN)


class Group(UUIDModel):
    """Who belongs together as another system says it: a company's directory, or whoever signs people in.

    `source` names that system ("scim:KEY"), since two of them may mean different people by one name. Such systems tell
    names apart that look the same, so what a role follows from is the name as it was said.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="groups")
    source = models.CharField(max_length=80)
    name = LineField(max_length=LONGEST_NAME)
    said_as = models.CharField(max_length=LONGEST_NAME, blank=True, default="", db_default=NOT_KNOWN)
    """Its name to the letter, where `name` is another: with signs that cannot be seen, say. Empty: the same."""
    external_id = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    people = models.ManyToManyField(Person, through="GroupMembership", related_name="groups")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "source", "name", "said_as"], name="one_group_per_source_and_said_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name_as_said(self) -> str:
        return self.name if self.said_as in GIVES_ROLES else self.said_as


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
    """Whoever is in a group of exactly that name has that role, for as long as they are."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="group_roles")
    group_name = LineField(max_length=LONGEST_NAME)
    role = models.CharField(max_length=16, choices=RoleGrant.Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "group_name", "role"], name="one_role_per_group_name"),
        ]
