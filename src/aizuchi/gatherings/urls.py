from django.urls import path

from aizuchi.gatherings import views

app_name = "gatherings"
urlpatterns = [
    path("", views.list_gatherings, name="list"),
    path("new/", views.create_gathering, name="create"),
    path("<uuid:gathering_id>/", views.show_gathering, name="show"),
    path("<uuid:gathering_id>/change/", views.change_gathering, name="change"),
    path("<uuid:gathering_id>/call-off/", views.call_off_gathering, name="call_off"),
    path("<uuid:gathering_id>/sign-up/", views.sign_up, name="sign_up"),
    path("<uuid:gathering_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:gathering_id>/attendance/", views.note_attendance, name="attendance"),
]
