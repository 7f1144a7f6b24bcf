from django.urls import path

from aizuchi.feedback.views import answer, sealed, sizes

app_name = "feedback"
urlpatterns = [
    path("", sealed.drop, name="drop"),
    path("keys/<uuid:window_id>/", sealed.show_fingerprints, name="fingerprints"),
    path("key/<uuid:eligibility_id>/", sealed.show_key, name="key"),
    path("sign/<uuid:eligibility_id>/", sealed.sign, name="sign"),
    path("sizes/", sizes.sizes, name="sizes"),
    path("<uuid:eligibility_id>/", answer.answer, name="answer"),
]
