"""The command line: parse, call one function, print."""

import sys


def main() -> None:
    """Runs the command line and ends with DESIGN's exit codes: 0, 1 ours, 2 what was given, 3 rows left out."""
    from goalkit.cli.edge import run

    sys.exit(run(sys.argv[1:]))
