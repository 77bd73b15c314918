import os

from django.core.wsgi import get_wsgi_application

from linkbio.bodies import Bodies
from linkbio.processes import THREADS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linkbio.settings")
django_application = get_wsgi_application()

from profiles.edge import Edge  # noqa: E402 - its models need Django to be set up
from profiles.media import Media  # noqa: E402

application = Media(Edge(Bodies(django_application, threads=THREADS)))
