"""The chapters of a review beyond its first screen. Adding one is one module and one line here."""

from goalkit.reviews.chapter import Chapter
from goalkit.reviews.chapters import (
    celebrations,
    life_areas,
    own_words,
    since_then,
    skills,
    strengths,
    values,
    vision,
    year,
)

CHAPTERS: tuple[Chapter, ...] = (
    celebrations.CHAPTER,
    life_areas.CHAPTER,
    own_words.CHAPTER,
    since_then.CHAPTER,
    skills.CHAPTER,
    strengths.CHAPTER,
    values.CHAPTER,
    vision.CHAPTER,
    year.CHAPTER,
)

BY_NAME: dict[str, Chapter] = {chapter.name: chapter for chapter in CHAPTERS}
