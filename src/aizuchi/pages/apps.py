from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "aizuchi.pages"
