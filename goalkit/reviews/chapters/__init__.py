"""The chapters of a review beyond its first screen. Adding one is one module and one line here."""

from goalkit.reviews.chapter import Chapter
from goalkit.reviews.chapters import celebrations, since_then

CHAPTERS: tuple[Chapter, ...] = (celebrations.CHAPTER, since_then.CHAPTER)

BY_NAME: dict[str, Chapter] = {chapter.name: chapter for chapter in CHAPTERS}
