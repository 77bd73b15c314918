from django.urls import path

from profiles.views import public

urlpatterns = [
    path("@<str:handle>", public.page, name="page"),
    path("go/<str:key>", public.go, name="go"),
    path("<str:handle>", public.find, name="find"),
]
