"""An app of a version to come: three migrations that nobody has yet, for upgrades that take no minute."""

from django.apps import AppConfig


class TomorrowConfig(AppConfig):
    name = "aizuchi.config.backups.tests.tomorrow"
