from django.urls import path

from aizuchi.feedback.views import sealed, sizes, voices

app_name = "feedback"
urlpatterns = [
    path("", sealed.drop, name="drop"),
    path("keys/<uuid:window_id>/", sealed.show_fingerprints, name="fingerprints"),
    path("key/<uuid:right_id>/", sealed.show_key, name="key"),
    path("sign/<uuid:right_id>/", sealed.sign, name="sign"),
    path("sizes/", sizes.sizes, name="sizes"),
    path("<uuid:right_id>/", voices.voice, name="voice"),
]
