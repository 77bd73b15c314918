from django.urls import path, register_converter
from django.urls.converters import StringConverter

from profiles.views import public


class HandleConverter(StringConverter):
    """What can be the address of a page, in any case."""

    regex = "[A-Za-z0-9._-]{2,40}"


register_converter(HandleConverter, "handle")

urlpatterns = [
    path("@<handle:handle>", public.page, name="page"),
    path("@<handle:handle>/", public.find),
    path("go/<slug:key>", public.go, name="go"),
    path("<handle:handle>", public.find, name="find"),
]
