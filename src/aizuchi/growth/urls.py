from django.urls import path

from aizuchi.growth import views

app_name = "growth"
urlpatterns = [
    path("of-meeting/<uuid:meeting_id>/", views.keep_in_mind, name="keep-in-mind"),
    path("<uuid:spark_id>/outcome/", views.answer_outcome, name="outcome"),
]
