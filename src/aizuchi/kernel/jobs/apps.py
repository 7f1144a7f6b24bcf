from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "aizuchi.kernel.jobs"
