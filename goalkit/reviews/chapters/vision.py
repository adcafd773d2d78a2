"""Visions beside the goals that lead to them, and what changed in them (M7); one picture of the board (M8)."""

from base64 import b64encode
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from goalkit.errors import GoalkitError
from goalkit.metrics.direction import last_two, written_by
from goalkit.metrics.own_words import turn
from goalkit.metrics.terms import visions_served
from goalkit.records import BoardImage, Vision
from goalkit.records.direction import HORIZONS
from goalkit.reviews.chapter import FROM_QUARTER, Chapter, ChapterFacts, Frames, Gathered
from goalkit.reviews.fragments import Part, html
from goalkit.reviews.words import count, day, join, quoted, sentence
from goalkit.workbook.board import find_image
from goalkit.workbook.images import read_image

if TYPE_CHECKING:
    from pathlib import Path

    from goalkit.reviews.material import Material
    from goalkit.reviews.shapes import ReviewFacts

MISSING = (
    "No vision is written down yet; a few words about a day in ten years are enough, in the notebook 03_direction."
)
# A review is one file of 6 MB at most, and most of that is what draws its charts.
MOST_BYTES = 300_000
TEXTS = ("role", "industry", "skills", "picture")


@dataclass(frozen=True, slots=True)
class Changed:
    """A part of a vision that reads differently now, and how it read before."""

    what: str
    before: str


@dataclass(frozen=True, slots=True)
class Leading:
    """A goal that leads to a vision; not `direct` when it does so as a part of another one."""

    title: str
    status: str
    direct: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """A vision as it was seen last, what changed in it in the period, and the goals that lead there."""

    horizon: str
    day: date
    role: str
    industry: str
    skills: str
    picture: str
    is_new: bool
    changed: tuple[Changed, ...]
    goals: tuple[Leading, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the board: `kind` as browsers call it, its content in base64, its size in pixels, its caption."""

    kind: str
    content: str
    width: int
    height: int
    caption: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class VisionFacts(ChapterFacts):
    """Visions by their horizon, the nearest first.

    Attributes:
        visions: as known; leading: how many goals lead to one of them.
        pictures: how many are on the board.
        picture: the one whose turn it is; None in a quarter, and without any that fits.
        too_large: captions of those too large for a page; most_kb: how large they may be.
    """

    visions: tuple[Seen, ...] = ()
    leading: int = 0
    pictures: int = 0
    picture: Picture | None = None
    too_large: tuple[str, ...] = ()
    most_kb: int = MOST_BYTES // 1000


def gather(material: "Material") -> Gathered:
    """Visions as known, against what they were when the period began; in a year also a picture, in turn."""
    visions = _visions(material)
    board = written_by(material.read(BoardImage), material.as_of).sort_values("position", kind="stable")
    if not visions and board.empty:
        return Gathered(VisionFacts(missing=MISSING))
    of_year = material.period.kind == "year"
    picture, too_large = _picture(board, material.folder, turn(material.period)) if of_year else (None, ())
    facts = VisionFacts(
        visions=visions,
        leading=sum(len(vision.goals) for vision in visions),
        pictures=len(board),
        picture=picture,
        too_large=too_large,
    )
    return Gathered(replace(facts, sentence=told(facts)))


def _visions(material: "Material") -> tuple[Seen, ...]:
    start = material.period.start
    rows = material.read(Vision).astype({"horizon": "str"})
    last, before = last_two(rows, "horizon", material.as_of, start)
    served = visions_served(material.data.goals)
    now, then = (dict(zip(frame.index, frame.itertuples(), strict=True)) for frame in (last, before))
    return tuple(
        _seen(now[horizon], then[horizon], served[served["horizon"] == horizon], start)
        for horizon in HORIZONS
        if horizon in now
    )


def _seen(now: Any, then: Any, served: pd.DataFrame, start: date) -> Seen:
    is_new = now.day.date() >= start
    anew = is_new and not pd.isna(then.day)
    changed = [name for name in TEXTS if anew and getattr(now, name) != getattr(then, name)]
    return Seen(
        horizon=now.Index,
        day=now.day.date(),
        **{name: str(getattr(now, name) or "") for name in TEXTS},
        is_new=is_new,
        changed=tuple(Changed(_title(name), str(getattr(then, name) or "")) for name in changed),
        goals=tuple(Leading(row.title, row.status, row.direct) for row in served.itertuples(index=False)),
    )


def _title(name: str) -> str:
    return Vision.model_fields[name].title or name


def _picture(board: pd.DataFrame, folder: "Path", number: int) -> tuple[Picture | None, tuple[str, ...]]:
    """The picture whose turn it is among those that fit into a page, and the captions of those too large for it."""
    found: list[Picture] = []
    too_large: list[str] = []
    for image in board.itertuples(index=False):
        try:
            path = find_image(folder, image.file)
            if path.stat().st_size > MOST_BYTES:
                too_large.append(image.caption)
                continue
            content = path.read_bytes()
            read = read_image(content, image.file)
        except (GoalkitError, OSError):  # a file that is gone or damaged: the notebook of the board says so
            continue
        text = b64encode(content).decode()
        found.append(Picture(read.kind, text, read.width, read.height, image.caption, image.day.date()))
    return (found[number % len(found)] if found else None), tuple(too_large)


def told(facts: VisionFacts) -> str:
    """How far visions reach, which were seen anew, and how many goals lead there."""
    if not facts.visions:
        return sentence(f"{count(facts.pictures, 'picture is', 'pictures are')} on your vision board")
    reach = join([vision.horizon.removesuffix(" years") for vision in facts.visions])
    goals = f"{count(facts.leading, 'goal leads', 'goals lead')} there"
    first = sentence(f"you look {reach} years ahead; {goals}")
    anew = [f"the one in {one.horizon} on {day(one.day)}" for one in facts.visions if one.changed]
    return f"{first} {sentence(f'You saw {join(anew)} differently') if anew else ''}".strip()


def show(part: VisionFacts, frames: Frames, facts: "ReviewFacts") -> tuple[Part, ...]:
    """The picture, and each vision beside the goals that lead there; older words of it where it changed."""
    return (html("vision.html.j2", part=part, hint=_hint(part), whole=facts.kind == "year"),)


def _hint(part: VisionFacts) -> str:
    if not part.too_large:
        return ""
    named = join([quoted(caption) for caption in part.too_large])
    is_or_are = "is" if len(part.too_large) == 1 else "are"
    return (
        f"{named} {is_or_are} too large for a page that stays light: a picture here may have {part.most_kb} kB. "
        "Save it smaller, as JPEG, and put that on the board in the notebook 03_direction."
    )


CHAPTER = Chapter("vision", VisionFacts, gather, show, kinds=FROM_QUARTER, needs=(Vision,), heading="Visions")
