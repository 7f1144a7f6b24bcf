from django.apps import AppConfig


class SingleSignOnConfig(AppConfig):
    name = "aizuchi.single_sign_on"
