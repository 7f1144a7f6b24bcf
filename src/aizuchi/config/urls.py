"""Every address of the product, app by app."""

from channels.auth import AuthMiddlewareStack
from django.urls import URLPattern, URLResolver, include, path

from aizuchi.config.configuration import show_configuration
from aizuchi.config.health import show_health
from aizuchi.kernel.live_consumer import LiveConsumer
from aizuchi.notes.sync.consumer import serve_note

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", show_health, name="health"),
    path("operator/configuration/", show_configuration, name="configuration"),
    path("_ui/", include("aizuchi.ui.urls")),
    path("catalogue/", include("aizuchi.catalogue.urls")),
    path("pairs/", include("aizuchi.pairs.urls")),
    path("calendars/", include("aizuchi.availability.urls")),
    path("calendars/rooms/", include("aizuchi.spaces.urls")),
    path("calendars/", include("aizuchi.calendars.urls")),
    path("gatherings/", include("aizuchi.gatherings.urls")),
    path("", include("aizuchi.accounts.urls")),
    path("", include("aizuchi.people.urls")),
    path("notices/", include("aizuchi.notifications.urls")),
    path("", include("aizuchi.meetings.urls")),
    path("notes/", include("aizuchi.notes.urls")),
    path("actions/", include("aizuchi.actions.urls")),
    path("words/", include("aizuchi.growth.urls")),
    path("hints/", include("aizuchi.hints.urls")),
    path("feedback/", include("aizuchi.feedback.urls")),
    path("", include("aizuchi.pages.urls")),
]

websocket_urlpatterns: list[URLPattern] = [
    path("ws/live/<str:topic>", AuthMiddlewareStack(LiveConsumer.as_asgi())),
    path("ws/notes/<uuid:document_id>", serve_note),  # type: ignore[arg-type]  # an ASGI application, not a view
]
