from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "aizuchi.kernel.files"
