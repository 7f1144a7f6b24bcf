from django.urls import path

from aizuchi.growth import views

app_name = "growth"
urlpatterns = [
    path("of-meeting/<uuid:meeting_id>/", views.keep_in_mind, name="keep-in-mind"),
    path("<uuid:spark_id>/outcome/", views.answer_outcome, name="outcome"),
    path("letters/of-meeting/<uuid:meeting_id>/", views.write_letter, name="write-letter"),
    path("letters/<uuid:letter_id>/take-back/", views.take_back_letter, name="take-back-letter"),
    path("letters/<uuid:letter_id>/keep/", views.keep_letter, name="keep-letter"),
]
