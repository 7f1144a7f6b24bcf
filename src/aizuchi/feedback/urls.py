from django.urls import path

from aizuchi.anonymous_answers.addresses import urls_of
from aizuchi.feedback.asking import ASKING
from aizuchi.feedback.views import answer, sizes

app_name = "feedback"
urlpatterns = [
    *urls_of(ASKING),
    path("sizes/", sizes.sizes, name="sizes"),
    path("<uuid:window_id>/<uuid:mentor_id>/", answer.answer, name="answer"),
]
