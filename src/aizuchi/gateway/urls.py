from django.urls import include, path

from aizuchi.gateway.views import connectors

urlpatterns = [
    path(
        "connections/",
        include(([path("scim/", connectors.list_connectors, name="connectors")], "gateway")),
    ),
]
