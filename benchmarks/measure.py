"""Runs one command and writes its seconds, CPU seconds and peak bytes as JSON: python measure.py RESULT COMMAND...

A process of its own, since Linux counts the memory of the process that starts a command to the command's peak.
"""

import json
import os
import sys
import time

started = time.perf_counter()
child = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(child, 0)
taken = time.perf_counter() - started
with open(sys.argv[1], "w", encoding="utf-8") as file:  # noqa: PTH123 - pathlib would only add to what is measured
    json.dump([taken, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024], file)
sys.exit(os.waitstatus_to_exitcode(status))
