"""What TikTok is documented or seen to answer, one file for each answer; tokens and people are made up.

A name says who answers, what, and with which status: OAuth errors come with 200. Sources: oauth-error-handling,
tiktok-api-v2-error-handling, tiktok-api-v2-get-user-info and tiktok-api-v2-video-object on developers.tiktok.com.
"""

import json
from pathlib import Path
from typing import Any

from tiktok_auth.replies import Reply

FOLDER = Path(__file__).parent


def sample(name: str) -> Reply:
    """The answer in a file, such as "oauth/token.200"."""
    return Reply(int(name.rpartition(".")[2]), {}, (FOLDER / f"{name}.json").read_bytes())


def sample_json(name: str) -> Any:
    """Its body, to be changed at will."""
    return json.loads(sample(name).body)
