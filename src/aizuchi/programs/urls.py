from django.urls import path

from aizuchi.programs.views import lists

app_name = "programs"
urlpatterns = [
    path("", lists.show_programs, name="list"),
]
