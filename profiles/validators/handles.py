"""Addresses of pages: those that TikTok proves and those that are chosen."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from profiles.validators.likeness import likeness
from profiles.validators.text import normal

PROVEN_HANDLE = re.compile(r"[a-z0-9._]{1,23}[a-z0-9_]")
CHOSEN_HANDLE = re.compile(r"[a-z0-9][a-z0-9._-]{1,38}[a-z0-9]")
RESERVED = frozenset(
    """
    about abuse account accounts admin administrator all analytics api app apps apple-touch-icon.png assets auth billing
    blog callback card contact cookies copyright creators css dashboard demo dev dmca docs download email embed error
    explore faq favicon.ico feed go healthz help home humans.txt imprint index index.html insights invite js legal link
    linkbio links live login logout mail manifest.json me media metrics mod moderation moderator news null oauth
    official owner page pages password pay payments ping postmaster press pricing privacy profile public qr readyz
    register report robots.txt root rss rules safety sandbox search security security.txt settings share shop signin
    signup sitemap.xml staff static status store studio support sw.js system team terms test tiktok tos undefined
    unsubscribe upload user users verified verify video videos webhook webhooks webmaster welcome well-known www
    """.split()
)
# A word of a chosen address that would speak for TikTok or for this site.
POSING = frozenset(
    """
    abuse admin administrator helpdesk login mod moderator moderation official safety security staff support tiktok
    verified
    """.split()
)


def clean_handle(text: str, *, chosen: bool) -> str:
    """The address of a page. One that TikTok proves is taken as it is; a chosen one needs a hyphen, which no TikTok
    username has, so that it never sits on anybody's name. Raises ValidationError."""
    handle = normal("NFKC", text).strip().removeprefix("@").lower()
    if chosen:
        _refuse_unfit_choice(handle)
    elif not PROVEN_HANDLE.fullmatch(handle):
        raise ValidationError(_("This is not a TikTok username."))
    if handle in RESERVED:
        raise ValidationError(_("This address is kept for the site itself. Choose another one."))
    return handle


def suggest_handle(display_name: str) -> str:
    """An address made from a creator's name, or "" when its letters do not make one."""
    name = slugify(display_name)[:24].strip("-_")
    try:
        return clean_handle(name if "-" in name else f"hello-{name}", chosen=True)
    except ValidationError:
        return ""


def _refuse_unfit_choice(handle: str) -> None:
    if not CHOSEN_HANDLE.fullmatch(handle):
        raise ValidationError(_("Use 3 to 40 letters a to z or digits, with a hyphen between them, like “ada-bakes”."))
    if "-" not in handle:
        raise ValidationError(
            _("Put a hyphen in it, like “ada-bakes”. Addresses without one are kept for TikTok names.")
        )
    words = {likeness(word) for word in [*re.split(r"[._-]+", handle), re.sub(r"[._-]", "", handle)]}
    posing = {likeness(word) for word in [*POSING, re.sub(r"\W", "", settings.SITE_NAME)]}
    if words & posing or likeness(handle) in {likeness(word) for word in RESERVED}:
        raise ValidationError(_("This address looks like the site's own or TikTok's. Choose another one."))
