"""TikTok's own paths, under /sandbox/."""

from django.urls import path

from tiktok_auth.sandbox import consent, display, images, oauth

app_name = "sandbox"
urlpatterns = [
    path("v2/auth/authorize/", consent.authorize, name="authorize"),
    path("v2/oauth/token/", oauth.token, name="token"),
    path("v2/oauth/revoke/", oauth.revoke, name="revoke"),
    path("v2/user/info/", display.user_info, name="user_info"),
    path("v2/video/list/", display.video_list, name="video_list"),
    path("v2/video/query/", display.video_query, name="video_query"),
    path("img/<str:persona>/<str:name>.jpeg", images.image, name="image"),
]
