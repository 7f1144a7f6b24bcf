from django.urls import path

from aizuchi.pages.views import (
    board,
    brief,
    holding,
    home,
    jobs,
    minutes,
    pair,
    prepare,
    session,
    strengths,
    wrapup,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("pairs/<uuid:pair_id>/", pair.pair, name="pair"),
    path("pairs/<uuid:pair_id>/earlier/", pair.earlier, name="pair_earlier"),
    path("pairs/<uuid:pair_id>/next/", prepare.prepare_next, name="prepare_next"),
    path("board/", board.board, name="board"),
    path("strengths/", strengths.strengths, name="strengths"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<uuid:job_id>/again/", jobs.again, name="jobs_again"),
    path("holding/", holding.holding, name="holding"),
    path("holding.csv", holding.csv, name="holding_csv"),
    path("meetings/<uuid:meeting_id>/brief/", brief.brief, name="brief"),
    path("meetings/<uuid:meeting_id>/prepare/", prepare.prepare, name="prepare"),
    path("meetings/<uuid:meeting_id>/session/", session.session, name="session"),
    path("meetings/<uuid:meeting_id>/wrap-up/", wrapup.wrapup, name="wrapup"),
    path("meetings/<uuid:meeting_id>/wrap-up/promises/", wrapup.promises, name="wrapup_promises"),
    path("meetings/<uuid:meeting_id>/wrap-up/draft/", wrapup.draft_summary, name="wrapup_draft"),
    path("meetings/<uuid:meeting_id>/wrap-up/next/", wrapup.choose_next, name="wrapup_next"),
    path("meetings/<uuid:meeting_id>/wrap-up/close/", wrapup.close, name="wrapup_close"),
    path("meetings/<uuid:meeting_id>/minutes/", minutes.minutes, name="minutes"),
    path("meetings/<uuid:meeting_id>/minutes.pdf", minutes.pdf, name="minutes_pdf"),
]
