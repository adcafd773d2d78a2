"""Facts of a review: everything it says about a period, gathered once, as one plain object."""

from dataclasses import fields
from datetime import date
from math import isnan
from typing import TYPE_CHECKING, Any

import pandas as pd

from goalkit.errors import Problem
from goalkit.metrics import balance, focus, rhythm
from goalkit.metrics.compare import compare_period
from goalkit.metrics.hours import totals
from goalkit.metrics.own_words import theme_of
from goalkit.metrics.quality import quality
from goalkit.metrics.reconcile import reconcile
from goalkit.metrics.stretches import clocked
from goalkit.periods import WEEKDAYS, Period
from goalkit.records import CheckIn, Theme, TimeEntry
from goalkit.reviews import first_screen, said, tables, words
from goalkit.reviews.chapter import Chapter, ChapterFacts
from goalkit.reviews.chapters import CHAPTERS
from goalkit.reviews.edition import OWN, Edition
from goalkit.reviews.findings import Seen, findings
from goalkit.reviews.lines import due_days, goal_lines
from goalkit.reviews.material import ONE_DAY, Material, load_material
from goalkit.reviews.quality import quality_facts
from goalkit.reviews.shapes import (
    SCHEMA,
    BalanceFacts,
    FocusFacts,
    ReconciliationFacts,
    ReviewFacts,
    RhythmFacts,
    TimeFacts,
)

if TYPE_CHECKING:
    from goalkit.workbook.reader import Reader


# What a section tells of, where others may not see it.
TOLD_OF = dict.fromkeys(("time", "focus", "balance", "findings", "reconciliation"), TimeEntry) | {"rhythm": CheckIn}


def gather(
    book: "Reader", period: Period, as_of: date, edition: Edition = OWN, today: "Reader | None" = None
) -> ReviewFacts:
    """The facts of a period as known at the end of the day `as_of`, from a workbook or a view of it.

    A period that is over is told as on its last day; one that is not is compared with as many
    days of the period before. An empty workbook gives facts without numbers, whose `missing` says
    what to write down. With `today`, what is known otherwise there is told as well. Raises
    ReconciliationError when sums of time do not agree.
    """
    material = load_material(book, period, as_of, today)
    goals = goal_lines(material)
    frames = tables.review_frames(material, [goal.id for goal in goals])
    time = time_facts(material, frames["project_hours"])
    whole = material if material.sees(TimeEntry) else material.without_time()  # evenings of some hours would be false
    attention, weight, check = focus_facts(whole), balance_facts(whole), rhythm_facts(material)
    seen = Seen(
        period=period,
        known_days=material.now.days,
        due=due_days(material),
        goals=goals,
        time=time,
        focus=attention,
        balance=weight,
        rhythm=check,
        project_hours=frames["project_hours"],
        has_before=material.has_before,
        has_earlier=material.has_earlier,
        ranked=ranked(material),
        titles=tables.titles(material),
    )
    missing = said.missing(seen, bool(len(clocked(material.now.entries))))
    left = left_out(material, edition, missing)
    chapters, drawn = told_chapters(material, edition)
    return ReviewFacts(
        schema=SCHEMA,
        **_about(material),
        audience=edition.audience,
        edition=edition.said(),
        headline=first_screen.headline(seen),
        tiles=first_screen.tiles(seen, material, left),
        goals=goals,
        time=time,
        focus=attention,
        balance=weight,
        rhythm=check,
        findings=findings(seen) if "findings" not in left else (),
        quality=quality_facts(quality(material.log), period, material.settings.zone, len(material.now.entries)),
        reconciliation=reconciliation_facts(material),
        left_out=left,
        missing=missing,
        colours=_colours(material.data.goals),
        chapters=chapters,
        frames=frames | drawn,
    )


def told_chapters(material: Material, edition: Edition) -> tuple[dict[str, ChapterFacts], dict[str, pd.DataFrame]]:
    """The chapters that stand in this review, by name, and the frames that they draw.

    What is missing is for the person to write down, and for nobody else to know.
    """
    chapters: dict[str, ChapterFacts] = {}
    frames: dict[str, pd.DataFrame] = {}
    for chapter in CHAPTERS:
        told = chapter.gather(material) if stands(chapter, material) else None
        if told is not None and not (told.facts.missing and edition.audience != OWN.audience):
            chapters[chapter.name] = told.facts
            frames |= chapter.keyed(told)
    return chapters, frames


def stands(chapter: Chapter, material: Material) -> bool:
    """Whether a chapter belongs to a review of this kind, for eyes that see what it tells of."""
    return chapter.belongs_to(material.period) and all(material.sees(model) for model in chapter.needs)


def left_out(material: Material, edition: Edition, missing: dict[str, str]) -> tuple[str, ...]:
    """The sections that an edition for others has not: what they do not see, what is missing, faults in the log."""
    if edition.audience == OWN.audience:
        return ()
    unseen = {name for name, model in TOLD_OF.items() if not material.sees(model)}
    return tuple(sorted(unseen | missing.keys() | {"quality"}))


def ranked(material: Material) -> pd.DataFrame:
    """The measures of the known days by how far they lie from the twelve weeks before."""
    span = material.now
    return compare_period(material.against(span.start, max(span.end, span.start + ONE_DAY)))


