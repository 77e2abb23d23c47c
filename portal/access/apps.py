from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "portal.access"

    def ready(self):
        from . import checks  # noqa: F401 - registers itself
