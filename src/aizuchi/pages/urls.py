from django.urls import path
from django.views.generic import RedirectView

from aizuchi.pages.views import brief, home, prepare, session

soon = RedirectView.as_view(url="/")

urlpatterns = [
    path("", home.home, name="home"),
    path("pairs/<uuid:pair_id>/", soon, name="pair"),
    path("pairs/<uuid:pair_id>/next/", prepare.prepare_next, name="prepare_next"),
    path("board/", soon, name="board"),
    path("meetings/<uuid:meeting_id>/brief/", brief.brief, name="brief"),
    path("meetings/<uuid:meeting_id>/prepare/", prepare.prepare, name="prepare"),
    path("meetings/<uuid:meeting_id>/session/", session.session, name="session"),
    path("meetings/<uuid:meeting_id>/wrap-up/", soon, name="wrapup"),
    path("meetings/<uuid:meeting_id>/minutes/", soon, name="minutes"),
]
