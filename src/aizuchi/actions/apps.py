from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "aizuchi.actions"
