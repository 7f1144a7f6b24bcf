from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.http import HttpRequest

from aizuchi.people.models import Person


def sign_in_person(request: HttpRequest, person: Person) -> None:
    """Somebody who has just proved who they are in another way than by password."""
    login(request, person, backend="aizuchi.accounts.backends.PersonBackend")
    UserSession.objects.create_from_request(request)
