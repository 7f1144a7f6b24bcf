from django.urls import include, path

from aizuchi.gateway.views import connectors, files
from aizuchi.gateway.views.scim import answer_scim

pages = [
    path("scim/", connectors.list_connectors, name="connectors"),
    path("scim/new/", connectors.add, name="add"),
    path("scim/roles/give/", connectors.give_role, name="give_role"),
    path("scim/roles/take/", connectors.take_role, name="take_role"),
    path("scim/<uuid:connector_id>/", connectors.show, name="connector"),
    path("scim/<uuid:connector_id>/change/", connectors.change, name="change"),
    path("scim/<uuid:connector_id>/token/", connectors.rotate, name="rotate"),
    path("scim/<uuid:connector_id>/stop/", connectors.stop, name="stop"),
    path("scim/<uuid:connector_id>/start/", connectors.start, name="start"),
    path("scim/<uuid:connector_id>/let-through/", connectors.let_through, name="let_through"),
    path("scim/<uuid:connector_id>/forget/", connectors.forget, name="forget"),
    path("files/", files.list_files, name="files"),
    path("files/new/", files.add, name="add_file"),
    path("files/<uuid:file_id>/", files.change, name="change_file"),
    path("files/<uuid:file_id>/look/", files.look_now, name="look_now"),
    path("files/<uuid:file_id>/remove/", files.remove, name="remove_file"),
]

urlpatterns = [
    path("scim/v2", answer_scim, name="scim"),
    path("scim/v2/<path:path>", answer_scim, name="scim"),
    path("connections/", include((pages, "gateway"))),
]
