"""Covers and avatars, drawn by code and kept on disk."""

from io import BytesIO

from PIL import Image


def cover(scene: str, art: str, seed: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (540, 960), "#7a5c46").save(out, "JPEG")
    return out.getvalue()


def avatar(scene: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (400, 400), "#7a5c46").save(out, "JPEG")
    return out.getvalue()
