from django.apps import AppConfig


class AnonymousAnswersConfig(AppConfig):
    name = "aizuchi.anonymous_answers"
