"""Addresses of this room, by what people do there. Names without a prefix are those allauth expects."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
