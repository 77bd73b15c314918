from django.conf import settings
from django.http import HttpRequest


def contact_url() -> str:
    """settings.CONTACT as something to tap: an e-mail address becomes mailto:, an address on the web stays."""
    is_mail = "@" in settings.CONTACT and ":" not in settings.CONTACT
    return f"mailto:{settings.CONTACT}" if is_mail else settings.CONTACT


def _contact_to_read() -> str:
    """settings.CONTACT as people read it: of a mailto: the address alone."""
    address = settings.CONTACT.removeprefix("mailto:")
    return settings.CONTACT if address == settings.CONTACT else address.partition("?")[0]


def site(request: HttpRequest) -> dict[str, object]:
    """What every template may say about this installation."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "site_host": settings.SITE_HOST,
        "source_url": settings.SOURCE_URL,
        "contact": _contact_to_read(),
        "contact_url": contact_url(),
        "login_ready": bool(settings.TIKTOK_CLIENT_KEY and settings.TIKTOK_CLIENT_SECRET),
        "reference": getattr(request, "reference", ""),
    }
