from django.urls import path
from django.views.generic import RedirectView

from aizuchi.pages.views import home

urlpatterns = [
    path("", home.home, name="home"),
    path("pairs/<uuid:pair_id>/", RedirectView.as_view(url="/"), name="pair"),
    path("board/", RedirectView.as_view(url="/"), name="board"),
    path("meetings/<uuid:meeting_id>/brief/", RedirectView.as_view(url="/"), name="brief"),
    path("meetings/<uuid:meeting_id>/prepare/", RedirectView.as_view(url="/"), name="prepare"),
    path("meetings/<uuid:meeting_id>/session/", RedirectView.as_view(url="/"), name="session"),
    path("meetings/<uuid:meeting_id>/wrap-up/", RedirectView.as_view(url="/"), name="wrapup"),
]
