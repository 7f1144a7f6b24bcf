from django.urls import path

from aizuchi.anonymous_answers import views as sealed
from aizuchi.feedback.views import answer, sizes

app_name = "feedback"
urlpatterns = [
    path("", sealed.drop, name="drop"),
    path("keys/<uuid:window_id>/", sealed.show_fingerprints, name="fingerprints"),
    path("key/<uuid:window_id>/<uuid:subject_id>/", sealed.show_key, name="key"),
    path("sign/<uuid:window_id>/<uuid:subject_id>/", sealed.sign, name="sign"),
    path("sizes/", sizes.sizes, name="sizes"),
    path("<uuid:window_id>/<uuid:mentor_id>/", answer.answer, name="answer"),
]
