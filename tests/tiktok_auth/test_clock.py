"""How far our clock is from TikTok's, and what that decides about removals."""

import pytest
from django.test import Client
from django.utils.http import http_date
from django.utils.timezone import now

from tests.tiktok_auth.deliveries import MINUTE, deliver, ending, make_body
from tests.tiktok_auth.steps import connect
from tiktok_auth import tasks
from tiktok_auth.clock import compare
from tiktok_auth.models import Ended
from tiktok_auth.replies import Reply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]


def test_removal_counts_though_our_clock_is_ahead(tiktok: Client) -> None:
    tiktoks_time = int(now().timestamp()) - 10 * MINUTE
    for _answer in range(2):
        compare(Reply(200, {"Date": http_date(tiktoks_time)}, b""))
    grant = connect()
    deliver(tiktok, make_body(at=tiktoks_time + 1), signed_at=tiktoks_time + 1)
    tasks.handle_pending()
    assert ending(grant) == Ended.LEFT


@pytest.mark.parametrize("status", [200, 502])
@pytest.mark.parametrize("date", [-3600, 3600, 8 * 24 * 3600])
def test_one_wrong_date_decides_nothing_about_a_removal(tiktok: Client, date: int, status: int) -> None:
    grant = connect()
    at = int(now().timestamp())
    for _answer in range(3):
        compare(Reply(status, {"Date": http_date(at + date)}, b""))
        compare(Reply(200, {"Date": http_date(at)}, b""))
    compare(Reply(status, {"Date": http_date(at + date)}, b""))
    deliver(tiktok, make_body(at=at - 30 * MINUTE, reason=1), signed_at=at)
    tasks.handle_pending()
    assert ending(grant) == ""
    deliver(tiktok, make_body(at=at + 1, reason=2), signed_at=at)
    tasks.handle_pending()
    assert ending(grant) == Ended.GONE


@pytest.mark.parametrize(("status", "date"), [(502, -3600), (502, 3600), (200, 8 * 24 * 3600), (200, 2**37)])
def test_dates_that_are_nobodys_clock_decide_nothing_about_a_removal(tiktok: Client, status: int, date: int) -> None:
    grant = connect()
    at = int(now().timestamp())
    for _answer in range(3):
        compare(Reply(status, {"Date": http_date(at + date)}, b""))
    deliver(tiktok, make_body(at=at + 1, reason=2), signed_at=at)
    tasks.handle_pending()
    assert ending(grant) == Ended.GONE
