"""Covers and avatars: drawn by code, the same for the same words, and kept on disk once drawn."""

import os
from collections.abc import Callable
from pathlib import Path
from threading import get_ident

from django.conf import settings

from tiktok_auth.sandbox.pictures import (
    arcade,
    books,
    cats,
    kitchen,
    leaves,
    mountains,
    shelf,
    sky,
    stage,
    textile,
    tram,
    vinyl,
    waves,
)
from tiktok_auth.sandbox.pictures.canvas import Canvas

COVER = (540, 960)
AVATAR = (400, 400)
SCENES = {
    "arcade": arcade.SCENE,
    "books": books.SCENE,
    "cats": cats.SCENE,
    "kitchen": kitchen.SCENE,
    "leaves": leaves.SCENE,
    "mountains": mountains.SCENE,
    "shelf": shelf.SCENE,
    "sky": sky.SCENE,
    "stage": stage.SCENE,
    "textile": textile.SCENE,
    "tram": tram.SCENE,
    "vinyl": vinyl.SCENE,
    "waves": waves.SCENE,
}


def cover(scene: str, art: str, seed: int) -> bytes:
    """An upright JPEG; without an `art` the seed chooses one of the scene's."""
    covers = SCENES[scene].covers
    art = art or list(covers)[seed % len(covers)]
    return _keep(f"{scene}-{art}-{seed}", COVER, covers[art])


def avatar(scene: str) -> bytes:
    """A square JPEG."""
    return _keep(f"{scene}-avatar", AVATAR, SCENES[scene].avatar)


def _keep(name: str, size: tuple[int, int], draw: Callable[[Canvas], None]) -> bytes:
    path = Path(settings.DATA_DIR) / "sandbox-images" / f"{name}.jpeg"
    if path.exists():
        return path.read_bytes()
    canvas = Canvas(*size, seed=name)
    draw(canvas)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}-{get_ident()}")
    unfinished.write_bytes(canvas.finish())
    unfinished.replace(path)
    return path.read_bytes()
