"""Finding colleagues, and what one tells about oneself."""

from django.urls import path

from aizuchi.people.views import directory, profile

urlpatterns = [
    path("", directory.find_people, name="directory"),
    path("me/", profile.show_own_profile, name="profile"),
    path("<uuid:person_id>/", profile.show_profile, name="profile"),
    path("<uuid:person_id>/photo/<uuid:photo_id>/", profile.serve_photo, name="photo"),
    path("me/edit/", profile.edit_profile, name="edit_profile"),
    path("me/photo/", profile.set_photo, name="set_photo"),
    path("me/photo/remove/", profile.remove_photo, name="remove_photo"),
]
