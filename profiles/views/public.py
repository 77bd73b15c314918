from django.http import HttpRequest, HttpResponse


def page(request: HttpRequest, handle: str) -> HttpResponse:
    raise NotImplementedError


def go(request: HttpRequest, key: str) -> HttpResponse:
    raise NotImplementedError


def find(request: HttpRequest, handle: str) -> HttpResponse:
    raise NotImplementedError
