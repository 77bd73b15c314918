"""Sessions in the database that know whose they are, so that somebody can be shown theirs and end them.

https://docs.djangoproject.com/en/stable/topics/http/sessions/#extending-database-backed-session-engines
"""

from datetime import timedelta
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends import db
from django.db.models import QuerySet
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from tiktok_auth.models import Session

# A session in use is noted as such this often.
NOTED_EVERY = timedelta(hours=1)
BROWSER = "browser"
# What a browser calls itself and how people call it; the first that fits counts, since most claim to be others too.
BROWSERS = {
    "TikTok": "TikTok",
    "musical_ly": "TikTok",
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "CrOS": "Chromebook",
    "Linux": "Linux",
}


class SessionStore(db.SessionStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _validate_session_key(self, key: str) -> bool:
        """Made of the letters and digits that our keys are made of: PostgreSQL refuses to look for some others."""
        return super()._validate_session_key(key) and key.isascii() and key.isalnum()  # type: ignore[misc]

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session = cast(Session, super().create_model_instance(data))
        session.user_id = data.get(SESSION_KEY)
        session.browser = data.get(BROWSER, "")
        return session

    def _get_session_from_db(self) -> Session | None:
        session: Session | None = super()._get_session_from_db()  # type: ignore[misc]
        now = timezone.now()
        if session and session.used_at < now - NOTED_EVERY:
            Session.objects.filter(pk=session.pk).update(used_at=now)
        return session


def of(user: User) -> QuerySet[Session]:
    """Where this person is logged in, the latest used first."""
    return Session.objects.filter(user=user, expire_date__gt=timezone.now()).order_by("-used_at")


def end_others(user: User, *, kept: str | None) -> None:
    """Log this person out everywhere but in the session with this key."""
    Session.objects.filter(user=user).exclude(session_key=kept).delete()


def name_browser(agent: str) -> str:
    """What people call the browser and machine of this User-Agent: "Chrome, Android"; "" when it says neither."""
    names = (next((name for sign, name in signs.items() if sign in agent), "") for signs in (BROWSERS, SYSTEMS))
    return ", ".join(filter(None, names))


@receiver(user_logged_in)
def note_browser(request: HttpRequest, **kwargs: Any) -> None:
    request.session[BROWSER] = name_browser(request.headers.get("User-Agent", ""))
