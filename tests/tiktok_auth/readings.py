"""TikTok's answers about a creator and their videos, read with something in them changed."""

from tests.tiktok_auth.samples import sample_json
from tests.tiktok_auth.test_replies import answered
from tiktok_auth.payloads import UserInfo, VideoPage, read_user, read_videos

OPEN_ID = "f3b5a1c2-0000-4000-8000-00000000cafe"


def read_sample_user(**changes: object) -> UserInfo:
    body = sample_json("display/user_info.200")
    body["data"]["user"] |= changes
    return read_user(answered(body), OPEN_ID)


def read_sample_videos(**changes: object) -> VideoPage:
    body = sample_json("display/video_list.200")
    body["data"] |= changes
    return read_videos(answered(body))
