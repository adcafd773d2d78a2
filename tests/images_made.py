"""Real images of three by two pixels, for tests."""

import struct
import zlib
from base64 import b64decode

# As Chromium wrote them, without their colour profile.
JPEG = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBk"
    "eFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAACAAMD"
    "ASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAABQb/xAAUEQEA"
    "AAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCKALXj/9k="
)
VP8 = b64decode("VlA4ICwAAACQAQCdASoDAAIAAsBMJaACdLoAA5gA/u5DH+5sc4twV/9tD/9aH/60P+lAAA==")
VP8L = b64decode("VlA4TA8AAAAvAkAAAAcQ/Y/+ByKi/wEA")
GIF = b64decode("R0lGODlhAwACAIAAAP8AAP///ywAAAAAAwACAAACAoRfADs=")


def png(width=3, height=2, rows=None):
    """A red PNG; `rows` is how many rows it holds, where it is said to be larger than it is."""
    lines = b"".join(b"\0" + b"\xff\0\0" * width for _ in range(height if rows is None else rows))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def webp(*chunks):
    """A WebP of these parts."""
    inner = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(inner)) + inner


def extended_webp():
    """A WebP that begins with its canvas, as those with transparency do."""
    canvas = (2).to_bytes(3, "little") + (1).to_bytes(3, "little")
    return webp(b"VP8X" + struct.pack("<I", 10) + bytes(4) + canvas, VP8)
