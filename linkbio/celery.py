import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linkbio.settings")

# Celery would raise the level of all our loggers to its own; who listens here has set them up, as settings did.
setup_logging.connect(lambda **_asked: None, weak=False)

app = Celery("linkbio")
app.config_from_object("linkbio.celeryconfig")
app.autodiscover_tasks(["profiles", "tiktok_auth"])
