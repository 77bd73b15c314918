"""The browsers inside of apps: whose it is that asks, and what is known to fail there.

Nobody is moved out by us. The addresses that once did it stop working from one version of an app to the next
(https://github.com/shalanah/inapp-debugger/issues/11 and /22), so people are told where the app's own menu is.
"""

from urllib.parse import urlsplit

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# What is in the User-Agent of no other browser. TikTok's: https://github.com/nielsbasjes/yauaa/issues/1603 and
# https://github.com/faisalman/ua-parser-js/pull/817; Instagram's: https://github.com/ua-parser/uap-core/issues/476.
SIGNS = {"musical_ly": "TikTok", "trill_": "TikTok", "BytedanceWebview": "TikTok", " Instagram ": "Instagram"}


class Trouble(TextChoices):
    """What does not work there, in a sentence."""

    STORE = "store", _("App stores open from your own browser only.")
    SIGN_IN = "sign-in", _("Google does not let people sign in from inside other apps.")
    WALLET = "wallet", _("Apple Pay and Google Pay are missing inside other apps.")


# By host. Stores: https://affiverse.com/tiktok-blocks-app-store-links-in-user-bios/. Signing in: disallowed_useragent,
# https://developers.googleblog.com/upcoming-security-changes-to-googles-oauth-20-authorization-endpoint-in-embedded-webviews/.
# Wallets: https://developers.google.com/pay/api/web/support/faq, https://github.com/stripe-archive/stripe-payments-demo/issues/84.
TROUBLES = {
    "apps.apple.com": Trouble.STORE,
    "itunes.apple.com": Trouble.STORE,
    "testflight.apple.com": Trouble.STORE,
    "play.google.com": Trouble.STORE,
    "accounts.google.com": Trouble.SIGN_IN,
    "buy.stripe.com": Trouble.WALLET,
    "checkout.stripe.com": Trouble.WALLET,
    "donate.stripe.com": Trouble.WALLET,
    "pay.google.com": Trouble.WALLET,
}


def app_of(agent: str) -> str:
    """The app whose browser sends this User-Agent; "" for a browser of its own."""
    return next((app for sign, app in SIGNS.items() if sign in agent), "")


def trouble_with(url: str) -> Trouble | None:
    """What is known to fail when this address is opened inside of an app."""
    return TROUBLES.get(urlsplit(url).hostname or "")
