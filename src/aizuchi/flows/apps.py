from django.apps import AppConfig


class FlowsConfig(AppConfig):
    """What joins apps that do not know each other: a 1on1 that stands in calendars, live parts, numbers of units."""

    name = "aizuchi.flows"
