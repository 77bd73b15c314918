from django.urls import path

from profiles.views import design, insights, links, notices, portability, preview, settings, share, studio, videos

urlpatterns = [
    path("", studio.home, name="studio"),
    path("address/", studio.choose_address, name="studio_address"),
    path("design/", design.design, name="studio_design"),
    path("disconnect/", studio.disconnect, name="studio_disconnect"),
    path("insights/", insights.insights, name="studio_insights"),
    path("preview/", preview.preview, name="studio_preview"),
    path("preview/look.css", preview.look, name="studio_preview_look"),
    path("preview/about/", preview.typed_about, name="studio_typed_about"),
    path("preview/links/<int:pk>/", preview.typed_link, name="studio_typed_link"),
    path("share/", share.share, name="studio_share"),
    path("status/", studio.status, name="studio_status"),
    path("steps/<slug:step>/", studio.finish_step, name="studio_step"),
    path("sync/", studio.sync, name="studio_sync"),
    # /studio/export/
    path("export/", portability.export, name="studio_export"),
    path("export/page.json", portability.export_document, name="studio_export_document"),
    path("export/links.csv", portability.export_table, name="studio_export_table"),
    path("export/website.zip", portability.export_website, name="studio_export_website"),
    # /studio/import/
    path("import/", portability.bring, name="studio_import"),
    path("import/take/", portability.take, name="studio_take"),
    # /studio/links/
    path("links/deleted/", links.bin, name="studio_bin"),
    path("links/new/<slug:kind>/", links.add, name="studio_add"),
    path("links/order/", links.reorder, name="studio_order"),
    path("links/<int:pk>/", links.edit, name="studio_link"),
    path("links/<int:pk>/delete/", links.delete, name="studio_delete"),
    path("links/<int:pk>/duplicate/", links.duplicate, name="studio_duplicate"),
    path("links/<int:pk>/hide/", links.hide, name="studio_hide"),
    path("links/<int:pk>/move/", links.move, name="studio_move"),
    path("links/<int:pk>/pin/", links.pin, name="studio_pin_link"),
    path("links/<int:pk>/restore/", links.restore, name="studio_restore"),
    path("links/<int:pk>/show/", links.show, name="studio_show"),
    path("links/<int:pk>/thumbnail/", links.thumbnail, name="studio_thumbnail"),
    path("links/<int:pk>/unpin/", links.unpin, name="studio_unpin_link"),
    # /studio/notices/
    path("notices/", notices.all_notices, name="studio_notices"),
    path("notices/<int:pk>/", notices.notice, name="studio_notice"),
    # /studio/settings/
    path("settings/", settings.settings, name="studio_settings"),
    path("settings/delete/", settings.delete_account, name="studio_delete_account"),
    path("settings/publish/", settings.publish, name="studio_publish"),
    path("settings/sessions/", settings.end_sessions, name="studio_end_sessions"),
    path("settings/unpublish/", settings.unpublish, name="studio_unpublish"),
    # /studio/videos/
    path("videos/", videos.all_videos, name="studio_videos"),
    path("videos/rules/", videos.set_rules, name="studio_rules"),
    path("videos/hashtags/", videos.add_hashtag, name="studio_hashtags"),
    path("videos/hashtags/<int:pk>/apply/", videos.apply_hashtag, name="studio_apply_hashtag"),
    path("videos/hashtags/<int:pk>/delete/", videos.delete_hashtag, name="studio_delete_hashtag"),
    path("videos/<int:pk>/", videos.video, name="studio_video"),
    path("videos/<int:pk>/hide/", videos.hide, name="studio_hide_video"),
    path("videos/<int:pk>/move/", videos.move, name="studio_move_video"),
    path("videos/<int:video>/order/", links.reorder, name="studio_video_order"),
    path("videos/<int:video>/new/<slug:kind>/", links.add, name="studio_add_to_video"),
    path("videos/<int:pk>/pin/", videos.pin, name="studio_pin"),
    path("videos/<int:pk>/show/", videos.show, name="studio_show_video"),
    path("videos/<int:pk>/unpin/", videos.unpin, name="studio_unpin"),
]
