from django.urls import path

from profiles.views import studio

urlpatterns = [
    path("", studio.home, name="studio"),
]
