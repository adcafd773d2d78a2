"""What kind of image some bytes are, and how large: told by their content, never by a file's name."""

import struct
from collections.abc import Callable
from dataclasses import dataclass

from goalkit.errors import GoalkitError

MOST_BYTES = 8_000_000
MOST_PIXELS = 80_000_000  # a phone takes 50 million; far more would stall the page that shows it
TAKEN = "PNG, JPEG, WebP or GIF"
# Formats that people have and browsers do not all show, or not safely, by what their first bytes hold.
HEIC = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypmsf1")
STARTS_OF_SVG = (b"<svg", b"<?xml", b"<!doctype svg")

Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Image:
    """An image by its content: `kind` is png, jpeg, webp or gif; width and height in pixels."""

    kind: str
    width: int
    height: int

    @property
    def ending(self) -> str:
        """How the name of its file ends."""
        return "jpg" if self.kind == "jpeg" else self.kind


def read_image(content: bytes, name: str) -> Image:
    """The kind and size of an image; `name` is what messages call it.

    Raises GoalkitError for what is no image, is damaged, is too large, or is of a kind that browsers
    do not all show; SVG is refused because it can carry programs.
    """
    if not content:
        raise GoalkitError(f"{name} is empty; choose it again, or choose another image")
    if len(content) > MOST_BYTES:
        raise GoalkitError(too_large(name, len(content)))
    kind = image_kind(content)
    if not kind:
        raise GoalkitError(_no_image(content, name))
    try:
        width, height = SIZES[kind](content)
    except (struct.error, IndexError, ValueError) as error:
        raise GoalkitError(
            f"{name} begins like a {kind.upper()} image but is cut off or damaged; "
            "copy it again from where it came, or choose another one"
        ) from error
    if width * height > MOST_PIXELS:
        raise GoalkitError(
            f"{name} is {width} × {height} pixels, and an image may have {MOST_PIXELS // 10**6} million of them; "
            "save a smaller one, 1600 pixels wide is plenty"
        )
    return Image(kind, width, height)


def image_kind(content: bytes) -> str:
    """png, jpeg, webp or gif by the first bytes, "" for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    return "webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else ""


def too_large(name: str, size: int) -> str:
    """That a file is too large, and the way out."""
    return (
        f"{name} has {size / 1e6:.1f} MB, and an image may have {MOST_BYTES // 10**6} MB; "
        "save a smaller one, for example as JPEG or 1600 pixels wide"
    )


def _no_image(content: bytes, name: str) -> str:
    head = content[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith(STARTS_OF_SVG):
        return f"{name} is an SVG drawing, which can carry programs; save it as PNG and choose that"
    if content[4:12] in HEIC:
        return f"{name} is a HEIC photograph, which not every browser shows; save it as JPEG and choose that"
    return f"{name} is no {TAKEN} image (it begins with {content[:8]!r}); save it as one of these and choose that"


def _size_of_png(content: bytes) -> Size:
    width, height = struct.unpack(">II", content[16:24])
    place, kind = 8, b""
    while kind != b"IEND":
        length, kind = struct.unpack(">I4s", content[place : place + 8])
        place += 12 + length
    if place > len(content):
        raise ValueError("the last part is cut off")
    return _real(width, height)


def _size_of_jpeg(content: bytes) -> Size:
    place = 2
    while True:
        mark, kind, length = struct.unpack(">BBH", content[place : place + 4])
        if mark != 0xFF:
            raise ValueError("a part has no beginning")
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            break
        place += 1 if kind == 0xFF else 2 + length  # 0xFF alone fills up
    height, width = struct.unpack(">HH", content[place + 5 : place + 9])
    if content.find(b"\xff\xd9", place) < 0:
        raise ValueError("the end is missing")
    return _real(width, height)


def _size_of_gif(content: bytes) -> Size:
    width, height = struct.unpack("<HH", content[6:10])
    if content.rstrip(b"\0")[-1:] != b";":
        raise ValueError("the end is missing")
    return _real(width, height)


def _size_of_webp(content: bytes) -> Size:
    if struct.unpack("<I", content[4:8])[0] + 8 > len(content):
        raise ValueError("the last part is cut off")
    match content[12:16]:
        case b"VP8X":
            return tuple(1 + int.from_bytes(content[at : at + 3], "little") for at in (24, 27))  # type: ignore[return-value]
        case b"VP8L":
            bits = struct.unpack("<I", content[21:25])[0]
            return _real(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
        case b"VP8 ":
            width, height = struct.unpack("<HH", content[26:30])
            return _real(width & 0x3FFF, height & 0x3FFF)
    raise ValueError("the first part is none that WebP knows")


def _real(width: int, height: int) -> Size:
    if width < 1 or height < 1:
        raise ValueError("an image without width or height")
    return width, height


SIZES: dict[str, Callable[[bytes], Size]] = {
    "png": _size_of_png,
    "jpeg": _size_of_jpeg,
    "gif": _size_of_gif,
    "webp": _size_of_webp,
}
