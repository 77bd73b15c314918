"""The places that have pictures: in which sizes theirs are kept, under which names, and at which addresses."""

from dataclasses import dataclass

from django.conf import settings

type Size = tuple[int, int]

# No larger picture is decoded.
MOST_PIXELS = 16_000_000


@dataclass(frozen=True, slots=True)
class Shape:
    """A place for a picture: the sizes it is kept in, smallest first, and what a crop keeps in view.

    `most_bytes` is what the WebP copies may weigh, the small one, which phones take, first; 0 is as much as it takes.
    A cover that would weigh more at the lowest quality does; what `may_blur` loses detail until it is light enough.
    """

    name: str
    small: Size
    large: Size
    centering: tuple[float, float]
    most_bytes: Size = (0, 0)
    may_blur: bool = False

    @property
    def sizes(self) -> tuple[Size, Size]:
        return self.small, self.large


# Faces and titles sit above the middle of most covers.
# A first visit with twelve of them and a web font weighs 75 kB at most.
COVER = Shape("cover", (270, 360), (540, 720), centering=(0.5, 0.4), most_bytes=(3_700, 0))
AVATAR = Shape("avatar", (96, 96), (192, 192), centering=(0.5, 0.5))
THUMBNAIL = Shape("thumbnail", (96, 96), (192, 192), centering=(0.5, 0.5))
# Behind a page, under a veil that hides details anyway; the large one is for wide screens.
BACKDROP = Shape("backdrop", (540, 960), (900, 1600), centering=(0.5, 0.5), most_bytes=(24_000, 56_000), may_blur=True)


@dataclass(frozen=True, slots=True)
class Picture:
    """What a `<picture>` needs: a srcset in each format, and the address and size of the plain `<img>`.

    `large` is the address of the largest copy, for those who show it elsewhere.
    """

    webp: str
    jpeg: str
    src: str
    large: str
    width: int
    height: int


def urls(name: str, shape: Shape = COVER) -> Picture | None:
    """The addresses of a kept picture; None where there is none."""
    if not name:
        return None
    width, height = shape.small
    src, large = address(name, width, "jpg", shape), address(name, shape.large[0], "jpg", shape)
    return Picture(_srcset(name, "webp", shape), _srcset(name, "jpg", shape), src, large, width, height)


def address(name: str, width: int, ending: str, shape: Shape) -> str:
    """Where one copy of a kept picture is served."""
    return f"{settings.MEDIA_URL}{file_name(name, width, ending, shape)}"


def file_name(name: str, width: int, ending: str, shape: Shape) -> str:
    return f"{shape.name}/{name[:2]}/{name}-{width}.{ending}"


def _srcset(name: str, ending: str, shape: Shape) -> str:
    return ", ".join(f"{address(name, width, ending, shape)} {width}w" for width, _height in shape.sizes)
