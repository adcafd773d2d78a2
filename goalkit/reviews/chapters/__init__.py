"""The chapters of a review beyond its first screen. Adding one is one module and one line here."""

from goalkit.reviews.chapter import Chapter
from goalkit.reviews.chapters import answers, celebrations, comparison, patterns

CHAPTERS: tuple[Chapter, ...] = (
    answers.CHAPTER,
    celebrations.CHAPTER,
    comparison.CHAPTER,
    patterns.CHAPTER,
)

BY_NAME: dict[str, Chapter] = {chapter.name: chapter for chapter in CHAPTERS}
