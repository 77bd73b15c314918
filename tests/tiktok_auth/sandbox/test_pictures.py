import shutil
from io import BytesIO

import pytest
from PIL import Image, ImageStat

from tests import services
from tiktok_auth.sandbox import control, pictures

CLIPS = sorted({(persona.scene, clip.art) for persona in control.personas() for clip in persona.clips})


@pytest.mark.parametrize(("scene", "art"), CLIPS)
def test_every_clip_has_a_cover_that_shows_something(scene: str, art: str) -> None:
    with Image.open(BytesIO(pictures.cover(scene, art, 3))) as picture:
        assert picture.size == (540, 960)
        assert max(ImageStat.Stat(picture.convert("L")).stddev) > 15


@pytest.mark.parametrize("scene", pictures.SCENES)
def test_every_scene_has_an_avatar(scene: str) -> None:
    with Image.open(BytesIO(pictures.avatar(scene))) as picture:
        assert picture.size == (400, 400)


def test_same_seed_draws_the_same_picture_and_another_seed_another() -> None:
    first, other = pictures.cover("kitchen", "soup", 1), pictures.cover("kitchen", "soup", 2)
    shutil.rmtree(services.DATA_DIR / "sandbox-images")
    assert pictures.cover("kitchen", "soup", 1) == first != other


def test_video_without_an_art_gets_one_of_the_scene() -> None:
    assert pictures.cover("books", "", 7) == pictures.cover("books", "shelves", 7)
