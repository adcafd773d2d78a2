"""An Airflow DAG, to be printed: what is owed each hour, and a month's notebook through PapermillOperator."""

from pprint import pformat

from goalkit.errors import GoalkitError
from goalkit.reviews.schedule.triggers.start import LONGEST_RUN_H, NICE, Start, Trigger, Written

NOTE = (
    "Put it into Airflow's dags folder. The notebook needs apache-airflow-providers-papermill, and goalkit in the "
    "Python that Airflow's kernel runs in; leave the second DAG out where the reviews of the first are enough"
)
DAGS = '''\
"""Reviews that are owed, and the executed notebook of each month."""

import os
import subprocess
from datetime import datetime, timedelta

from airflow import DAG
from airflow.decorators import task
from airflow.providers.papermill.operators.papermill import PapermillOperator

COMMAND = {command}
BOOK = {book}

with DAG(
    dag_id={due},
    schedule="{minute} * * * *",
    start_date=datetime(2025, 1, 1),
    catchup=False,  # goalkit catches up itself
    max_active_runs=1,
    dagrun_timeout=timedelta(hours={hours}),
):

    @task
    def make_what_is_owed() -> None:
        """Runs goalkit; 3 says that it is done and some rows were left out."""
        done = subprocess.run(COMMAND, cwd=BOOK, check=False, preexec_fn=lambda: os.nice({nice}))
        if done.returncode not in (0, 3):
            raise RuntimeError(f"goalkit ended with {{done.returncode}}; data/schedule.log says why")

    make_what_is_owed()

with DAG(
    dag_id={notebook},
    schedule="{minute} 6 3 * *",
    start_date=datetime(2025, 1, 1),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours={hours}),
):
    PapermillOperator(
        task_id="run_review_notebook",
        input_nb=BOOK + "/notebooks/review.ipynb",
        output_nb=BOOK + "/reports/airflow-{{{{ data_interval_start.strftime('%Y-%m') }}}}.ipynb",
        parameters={{"book": BOOK, "period": "{{{{ data_interval_start.strftime('%Y-%m') }}}}"}},
    )
'''


def plan(start: Start) -> Trigger:
    """The two DAGs in one file."""
    book = str(start.folder)
    if any(sign in book for sign in ("{{", "{%", "{#")):
        raise GoalkitError(f"{book} holds signs that Airflow takes for a template; rename the folder for this")
    text = DAGS.format(
        command=pformat(list(start.words), width=100),
        book=repr(book),
        due=repr(start.name),
        notebook=repr(f"{start.name}-notebook"),
        minute=start.minute,
        hours=LONGEST_RUN_H,
        nice=NICE,
    )
    return Trigger("airflow", start.name, (Written("goalkit_reviews.py", text.encode()),), note=NOTE)
