"""What visitors ask for, what they may send along without changing anything, and where an answer leads them."""

from typing import Any

from tests.markup import tags

URL = "/@mina.eats"
CANARY = "canary7q"
HEADERS = {
    "X-Forwarded-Host": f"{CANARY}.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": CANARY,
    "X-Forwarded-Port": "4443",
    "X-Forwarded-Prefix": f"/{CANARY}",
    "X-Forwarded-Server": CANARY,
    "X-Original-Url": f"/{CANARY}",
    "X-Rewrite-Url": f"/{CANARY}",
    "X-Http-Method-Override": "DELETE",
    "X-Host": CANARY,
    "Forwarded": f"host={CANARY}",
    "Origin": f"https://{CANARY}.example",
    "Referer": f"https://{CANARY}.example/",
    "User-Agent": CANARY,
    "Accept": f"text/{CANARY}",
    "Accept-Language": "ar, de;q=0.5",
    "Authorization": f"Bearer {CANARY}",
    "Cache-Control": "no-cache",
    "Range": "bytes=0-10",
    "If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT",
    "Via": CANARY,
}
COOKIES = [
    "session",
    "__Host-session",
    "csrf",
    "csrftoken",
    "sessionid",
    "messages",
    "django_language",
    "theme",
    "id",
    "a",
]


def hrefs(response: Any) -> list[str]:
    return [link["href"] for link in tags(response, "a")]
