from django.apps import AppConfig
from django.apps import apps as installed
from django.contrib.admin import apps
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string

from linkbio import checks

__all__ = ["checks"]


class LinkbioConfig(AppConfig):
    name = "linkbio"
    default = True

    def ready(self) -> None:
        # By its path: models can be imported only now. After the last app that roles speak of: by then Django has
        # renamed the permissions of renamed models and made the missing ones.
        last = installed.get_app_config("contenttypes")
        post_migrate.connect(import_string("linkbio.roles.make_groups"), sender=last)


class StaffAdminConfig(apps.AdminConfig):
    default_site = "linkbio.staff.StaffSite"
    default = False
