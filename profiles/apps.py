from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProfilesConfig(AppConfig):
    name = "profiles"
    verbose_name = _("Pages and people")

    def ready(self) -> None:
        import_module("profiles.receivers")
