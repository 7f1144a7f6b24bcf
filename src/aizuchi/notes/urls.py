from django.urls import path

from aizuchi.notes import views

app_name = "notes"

urlpatterns = [
    path("search/", views.find_notes, name="search"),
    path("<uuid:document_id>/", views.show_note, name="note"),
]
