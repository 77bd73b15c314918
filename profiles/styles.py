"""The public page's stylesheet travels inside the page; its hash in the policy is the only style a browser accepts."""

import base64
import hashlib
import re
from collections.abc import Sequence

from django.conf import settings
from django.utils.csp import CSP
from django.utils.safestring import mark_safe


def _pack(css: str) -> str:
    """Without comments and with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)).strip()


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


# Safe because it is a file of ours; inside <style> escaped quotes would be wrong.
PUBLIC_CSS = mark_safe(_pack((settings.BASE_DIR / "static" / "css" / "public.css").read_text()))
PUBLIC_POLICY: dict[str, Sequence[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [f"'sha256-{_digest(PUBLIC_CSS)}'"],
    "img-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
