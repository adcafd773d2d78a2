"""The chapters of a review beyond its first screen. Adding one is one module and one line here."""

from goalkit.reviews.chapter import Chapter
from goalkit.reviews.chapters import (
    capacity,
    celebrations,
    changes,
    estimates,
    forecasts,
    goal_tree,
    life_areas,
    own_words,
    plan,
    plan_kept,
    quadrants,
    since_then,
    skills,
    strengths,
    values,
    vision,
    year,
)

CHAPTERS: tuple[Chapter, ...] = (
    capacity.CHAPTER,
    celebrations.CHAPTER,
    changes.CHAPTER,
    estimates.CHAPTER,
    forecasts.CHAPTER,
    goal_tree.CHAPTER,
    life_areas.CHAPTER,
    own_words.CHAPTER,
    plan.CHAPTER,
    plan_kept.CHAPTER,
    quadrants.CHAPTER,
    since_then.CHAPTER,
    skills.CHAPTER,
    strengths.CHAPTER,
    values.CHAPTER,
    vision.CHAPTER,
    year.CHAPTER,
)

BY_NAME: dict[str, Chapter] = {chapter.name: chapter for chapter in CHAPTERS}
