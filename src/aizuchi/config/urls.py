"""Every address of the product: each app says in its manifest where its own begin."""

from channels.auth import AuthMiddlewareStack
from django.urls import URLPattern, URLResolver, include, path

from aizuchi.config.configuration import show_configuration
from aizuchi.config.health import show_health, show_readiness
from aizuchi.config.metrics import show_metrics
from aizuchi.kernel.app_urls import AppUrls
from aizuchi.kernel.live_consumer import LiveConsumer
from aizuchi.kernel.manifests import gather
from aizuchi.notes.sync.consumer import serve_note

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", show_health, name="health"),
    path("readyz", show_readiness, name="readiness"),
    path("metrics", show_metrics, name="metrics"),
    path("operator/configuration/", show_configuration, name="configuration"),
    path("_ui/", include("aizuchi.ui.urls")),
    *(path(brought.prefix, include(brought.module)) for brought in gather(AppUrls)),
]

websocket_urlpatterns: list[URLPattern] = [
    path("ws/live/<str:topic>", AuthMiddlewareStack(LiveConsumer.as_asgi())),
    path("ws/notes/<uuid:document_id>", serve_note),  # type: ignore[arg-type]  # an ASGI application, not a view
]
