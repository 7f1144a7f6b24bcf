"""The one application: pages, sockets, and the jobs that live with the server."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aizuchi.config.settings")

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

pages = get_asgi_application()

from aizuchi.config.bodies import CountedBodies  # noqa: E402
from aizuchi.config.host_cookies import HostCookies  # noqa: E402
from aizuchi.config.lifespan import Lifespan  # noqa: E402  (apps must be loaded first)
from aizuchi.config.socket_origin import OwnOrigin  # noqa: E402
from aizuchi.config.urls import websocket_urlpatterns  # noqa: E402

application = HostCookies(
    ProtocolTypeRouter(
        {
            "http": CountedBodies(pages),
            "websocket": OwnOrigin(URLRouter(websocket_urlpatterns)),
            "lifespan": Lifespan(),
        }
    )
)
