import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linkbio.settings")

app = Celery("linkbio")
app.config_from_object("linkbio.celeryconfig")
app.autodiscover_tasks(["profiles", "tiktok_auth"])
