from django.urls import URLPattern, path

from aizuchi.ui import views

urlpatterns: list[URLPattern] = [
    path("", views.show_elements, name="elements"),
]
