"""The five addresses of the browser's half, the same below the place of every app that asks."""

from django.urls import URLPattern, path

from aizuchi.anonymous_answers import views


def urls_of(asking: str) -> list[URLPattern]:
    of = {"asking": asking}
    return [
        path("", views.drop, of, name="drop"),
        path("keys/<uuid:window_id>/", views.show_fingerprints, of, name="fingerprints"),
        path("board/<uuid:board_id>/", views.show_board, of, name="board"),
        path("key/<uuid:window_id>/<uuid:subject_id>/", views.show_key, of, name="key"),
        path("sign/<uuid:window_id>/<uuid:subject_id>/", views.sign, of, name="sign"),
    ]
