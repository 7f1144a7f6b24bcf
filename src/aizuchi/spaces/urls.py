from django.urls import path

from aizuchi.spaces import views

app_name = "spaces"

urlpatterns = [
    path("", views.keep_spaces, name="list"),
    path("<uuid:space_id>/", views.keep_space, name="space"),
    path("<uuid:space_id>/retire/", views.retire_space, name="retire"),
    path("<uuid:space_id>/reopen/", views.reopen_space, name="reopen"),
]
