"""A request by somebody who is signed in."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from aizuchi.people.models import Person


class Request(HttpRequest):
    user: Person
    htmx: HtmxDetails
