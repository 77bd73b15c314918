"""What the Links place of the studio is asked for, and the pictures beside its links."""

from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from profiles.models import Link

HOME = "/studio/"


def at(link: Link, act: str = "") -> str:
    return f"/studio/links/{link.pk}/{act and act + '/'}"


def photo(size: tuple[int, int] = (400, 300), form: str = "PNG") -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", size, "#c0ffee").save(file, form)
    return SimpleUploadedFile("photo.png", file.getvalue(), "image/png")


def files(link: Link) -> list[Path]:
    return list((Path(settings.MEDIA_ROOT) / "thumbnail").rglob(f"{link.thumbnail}*"))
