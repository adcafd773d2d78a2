"""The chapters of a review beyond its first screen. Adding one is one module and one line here."""

from goalkit.reviews.chapter import Chapter
from goalkit.reviews.chapters import (
    celebrations,
    feedback,
    feelings,
    habits,
    interruptions,
    learning,
    obstacles,
    people,
)

CHAPTERS: tuple[Chapter, ...] = (
    celebrations.CHAPTER,
    feedback.CHAPTER,
    feelings.CHAPTER,
    habits.CHAPTER,
    interruptions.CHAPTER,
    learning.CHAPTER,
    obstacles.CHAPTER,
    people.CHAPTER,
)

BY_NAME: dict[str, Chapter] = {chapter.name: chapter for chapter in CHAPTERS}
