"""Where creators read what staff did."""

from profiles.models import Measure

NOTICES = "/studio/notices/"


def notice_of(measure: Measure) -> str:
    return f"{NOTICES}{measure.pk}/"
