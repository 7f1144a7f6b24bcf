from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "aizuchi.feedback"
