from django.urls import path

from aizuchi.growth import views

app_name = "growth"
urlpatterns = [
    path("of-meeting/<uuid:meeting_id>/", views.keep_in_mind, name="keep-in-mind"),
    path("<uuid:spark_id>/outcome/", views.answer_outcome, name="outcome"),
    path("thank-you-notes/of-meeting/<uuid:meeting_id>/", views.write_thank_you_note, name="write-thank-you-note"),
    path(
        "thank-you-notes/<uuid:note_id>/take-back/",
        views.take_back_thank_you_note,
        name="take-back-thank-you-note",
    ),
    path("thank-you-notes/<uuid:note_id>/keep/", views.keep_thank_you_note, name="keep-thank-you-note"),
]
