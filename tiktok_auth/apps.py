from django.apps import AppConfig


class TikTokAuthConfig(AppConfig):
    name = "tiktok_auth"
