"""Addresses of this room, by what people do there."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("aizuchi.people.urls.account")),
]

if settings.DEMO:
    urlpatterns.append(path("", include("aizuchi.people.urls.demo")))
