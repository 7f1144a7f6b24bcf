from django.urls import path

from aizuchi.feedback.views import voices

app_name = "feedback"
urlpatterns = [
    path("<uuid:right_id>/", voices.voice, name="voice"),
]
