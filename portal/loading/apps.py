from django.apps import AppConfig


class LoadingConfig(AppConfig):
    name = "portal.loading"