def _about(material: Material) -> dict[str, Any]:
    period, settings = material.period, material.settings
    previous, following = period.previous(), period.following()
    return {
        "period": period.name,
        "title": period.title,
        "kind": period.kind,
        "start": period.start,
        "end": period.end,
        "as_of": material.as_of,
        "previous": previous.name,
        "previous_title": words.short_title(previous, period),
        "following": following.name,
        "following_title": words.short_title(following, period),
        "zone": settings.zone,
        "person": settings.person,
        "theme": theme_of(material.read(Theme), int(period.name[:4]))[0],
    }


def _colours(goals: pd.DataFrame) -> dict[str, int]:
    from goalkit.charts.look import goal_colours

    return goal_colours(goals)


def time_facts(material: Material, project_hours: pd.DataFrame) -> TimeFacts:
    """Hours of the known days: tracked, on the clock, and for goals."""
    both = totals(material.now.entries)
    given, before = (tables.goal_hours(span.entries, material) for span in (material.now, material.before))
    days = tables.day_hours(material)
    facts = TimeFacts(
        attributed_hours=both.attributed_hours,
        wall_clock_hours=both.wall_clock_hours,
        overlap_hours=both.overlap_hours,
        goal_hours=_for_goals(given),
        goal_hours_before=_for_goals(before),
        days_with_time=int(days.loc[days["hours"] > 0, "day"].nunique()),
        sentence="",
    )
    return said.with_sentence(facts, said.time(facts, project_hours, _stretch(material)))


def _stretch(material: Material) -> said.Stretch:
    return said.Stretch(material.period, material.now.days)


def _for_goals(hours: dict[str, float]) -> float:
    return float(sum(value for goal, value in hours.items() if goal))


def focus_facts(material: Material) -> FocusFacts:
    """Focus blocks and switching on the known days; the best hour is one of the last twelve weeks."""
    blocks = focus.focus_blocks(material.now.entries)
    facts = FocusFacts(
        blocks=len(blocks),
        blocks_before=len(focus.focus_blocks(material.before.entries)) if material.has_before else None,
        deep_blocks=int(blocks["deep"].sum()),
        focus_hours=float(blocks["hours"].sum()),
        switches_per_hour=focus.switches_per_hour(material.now.entries),
        best=_best_hour(focus.best_hours(material.weeks.entries, material.calendar)),
        sentence="",
    )
    return said.with_sentence(facts, said.focus(facts, _stretch(material)))


def _best_hour(hours: pd.DataFrame) -> str:
    """The weekday and clock hour with most focus, in words; "" without any."""
    if hours.empty:
        return ""
    weekday, hour = int(hours["weekday"].iloc[0]), int(hours["hour"].iloc[0])
    return f"{WEEKDAYS[weekday]} {hour:02d}:00–{hour + 1:02d}:00"


def balance_facts(material: Material) -> BalanceFacts:
    """Evenings, weekends, long days and rest on the known days."""
    now, before = (
        balance.balance(span.entries, material.settings, span.start, span.end)
        for span in (material.now, material.before)
    )
    facts = BalanceFacts(
        evenings=now.evenings,
        evenings_before=before.evenings if material.has_before else None,
        after_hours=now.after_hours,
        weekend_hours=now.weekend_hours,
        long_days=now.long_days,
        rest_days=now.rest_days,
        longest_run_days=now.longest_run_days,
        sentence="",
    )
    return said.with_sentence(facts, said.balance(facts, _stretch(material)))


def rhythm_facts(material: Material) -> RhythmFacts:
    """Check-ins of the known days; of several rhythms the one that was kept most often counts."""
    now, before = material.now, material.before
    kept, due = rhythm.most_kept(material.checkins, now.start, now.end, material.calendar.week_start)
    written = rhythm.within(material.checkins, now.start, now.end)
    mood, energy, stress = (
        _known(rhythm.level(material.checkins, name, now.start, now.end)) for name in rhythm.FEELINGS
    )
    facts = RhythmFacts(
        kept=kept,
        due=due,
        mood=mood,
        energy=energy,
        stress=stress,
        energy_before=_known(rhythm.level(material.checkins, "energy", before.start, before.end)),
        wins=_texts(written["wins"]),
        next_steps=_texts(written["next_step"]),
        sentence="",
    )
    return said.with_sentence(facts, said.rhythm(facts, _stretch(material)))


def _texts(column: "pd.Series[Any]") -> tuple[str, ...]:
    return tuple(str(text) for text in column if isinstance(text, str) and text)


def _known(value: float) -> float | None:
    return None if isnan(value) else value


def reconciliation_facts(material: Material) -> ReconciliationFacts:
    """How the time of the known days adds up, and the rows that were left out or need a look.

    A row that goes on beyond the period counts as far as it lies inside.
    """
    sums = reconcile(material.now.entries, material.calendar)
    facts = ReconciliationFacts(
        days_s=sums.days_s,
        projects_s=sums.projects_s,
        rows_s=sums.rows_s,
        rows=sums.rows,
        split_rows=sums.split_rows,
        overlapping_rows=sums.overlapping_rows,
        overlap_s=sums.overlap_s,
        day_totals=sums.day_totals,
        problems=_problems(material.problems),
        sentence="",
    )
    return said.with_sentence(facts, said.reconciliation(facts))


def _problems(rows: pd.DataFrame) -> tuple[dict[str, Any], ...]:
    names = [part.name for part in fields(Problem)]
    told = rows.assign(kind=rows["problem"]).sort_values(["file", "line"], kind="stable")[names]
    return tuple(told.astype("object").fillna("").to_dict("records"))
