"""How pictures come into the media folder, and how they go from there."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Manager, QuerySet
from PIL import Image, ImageOps

from profiles import easel
from profiles.covers import files
from profiles.covers.encoding import ENCODINGS, Unfit, average_color, decode, encode
from profiles.covers.files import NAME_LENGTH, Unkept, invent_name, path_of, paths_of
from profiles.models import Link, Page, Snapshot, Video
from profiles.shapes import AVATAR, BACKDROP, COVER, MOST_PIXELS, THUMBNAIL, Shape
from tiktok_auth import transport
from tiktok_auth.errors import Unavailable

log = structlog.get_logger(__name__)

DROP_AT_ONCE = 1000
# Where the pictures of each shape are named: rows, the field, and which of the rows are a page's.
PLACES: dict[Shape, list[tuple[Manager[Any], str, str]]] = {
    AVATAR: [(Snapshot.objects, "avatar", "page"), (Page.objects, "portrait", "pk")],
    BACKDROP: [(Page.objects, "backdrop", "pk")],
    COVER: [(Video.objects, "cover", "page")],
    THUMBNAIL: [(Link.objects, "thumbnail", "page")],
}


@dataclass(frozen=True, slots=True)
class Cover:
    """A kept picture: its name, and its average colour as #rrggbb."""

    name: str
    color: str
    is_unguessable: bool = False


def keep(url: str, *, shape: Shape, page_id: int) -> Cover:
    """Fetch a picture and keep our own copy of it for this page, as `keep_bytes` does.

    Raises Unfit, Unkept, or Unavailable when its host does not hand it over.
    """
    reply = transport.fetch_image(url)
    if reply.status != 200:
        raise Unfit(f"status {reply.status}")
    # Asked once it is here: the page may have been taken down meanwhile.
    is_offline = not Page.objects.online().filter(pk=page_id).exists()
    return keep_bytes(reply.body, shape=shape, is_unguessable=is_offline)


def keep_bytes(body: bytes, *, shape: Shape, most_pixels: int = MOST_PIXELS, is_unguessable: bool = False) -> Cover:
    """Keep our own copy of this picture, cropped to its shape. Raises Unfit and Unkept.

    The same picture has the same name, unless it is to be one that nobody can guess: as those of creators' own pictures
    and of pages that are offline, so that what comes again is not at an address that was left.
    """
    picture = decode(body, max(shape.large), most_pixels=most_pixels)
    drawings = [
        ImageOps.fit(picture, size, Image.Resampling.LANCZOS, centering=shape.centering) for size in shape.sizes
    ]
    contents = {
        (drawing.width, ending): encode(drawing, ending, most_bytes=limit * (ending == "webp"), may_blur=shape.may_blur)
        for drawing, limit in zip(drawings, shape.most_bytes, strict=True)
        for ending in ENCODINGS
    }
    name = invent_name() if is_unguessable else sha256(b"".join(contents.values())).hexdigest()[:NAME_LENGTH]
    _write({path_of(name, width, ending, shape): content for (width, ending), content in contents.items()}, shape)
    return Cover(name, average_color(drawings[0]), is_unguessable)


@contextmanager
def kept(picture: bytes | None, shape: Shape) -> Iterator[str]:
    """The name of our own copy of a creator's picture, "" for none, around the change that shows it.

    Where that fails, say because its creator has left, the copy goes again. Raises Unfit, Unkept, and slots.Busy.
    """
    name = ""
    if picture:
        with easel.slot():
            name = keep_bytes(picture, shape=shape, is_unguessable=True).name
    try:
        yield name
    finally:
        delete_unused([name], shape)


def read(name: str, shape: Shape) -> bytes:
    """The largest copy of a kept picture, as WebP; empty where its file is gone."""
    path = path_of(name, shape.large[0], "webp", shape)
    return path.read_bytes() if path.is_file() else b""


def weigh(name: str, shape: Shape) -> int:
    """How many bytes the largest copy has as JPEG; none where its file is gone."""
    path = path_of(name, shape.large[0], "jpg", shape)
    return path.stat().st_size if path.is_file() else 0


