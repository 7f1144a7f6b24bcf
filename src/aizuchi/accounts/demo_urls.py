"""Addresses that exist in the demo only."""

from django.urls import path

from aizuchi.accounts.views import demo

urlpatterns = [
    path("demo/", demo.list_demo_people, name="demo"),
    path("demo/<uuid:person_id>/", demo.sign_in_as, name="step_in"),
]
