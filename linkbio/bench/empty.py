"""The site with one place more: a logged-in view with nothing in the studio's frame."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from linkbio import urls
from profiles.views.studio import own_page

PATH = "/studio/empty/"


@login_required
def empty(request: HttpRequest) -> HttpResponse:
    return render(request, "studio/_base.html", {"page": own_page(request)})


urlpatterns = [path(PATH.lstrip("/"), empty), *urls.urlpatterns]
