"""Addresses of this room, by what people do there."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from aizuchi.people.urls import colleagues, office

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("aizuchi.people.urls.account")),
    path("people/", include(([*colleagues.urlpatterns, *office.urlpatterns], "people"))),
]

if settings.DEMO:
    urlpatterns.append(path("", include("aizuchi.people.urls.demo")))
