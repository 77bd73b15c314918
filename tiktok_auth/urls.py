from allauth.socialaccount.providers.oauth2.urls import default_urlpatterns

from tiktok_auth.provider import TikTokProvider

urlpatterns = default_urlpatterns(TikTokProvider)
