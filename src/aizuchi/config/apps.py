from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "aizuchi.config"

    def ready(self) -> None:
        from aizuchi.config import wiring

        wiring.install()
