"""A plain container, to be printed: an image that has goalkit, and how it is run on the workbook."""

import shlex

from goalkit import __version__
from goalkit.reviews.schedule.triggers.start import Start, Trigger, Written

NOTE = "Let the scheduler of your machine or cluster run the last line each hour; it makes what is owed, and ends"
DOCKERFILE = """\
FROM python:3.12-slim
# Or where its wheel lies: docker build --build-arg GOALKIT=…
ARG GOALKIT=goalkit=={version}
RUN python -m pip install --no-cache-dir "$GOALKIT"
# Whoever runs it is told by --user; their home must be writable for the notebooks' kernel.
ENV HOME=/tmp
WORKDIR /workbook
ENTRYPOINT ["python", "-P", "-m", "goalkit", "--book", "/workbook"]
CMD {command}
"""


def plan(start: Start) -> Trigger:
    """The image's file, and the lines that build and run it."""
    words = ", ".join(f'"{word}"' for word in start.command)
    text = DOCKERFILE.format(version=__version__, command=f"[{words}]")
    mount = ",".join(("type=bind", _field(f"source={start.folder}"), "target=/workbook"))
    steps = (
        "docker build --tag goalkit-reviews - < Dockerfile",
        f'docker run --rm --user "$(id -u):$(id -g)" --mount {shlex.quote(mount)} goalkit-reviews',
    )
    return Trigger("container", start.name, (Written("Dockerfile", text.encode()),), steps, NOTE)


def _field(text: str) -> str:
    """A field of a mount, which is read as a line of CSV."""
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in ',"') else text
