"""An invented Toggl detailed export of any size, the same for the same seed: python make_toggl.py ROWS FILE."""

import csv
import sys
from pathlib import Path

import numpy as np

SEED = 20250314
HEADER = (
    "User", "Email", "Client", "Project", "Task", "Description", "Billable",
    "Start date", "Start time", "End date", "End time", "Duration", "Tags", "Amount ()",
)  # fmt: skip
USERS, PROJECTS, CLIENTS = 40, 60, 12
LAST_DAY = np.datetime64("2025-12-31T00:00:00", "s")
A_DAY = 8  # entries of one person on a working day
WORDS = ("call", "review", "plan", "draft", "fix", "test", "invoice", "budget", "meeting", "notes", "slides", "paper")
TAGS = ("", "", "", "deep work", "meeting", "admin", "deep work, writing", "travel")


def write_toggl(path: Path, rows: int, seed: int = SEED) -> None:
    """Writes an export of so many rows, newest day last.

    Forty people fill working days of about eight entries that end when the next begins or earlier;
    one entry in forty is late in the evening and may run past midnight; one in fifty overlaps.
    """
    random = np.random.default_rng(seed)
    start, end, user = _times(random, rows)
    project = (random.zipf(1.4, rows) + user * 7) % PROJECTS
    text = random.integers(0, 5000, rows)
    tag = random.integers(0, len(TAGS), rows)
    billable = random.random(rows) < 0.6
    texts = [_description(random) for _ in range(5000)]
    begins, ends = np.datetime_as_string(start, "s").tolist(), np.datetime_as_string(end, "s").tolist()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        for row, seconds in enumerate((end - start).astype(np.int64).tolist()):
            who, what = int(user[row]), int(project[row])
            writer.writerow(
                (
                    f"Person {who:02}", f"person{who:02}@example.org", f"Client {what % CLIENTS:02}",
                    f"Project {what:02}" if what else "", "", texts[text[row]], "Yes" if billable[row] else "No",
                    begins[row][:10], begins[row][11:], ends[row][:10], ends[row][11:],
                    f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}", TAGS[tag[row]], "",
                )
            )  # fmt: skip


def _times(random: np.random.Generator, rows: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Start, end and person of each row, by start."""
    number = np.arange(rows)
    user = number % USERS
    day, slot = number // USERS // A_DAY, number // USERS % A_DAY
    weeks, weekday = np.divmod(day, 5)
    begin = 8 * 3600 + slot * 4200 + random.integers(0, 1800, rows)
    late = random.random(rows) < 0.025
    begin = np.where(late, 21 * 3600 + random.integers(0, 10_000, rows), begin)
    length = np.where(random.random(rows) < 0.02, random.integers(4200, 9000, rows), random.integers(60, 2400, rows))
    length = np.where(late, random.integers(600, 14_400, rows), length)
    first = LAST_DAY - ((weeks[-1] + 1) * 7 * 86_400).astype("timedelta64[s]")
    start = first + ((weeks * 7 + weekday) * 86_400 + begin).astype("timedelta64[s]")
    order = np.argsort(start, kind="stable")
    return start[order], (start + length.astype("timedelta64[s]"))[order], user[order]


def _description(random: np.random.Generator) -> str:
    words = " ".join(random.choice(WORDS, size=int(random.integers(2, 6))))
    return f"{words}, part {random.integers(1, 90)}" if random.random() < 0.1 else words


if __name__ == "__main__":
    write_toggl(Path(sys.argv[2]), int(sys.argv[1]))
