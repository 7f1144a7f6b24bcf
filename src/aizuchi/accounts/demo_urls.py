"""Addresses that exist in the demo only."""

from django.urls import path

from aizuchi.accounts.views import step_in

urlpatterns = [
    path("demo/", step_in.choose_shoes, name="demo"),
    path("demo/<uuid:person_id>/", step_in.step_in, name="step_in"),
]
