from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "aizuchi.config"

    def ready(self) -> None:
        from aizuchi.config import migrating, wiring

        wiring.install()
        migrating.install()
