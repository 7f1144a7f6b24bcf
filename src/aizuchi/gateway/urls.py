from django.urls import include, path

from aizuchi.gateway.views import connectors
from aizuchi.gateway.views.scim import answer_scim

urlpatterns = [
    path("scim/v2", answer_scim, name="scim"),
    path("scim/v2/<path:path>", answer_scim, name="scim"),
    path(
        "connections/",
        include(([path("scim/", connectors.list_connectors, name="connectors")], "gateway")),
    ),
]
