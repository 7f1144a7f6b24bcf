from django.urls import path

from aizuchi.actions import views

app_name = "actions"
urlpatterns = [
    path("", views.own_list, name="list"),
    path("<uuid:action_id>/", views.show, name="show"),
    path("<uuid:action_id>/edit/", views.edit, name="edit"),
    path("<uuid:action_id>/done/", views.mark_done, name="done"),
    path("<uuid:action_id>/drop/", views.drop, name="drop"),
    path("<uuid:action_id>/take-away/", views.take_away, name="take-away"),
    path("of-pair/<uuid:pair_id>/", views.add, name="add"),
    path("of-meeting/<uuid:meeting_id>/begin/", views.begin, name="begin"),
]
