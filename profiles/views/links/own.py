"""Whose links they are."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from profiles.models import Link
from profiles.views.studio import own_page


def own_link(request: HttpRequest, pk: int) -> Link:
    return get_object_or_404(own_page(request).links.kept().select_related("video"), pk=pk)
