from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "aizuchi.kernel"
