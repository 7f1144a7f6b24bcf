from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "aizuchi.kernel"

    def ready(self) -> None:
        from aizuchi.kernel.personal_data import check  # noqa: F401 (registers itself)
