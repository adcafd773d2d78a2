"""Three flat pictures for the vision board, drawn point by point and written as PNG.

The standard library's compression may differ between builds, so the few bytes of it that are
needed are written here: the same picture is the same file everywhere.
"""

import struct
from collections.abc import Callable, Iterable
from math import hypot, sin
from pathlib import Path
from zlib import adler32, crc32

WIDTH, HEIGHT = 480, 320
Colour = tuple[int, int, int]
Drawing = Callable[[float, float], int]

# Palettes of five colours: ground, large shapes, small ones.
PAPER: tuple[Colour, ...] = ((244, 233, 214), (203, 122, 92), (122, 62, 52), (255, 250, 240), (66, 92, 104))
WATER: tuple[Colour, ...] = ((250, 220, 180), (238, 150, 90), (86, 130, 140), (58, 96, 110), (40, 58, 66))
TABLE: tuple[Colour, ...] = ((226, 232, 222), (166, 124, 82), (92, 110, 88), (214, 178, 60), (128, 92, 60))


def save_pictures(folder: Path) -> list[Path]:
    """Writes letter.png, river.png and table.png into a folder; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = {"letter": (_letter, PAPER), "river": (_river, WATER), "table": (_table, TABLE)}
    files = []
    for name, (drawing, palette) in drawn.items():
        path = folder / f"{name}.png"
        path.write_bytes(png(drawing, palette))
        files.append(path)
    return files


def _letter(x: float, y: float) -> int:
    """An envelope with a seal, under way: three lines of wind behind it."""
    if 150 < x < 400 and 90 < y < 240:
        if hypot(x - 275, y - 172) < 20:
            return 2
        return 1 if abs(y - 90 - (125 - abs(x - 275)) * 0.72) < 3 or x < 153 or x > 397 or y < 93 or y > 237 else 3
    if x < 120 and any(abs(y - line) < 3 and x > start for line, start in ((120, 50), (165, 20), (210, 70))):
        return 4
    return 1 if y > 290 + 6 * sin(x / 40) else 0


def _river(x: float, y: float) -> int:
    """A canal in the morning: a low sun, water in bands, a heron on one leg."""
    heron = hypot((x - 352) / 1.7, y - 178) < 16 or hypot(x - 384, y - 132) < 8 or (abs(x - 352) < 2 and 190 < y < 236)
    neck = abs(x - 378 + 6 * sin((y - 132) / 9)) < 4 and 132 < y < 172
    if heron or neck or (384 < x < 412 and abs(y - 134) < (412 - x) / 9):
        return 4
    if y > 200:
        return 3 if sin(y / 3.2 + 0.8 * sin(x / 46)) > 0.35 else 2
    if hypot(x - 140, y - 200) < 70:
        return 1
    return 2 if y > 186 - 8 * sin(x / 60) - 4 * sin(x / 17) else 0


def _table(x: float, y: float) -> int:
    """A round table from above, seven taken chairs and a free one."""
    centre = hypot(x - 240, y - 160)
    if centre < 84:
        if hypot(x - 262, y - 138) < 17:
            return 3
        return 4 if centre > 79 or abs(hypot(x - 214, y - 176) - 14) < 3 else 1
    chairs = ((360, 160), (325, 75), (240, 40), (155, 75), (120, 160), (155, 245), (240, 280), (325, 245))
    for number, (left, top) in enumerate(chairs):
        away = hypot(x - left, y - top)
        if away < 25:
            return (3 if away > 20 else 0) if number == 1 else 2
    return 0


def png(drawing: Drawing, palette: Iterable[Colour]) -> bytes:
    """The picture as a PNG of few colours; `drawing` gives the number of a colour for each point."""
    lines = [bytes([0, *(drawing(x + 0.5, y + 0.5) for x in range(WIDTH))]) for y in range(HEIGHT)]
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)
    colours = b"".join(bytes(colour) for colour in palette)
    raw = b"".join(lines)
    data = b"\x78\x01" + deflate(raw) + struct.pack(">I", adler32(raw))
    parts = ((b"IHDR", header), (b"PLTE", colours), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", crc32(name + content))


class Bits:
    """Bits in the order in which deflate wants them: the low ones of each byte first."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._held = self._count = 0

    def add(self, value: int, count: int) -> None:
        """Adds that many bits of a number, the lowest first."""
        self._held |= value << self._count
        self._count += count
        while self._count >= 8:
            self._bytes.append(self._held & 255)
            self._held >>= 8
            self._count -= 8

    def add_code(self, code: int, count: int) -> None:
        """Adds a Huffman code, whose highest bit comes first."""
        self.add(int(f"{code:0{count}b}"[::-1], 2), count)

    def done(self) -> bytes:
        """All bytes; the last one is filled up with zeros."""
        return bytes(self._bytes) + (bytes([self._held]) if self._count else b"")


def deflate(raw: bytes) -> bytes:
    """One block of deflate with its fixed codes: literals, and repeats of the last byte or of the line above."""
    bits = Bits()
    bits.add(0b011, 3)  # the last block, fixed codes
    at = 0
    while at < len(raw):
        length, distance = max((_repeat(raw, at, back), back) for back in (WIDTH + 1, 1))
        if length >= 4:
            _add_repeat(bits, length, distance)
            at += length
        else:
            _add_symbol(bits, raw[at])
            at += 1
    _add_symbol(bits, 256)
    return bits.done()


def _repeat(raw: bytes, at: int, back: int) -> int:
    """How many bytes from here on are those that stand `back` bytes before."""
    if back > at:
        return 0
    length = 0
    while length < 258 and at + length < len(raw) and raw[at + length] == raw[at + length - back]:
        length += 1
    return length


def _add_symbol(bits: Bits, symbol: int) -> None:
    if symbol < 144:
        bits.add_code(0x30 + symbol, 8)
    elif symbol < 256:
        bits.add_code(0x190 + symbol - 144, 9)
    elif symbol < 280:
        bits.add_code(symbol - 256, 7)
    else:
        bits.add_code(0xC0 + symbol - 280, 8)


def _add_repeat(bits: Bits, length: int, distance: int) -> None:
    """A length and a distance, as RFC 1951 numbers them: classes of growing width with extra bits."""
    if length == 258:
        _add_symbol(bits, 285)
    else:
        number, extra, rest = _class(length - 3, 4)
        _add_symbol(bits, 257 + number)
        bits.add(rest, extra)
    number, extra, rest = _class(distance - 1, 2)
    bits.add_code(number, 5)
    bits.add(rest, extra)


def _class(value: int, each: int) -> tuple[int, int, int]:
    """Number of the class, how many extra bits it has and what they hold; `each` classes share a width."""
    if value < 2 * each:
        return value, 0, 0
    extra = value.bit_length() - each.bit_length()
    return each * (extra + 1) + ((value >> extra) - each), extra, value & ((1 << extra) - 1)
