"""The chapters of a review beyond its first screen. Adding one is one module and one line here."""

from goalkit.reviews.chapter import Chapter
from goalkit.reviews.chapters import (
    capacity,
    celebrations,
    changes,
    estimates,
    forecasts,
    goal_tree,
    plan,
    plan_kept,
    quadrants,
)

CHAPTERS: tuple[Chapter, ...] = (
    capacity.CHAPTER,
    celebrations.CHAPTER,
    changes.CHAPTER,
    estimates.CHAPTER,
    forecasts.CHAPTER,
    goal_tree.CHAPTER,
    plan.CHAPTER,
    plan_kept.CHAPTER,
    quadrants.CHAPTER,
)

BY_NAME: dict[str, Chapter] = {chapter.name: chapter for chapter in CHAPTERS}
