"""Hours by day and project of a Toggl export with DuckDB, written by hand: what goalkit hours is measured against."""

import json
import sys

import duckdb

QUERY = """
WITH entries AS (
  SELECT coalesce("Project", '') AS project,
         "Start date" + "Start time" AS begin, "End date" + "End time" AS finish
  FROM read_csv(?, columns = {
    'User': 'VARCHAR', 'Email': 'VARCHAR', 'Client': 'VARCHAR', 'Project': 'VARCHAR', 'Task': 'VARCHAR',
    'Description': 'VARCHAR', 'Billable': 'VARCHAR', 'Start date': 'DATE', 'Start time': 'TIME',
    'End date': 'DATE', 'End time': 'TIME', 'Duration': 'VARCHAR', 'Tags': 'VARCHAR', 'Amount ()': 'VARCHAR'},
    header = true, delim = ',', quote = '"')
), pieces AS (
  SELECT project, begin::DATE AS day, epoch_us(finish) - epoch_us(begin) AS us
  FROM entries WHERE begin::DATE = finish::DATE
  UNION ALL
  SELECT project, midnight::DATE,
         epoch_us(least(finish, midnight + INTERVAL 1 DAY)) - epoch_us(greatest(begin, midnight))
  FROM (SELECT *, unnest(generate_series(begin::DATE::TIMESTAMP, finish::DATE::TIMESTAMP, INTERVAL 1 DAY)) AS midnight
        FROM entries WHERE begin::DATE < finish::DATE)
)
SELECT day::VARCHAR AS day, project, sum(us)::BIGINT / 3.6e9 AS hours
FROM pieces GROUP BY pieces.day, project HAVING sum(us) > 0 ORDER BY pieces.day, project
"""

if sys.argv[2:] == ["fetch"]:
    rows = duckdb.execute(QUERY, [sys.argv[1]]).fetchall()
    sys.stdout.write(json.dumps([{"day": day, "project": project, "hours": hours} for day, project, hours in rows]))
else:
    source = "'" + sys.argv[1].replace("'", "''") + "'"
    duckdb.execute(f"COPY ({QUERY.replace('?', source)}) TO '/dev/stdout' (FORMAT json, ARRAY true)")
