"""A bare sqlite3.executemany of a workbook's entries: what goalkit import is measured against.

python by_import.py WORKBOOK.db FOLDER [after|bare]: reads the entries into tuples, which is not timed, and puts them
in one transaction into a new database: a table of the same columns with the same indexes ("after": made when the rows
are in; "bare": no index and no key at all). Prints its seconds, from opening the database to the commit, as JSON.
"""

import gc
import json
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

source, folder, how = sys.argv[1], Path(sys.argv[2]), "".join(sys.argv[3:])
gc.disable()
with closing(sqlite3.connect(source)) as workbook:
    tables = workbook.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'time_entry'").fetchall()
    indexes = workbook.execute(
        "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'time_entry' AND sql IS NOT NULL"
    ).fetchall()
    names = [name for _, name, *_ in workbook.execute("PRAGMA table_info(time_entry)")]
    rows = workbook.execute("SELECT * FROM time_entry ORDER BY created_seq").fetchall()
table = f"CREATE TABLE time_entry ({', '.join(names)})" if how == "bare" else tables[0][0]
extra = [] if how == "bare" else [sql for (sql,) in indexes]
place = folder / "bare.db"
place.unlink(missing_ok=True)
started = time.perf_counter()
with closing(sqlite3.connect(place, isolation_level=None)) as database:
    for sql in [table, *([] if how == "after" else extra), "BEGIN"]:
        database.execute(sql)
    database.executemany(f"INSERT INTO time_entry VALUES ({', '.join('?' * len(names))})", rows)
    for sql in [*(extra if how == "after" else []), "COMMIT"]:
        database.execute(sql)
taken = time.perf_counter() - started
place.unlink()
json.dump({"seconds": taken, "rows": len(rows)}, sys.stdout)
