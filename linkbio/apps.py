from django.apps import AppConfig
from django.contrib.admin import apps

from linkbio import checks

__all__ = ["checks"]


class LinkbioConfig(AppConfig):
    name = "linkbio"
    default = True


class StaffAdminConfig(apps.AdminConfig):
    default_site = "linkbio.staff.StaffSite"
    default = False
