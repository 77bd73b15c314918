import time
from io import BytesIO

import requests
import time_machine
from PIL import Image

from tests.crowd import PATIENCE_SECONDS
from tests.tiktok_auth.sandbox.caller import token_of, user_info, videos
from tiktok_auth.sandbox import control


def cover_of(username: str) -> str:
    page = videos(token_of(username), fields="cover_image_url").json()["data"]["videos"]
    return str(page[0]["cover_image_url"])


def avatar_of(username: str) -> str:
    return str(user_info(token_of(username), "avatar_url").json()["data"]["user"]["avatar_url"])


def get(url: str) -> requests.Response:
    return requests.get(url, timeout=PATIENCE_SECONDS)


def test_cover_is_an_upright_jpeg_and_avatar_a_square_one() -> None:
    for url, size in ((cover_of("mina.eats"), (540, 960)), (avatar_of("mina.eats"), (400, 400))):
        answer = get(url)
        assert answer.headers["Content-Type"] == "image/jpeg"
        with Image.open(BytesIO(answer.content)) as picture:
            assert (picture.format, picture.size) == ("JPEG", size)


def test_addresses_run_out_covers_after_six_hours_avatars_after_two() -> None:
    cover, avatar = cover_of("mina.eats"), avatar_of("mina.eats")
    with time_machine.travel(time.time() + 2 * 3600 + 2):
        assert (get(cover).status_code, get(avatar).status_code) == (200, 403)
    with time_machine.travel(time.time() + 6 * 3600 + 2):
        assert get(cover).status_code == 403


def test_address_changed_by_a_byte_is_refused() -> None:
    url = cover_of("mina.eats")
    path, query = url.split("?")
    later = query.replace("x-expires=1", "x-expires=2")
    for forged in (f"{path}?{later}", url.replace("%3D", "="), path, f"{url}&more=1", url.replace("mina.eats", "x")):
        assert get(forged).status_code == 403


def test_address_changes_and_its_path_stays() -> None:
    first = cover_of("mina.eats")
    with time_machine.travel(time.time() + 60):
        second = cover_of("mina.eats")
    assert first != second
    assert first.split("?")[0] == second.split("?")[0]


def test_removed_video_keeps_its_picture_until_the_address_runs_out() -> None:
    url = cover_of("mina.eats")
    control.remove_video("mina.eats", control.videos("mina.eats")[0].id)
    assert get(url).ok


def test_image_server_may_fail() -> None:
    url = cover_of("mina.eats")
    control.break_next("image", "403")
    assert [get(url).status_code for _ in range(2)] == [403, 200]
