from django.urls import path

from profiles.views import links, studio

urlpatterns = [
    path("", studio.home, name="studio"),
    path("address/", studio.choose_address, name="studio_address"),
    path("disconnect/", studio.disconnect, name="studio_disconnect"),
    path("status/", studio.status, name="studio_status"),
    path("sync/", studio.sync, name="studio_sync"),
    # /studio/links/
    path("links/order/", links.reorder, name="studio_order"),
    path("links/<int:pk>/", links.edit, name="studio_link"),
    path("links/<int:pk>/delete/", links.delete, name="studio_delete"),
    path("links/<int:pk>/hide/", links.hide, name="studio_hide"),
    path("links/<int:pk>/move/", links.move, name="studio_move"),
    path("links/<int:pk>/restore/", links.restore, name="studio_restore"),
    path("links/<int:pk>/show/", links.show, name="studio_show"),
]
