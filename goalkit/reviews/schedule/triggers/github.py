"""A GitHub Actions workflow, to be printed: for a workbook in a private repository."""

import json
from pathlib import Path, PurePath

from goalkit import __version__
from goalkit.reviews.schedule.triggers.start import Start, Trigger, Written

NOTE = (
    "What you write down would leave this machine: for a private repository alone. Put it at "
    ".github/workflows/reviews.yml; data/.gitignore keeps your records out of git until you let them in"
)
WORKFLOW = """\
# Reviews that are owed, once a day. For a private repository alone: your records and reviews are in it.
name: reviews
on:
  schedule:
    - cron: "{minute} 5 * * *"
  workflow_dispatch:
permissions:
  contents: write
env:
  GOALKIT: {requirement}  # or where its wheel lies
concurrency:
  group: {name}
  cancel-in-progress: false
jobs:
  due:
    runs-on: ubuntu-latest
    timeout-minutes: 60
    defaults:
      run:
        working-directory: {folder}
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - name: Install
        run: python -m pip install "$GOALKIT"
      - name: Make what is owed
        run: {command}
      - name: Keep what came of it, so that nothing is made or sent twice
        if: always()
        run: |
          git config user.name "github-actions[bot]"
          git config user.email "41898282+github-actions[bot]@users.noreply.github.com"
          for kept in data/goalkit.db data/inbox reports; do
            if [ -e "$kept" ]; then git add --force --all -- "$kept"; fi
          done
          git diff --cached --quiet || git commit --message "Reviews"
          git push
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: reviews
          path: {reports}
          if-no-files-found: ignore
"""


def plan(start: Start) -> Trigger:
    """The workflow; a workbook that lies deeper in its repository is found there."""
    folder = _in_repository(start.folder)
    command = " ".join(("python -P -m goalkit --book .", *start.command))
    text = WORKFLOW.format(
        minute=start.minute,
        name=start.name,
        folder=json.dumps(folder, ensure_ascii=False),
        requirement=f"goalkit=={__version__}",
        # 3: done, but some rows were left out, as it says; that is no failed run.
        command=json.dumps(f'{command} || [ "$?" -eq 3 ]'),
        reports=json.dumps(f"{folder}/reports", ensure_ascii=False),
    )
    return Trigger("github", start.name, (Written("reviews.yml", text.encode()),), note=NOTE)


def _in_repository(folder: PurePath) -> str:
    place = Path(folder)
    root = next((above for above in (place, *place.parents) if (above / ".git").exists()), place)
    return place.relative_to(root).as_posix()
