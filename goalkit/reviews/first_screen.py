"""The first screen: a headline, and four to six numbers against the period before."""

from goalkit.metrics.hours import totals
from goalkit.reviews import words
from goalkit.reviews.findings import Seen
from goalkit.reviews.material import Material
from goalkit.reviews.shapes import Tile

NOTHING = "–"


def headline(seen: Seen) -> str:
    """One or two sentences: the hours that went to goals, and how the goals stand."""
    return f"{_hours(seen)} {words.standing(seen.goals)}".strip()


def _hours(seen: Seen) -> str:
    time, period = seen.time, seen.period
    if not time.attributed_hours:
        return f"No hours were logged for {period.title} yet; bring in an export or log one hour, and this page fills."
    if words.number(time.goal_hours) == "0":
        tracked = f"{words.hours(time.attributed_hours)} were tracked {words.in_period(period)}"
        return f"{tracked}, none of them linked to a goal yet; a rule for each project links them at once."
    told = f"{words.hours(time.goal_hours)} went to your goals"
    if not seen.has_before:
        first = f"in the first {period.kind} with data"
        return f"{told}; nothing was tracked {seen.before}." if seen.has_earlier else f"{told}, {first}."
    return f"{told}, {words.difference(time.goal_hours, time.goal_hours_before)} {seen.before}."


def tiles(seen: Seen, material: Material, left_out: tuple[str, ...] = ()) -> tuple[Tile, ...]:
    """On goals, of tracked, focus blocks, evenings; energy and check-ins where there are any.

    Without those that tell of a section that this edition leaves out.
    """
    note, rhythm = _note(seen), seen.rhythm
    made = [("goals", _on_goals(seen, note)), ("time", _of_tracked(seen, material, note))]
    made += [("focus", _focus_blocks(seen, material, note)), ("balance", _evenings(seen, note))]
    if rhythm.energy is not None:
        made.append(("rhythm", _energy(seen)))
    if rhythm.kept:
        kept = Tile("check-ins", f"{rhythm.kept} of {rhythm.due}", "", "check-ins kept of those that were due")
        made.append(("rhythm", kept))
    return tuple(tile for section, tile in made if section not in left_out)


def _note(seen: Seen) -> str:
    if not seen.time.attributed_hours:
        return "nothing logged yet"
    if not seen.has_before:
        return f"nothing tracked {seen.before}" if seen.has_earlier else f"first {seen.period.kind} with data"
    return f"change against {seen.before.removeprefix('in ').removeprefix('on ')}"


def _on_goals(seen: Seen, note: str) -> Tile:
    time = seen.time
    change = words.change(time.goal_hours, time.goal_hours_before) if seen.has_before else ""
    return Tile("on goals", words.hours(time.goal_hours), change, f"hours that went to a goal; {note}")


def _of_tracked(seen: Seen, material: Material, note: str) -> Tile:
    tracked, before = seen.time.attributed_hours, totals(material.before.entries).attributed_hours
    about = f"share of tracked hours that went to a goal; {note}"
    if not tracked:
        return Tile("of tracked", NOTHING, "", about)
    share = seen.time.goal_hours / tracked
    points = round(share * 100) - round(seen.time.goal_hours_before / before * 100) if before else 0
    return Tile("of tracked", words.percent(share), words.change(points, 0), about)


def _focus_blocks(seen: Seen, material: Material, note: str) -> Tile:
    blocks, before = seen.focus.blocks, seen.focus.blocks_before
    change = "" if before is None else words.change(blocks, before)
    entries = material.now.entries
    if len(entries) and entries["end_utc"].isna().all():
        return Tile("focus blocks", NOTHING, "", "focus blocks need entries with clock times")
    return Tile("focus blocks", f"{blocks:,}", change, f"25 minutes or more on one thing; {note}")


def _evenings(seen: Seen, note: str) -> Tile:
    evenings, before = seen.balance.evenings, seen.balance.evenings_before
    change = "" if before is None else words.change(evenings, before)
    about = "days with 15 minutes or more tracked after the end of work"
    return Tile("evenings", str(evenings), change, f"{about}; {note}")


def _energy(seen: Seen) -> Tile:
    energy, before = seen.rhythm.energy or 0.0, seen.rhythm.energy_before
    change = "" if before is None else words.change(energy, before)
    return Tile("energy", f"{energy:.1f} / 5", change, "mean of your check-ins, from 1 empty to 5 full")
