from django.urls import path

from aizuchi.notes import views

app_name = "notes"

urlpatterns = [
    path("keeping/", views.set_retention, name="keeping"),
    path("search/", views.find_notes, name="search"),
    path("<uuid:document_id>/", views.show_note, name="note"),
    path("<uuid:document_id>/history/", views.show_history, name="history"),
    path("<uuid:document_id>/go-back/", views.go_back, name="go_back"),
]
