"""Addresses of this app, by what people do there."""

from django.urls import URLPattern, URLResolver, include, path

from aizuchi.people.urls import admin, colleagues
from aizuchi.people.views import preferences

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/language/", preferences.set_language, name="set_language"),
    path("account/theme/", preferences.set_theme, name="set_theme"),
    path("people/", include(([*colleagues.urlpatterns, *admin.urlpatterns], "people"))),
]
