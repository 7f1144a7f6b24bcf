"""Every address of the product, room by room."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("_ui/", include("aizuchi.ui.urls")),
]

websocket_urlpatterns: list[URLPattern] = []
