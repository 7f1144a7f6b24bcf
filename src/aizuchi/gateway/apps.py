from django.apps import AppConfig


class GatewayConfig(AppConfig):
    name = "aizuchi.gateway"