def renew_avatar(snapshot: Snapshot, url: str) -> None:
    """Fetch the avatar when it is missing or another one; keep what there is when that fails. Raises Unkept."""
    source = source_of(url)
    is_here = snapshot.avatar_source == source and weigh(snapshot.avatar, AVATAR)
    if is_here or not (avatar := _try(url, AVATAR, snapshot.page_id)):
        return
    # Of a creator who left meanwhile there is no fetched snapshot, and what was withdrawn has another name: then the
    # files go again.
    fetched = Snapshot.objects.filter(pk=snapshot.pk, fetched_at__isnull=False, avatar=snapshot.avatar)
    _replace(fetched, snapshot.page_id, avatar, avatar=avatar.name, avatar_source=source)
    delete_unused([snapshot.avatar, avatar.name], AVATAR)


def renew_cover(video: Video, url: str) -> None:
    """Fetch a video's cover when it is missing or another one; keep what there is when that fails. Raises Unkept."""
    source = source_of(url)
    is_here = video.cover_source == source and weigh(video.cover, COVER)
    if is_here or not (cover := _try(url, COVER, video.page_id)):
        return
    # As with the avatar: who left meanwhile has no listed video.
    listed = Video.objects.filter(pk=video.pk, is_listed=True, cover=video.cover)
    _replace(listed, video.page_id, cover, cover=cover.name, cover_color=cover.color, cover_source=source)
    delete_unused([video.cover, cover.name])


def drop_aged() -> None:
    """Delete the covers of videos that TikTok has not confirmed for too long, DROP_AT_ONCE in each step."""
    while aged := dict(Video.objects.with_aged_cover().values_list("pk", "cover")[:DROP_AT_ONCE]):
        # Asked again, since one of them may have been confirmed meanwhile.
        Video.objects.with_aged_cover().filter(pk__in=aged).update(cover="", cover_source="")
        delete_unused(aged.values())


def delete_unused(names: Collection[str], shape: Shape = COVER) -> None:
    """Delete the files of those pictures that no page shows any more."""
    unused = set(names) - {""}
    for rows, field, _page in PLACES[shape]:
        unused -= set(rows.filter(**{f"{field}__in": unused}).values_list(field, flat=True))
    for path in (path for name in unused for path in paths_of(name, shape)):
        files.delete(path)


def delete_once_committed(names: Collection[str], shape: Shape = COVER) -> None:
    """The same once the transaction at hand is committed. A failure is logged, and what else is to follow goes on."""
    transaction.on_commit(partial(delete_unused, names, shape), robust=True)


def names_of(page: Page) -> Mapping[Shape, list[str]]:
    """The names of all pictures that are kept for this page."""
    return {
        shape: [
            name
            for rows, field, of in places
            for name in rows.filter(**{of: page.pk}).exclude(**{field: ""}).values_list(field, flat=True)
        ]
        for shape, places in PLACES.items()
    }


def are_missing(page: Page) -> bool:
    """Whether this page has pictures and not one of their files is here: so it is in a shell with another DATA_DIR."""
    paths = [path for shape, names in names_of(page).items() for name in names for path in paths_of(name, shape)]
    return bool(paths) and not any(path.is_file() for path in paths)


def source_of(url: str) -> str:
    """What an address says about the picture: TikTok signs it anew each time, in the query; the path stays."""
    return sha256(url.partition("?")[0].encode()).hexdigest()[:NAME_LENGTH]


def _write(contents: Mapping[Path, bytes], shape: Shape) -> None:
    """All files of a picture, or none that was not there before. Raises Unkept, and logs it."""
    new = [path for path in contents if not path.exists()]
    try:
        for path, content in contents.items():
            files.write(path, content)
    except OSError as error:
        log.error("picture_not_kept", shape=shape.name, reason=error.strerror)
        for path in new:
            files.drop(path)
        raise Unkept(error.strerror) from error


@transaction.atomic
def _replace(rows: QuerySet[Any], page_id: int, picture: Cover, **said: str) -> None:
    """Have these rows show the picture, unless its page was taken down meanwhile and visitors know the name."""
    # Held, so that whoever withdraws or erases pictures at this moment meets either all of it or nothing.
    Page.objects.held().filter(pk=page_id).exists()
    if picture.is_unguessable or Page.objects.online().filter(pk=page_id).exists():
        rows.update(**said)


def _try(url: str, shape: Shape, page_id: int) -> Cover | None:
    if not url:
        return None
    try:
        return keep(url, shape=shape, page_id=page_id)
    except (Unavailable, Unfit) as error:
        log.info("picture_missing", shape=shape.name, reason=str(error))
        return None
