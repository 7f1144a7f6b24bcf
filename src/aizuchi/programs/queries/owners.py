import datetime

from django.db.models import QuerySet

from aizuchi.people.models import Organization, Person, RoleGrant


def list_owners(organization: Organization, now: datetime.datetime) -> QuerySet[Person]:
    """Who may answer for a program: HR, and program owners."""
    on = organization.today(now)
    roles = RoleGrant.objects.on(on).filter(role__in=(RoleGrant.Role.HR, RoleGrant.Role.PROGRAM_OWNER))
    own: QuerySet[Person] = Person.objects.filter(organization=organization, pk__in=roles.values("person"))
    return own.filter(pk__in=Person.objects.still_here_on(on).values("pk")).order_by("family_kana", "given_kana", "pk")
