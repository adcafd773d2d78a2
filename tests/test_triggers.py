"""What is installed elsewhere or printed: each text read back by its own format's reader, and checked against its rules."""

import ast
import csv
import plistlib
import re
import shlex
import subprocess
from datetime import datetime
from pathlib import Path, PureWindowsPath
from xml.etree import ElementTree as ET

import pytest
import yaml
from triggers_made import HOSTILE, needed, start

from goalkit import __version__
from goalkit.errors import GoalkitError
from goalkit.reviews.schedule.triggers import KEEPERS, KINDS, Start, airflow, container, github, launchd, plan, windows

TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
# Element → its children in Microsoft's schema of version 1.2; a list is a sequence, a set has no order.
SCHEMA = {
    "Task": {"RegistrationInfo", "Triggers", "Settings", "Data", "Principals", "Actions"},
    "RegistrationInfo": {"URI", "SecurityDescriptor", "Source", "Date", "Author", "Version", "Description", "Documentation"},
    "Triggers": {"TimeTrigger", "CalendarTrigger", "LogonTrigger"},
    "TimeTrigger": ["Enabled", "StartBoundary", "EndBoundary", "Repetition", "ExecutionTimeLimit", "RandomDelay"],
    "Repetition": {"Interval", "StopAtDurationEnd", "Duration"},
    "Principals": {"Principal"},
    "Principal": {"UserId", "LogonType", "GroupId", "DisplayName", "RunLevel"},
    "Settings": {
        "AllowStartOnDemand", "RestartOnFailure", "MultipleInstancesPolicy", "DisallowStartIfOnBatteries",
        "StopIfGoingOnBatteries", "AllowHardTerminate", "StartWhenAvailable", "NetworkProfileName",
        "RunOnlyIfNetworkAvailable", "WakeToRun", "Enabled", "Hidden", "DeleteExpiredTaskAfter", "IdleSettings",
        "NetworkSettings", "ExecutionTimeLimit", "Priority", "RunOnlyIfIdle",
    },
    "Actions": {"Exec"},
    "Exec": {"Command", "Arguments", "WorkingDirectory"},
}  # fmt: skip
DURATION, BOOLEAN = r"PT\d+[HM]", r"true|false"
VALUES = {
    "StartBoundary": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d",
    "MultipleInstancesPolicy": r"Parallel|Queue|IgnoreNew|StopExisting",
    "LogonType": r"S4U|Password|InteractiveToken|InteractiveTokenOrPassword",
    "RunLevel": r"LeastPrivilege|HighestAvailable",
    "Priority": r"\d|10",
    **dict.fromkeys(("Interval", "Duration", "ExecutionTimeLimit"), DURATION),
    **dict.fromkeys(("Enabled", "StartWhenAvailable", "WakeToRun", "RunOnlyIfNetworkAvailable"), BOOLEAN),
    **dict.fromkeys(("StopAtDurationEnd", "DisallowStartIfOnBatteries", "StopIfGoingOnBatteries"), BOOLEAN),
}


# --- names and words


def test_a_name_and_a_minute_are_the_folders_own():
    """The same folder has the same, whatever is started; another has another; no run starts on the full hour."""
    one, again, two = start(Path("/a")), start(Path("/a"), "status"), start(Path("/b"))
    assert one.name == again.name != two.name
    assert re.fullmatch(r"goalkit-review-[0-9a-f]{10}", one.name)
    assert {start(Path(f"/{number}")).minute for number in range(400)} <= set(range(1, 59))


def test_the_command_names_whole_paths_and_keeps_the_workbooks_files_apart(tmp_path):
    """The interpreter, -P, the workbook and its log, then what is to be done."""
    words = start(tmp_path).words
    assert Path(words[0]).is_absolute()
    assert words[1:] == ("-P", "-m", "goalkit", "--book", str(tmp_path), "--log", "review", "--due")


@pytest.mark.parametrize("folder", ["book", "/a\nb", "/a\x1bb", "/caf\udce9"])
def test_a_path_that_no_schedule_can_hold_is_refused(folder):
    """Not whole, with a line end or a control sign, or no text: named, with the way out."""
    with pytest.raises(GoalkitError, match=r"cannot be written into a schedule; .* Rename the folder"):
        start(Path(folder))


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_planned_without_being_installed(kind, tmp_path):
    """A name, at least one text, and a note; nothing is written."""
    planned = plan(kind, tmp_path)
    assert (planned.kind, planned.name) == (kind, start(tmp_path.resolve()).name)
    assert planned.files
    assert all(file.text for file in planned.files)
    assert planned.note
    assert not planned.note.endswith(".")
    assert list(tmp_path.iterdir()) == []


# --- launchd


@pytest.mark.parametrize("name", HOSTILE)
def test_the_property_list_is_read_back_with_launchds_keys_and_types(name):
    """As launchd.plist(5) has them: each key known, of its type; the words and folders are the very ones."""
    begun = start(Path("/Users/me") / name)
    (written,) = launchd.plan(begun).files
    found = plistlib.loads(written.content, fmt=plistlib.FMT_XML)
    types = {
        "Label": str, "ProgramArguments": list, "WorkingDirectory": str, "StartCalendarInterval": dict, "RunAtLoad": bool,
        "ProcessType": str, "LowPriorityIO": bool, "Nice": int, "StandardOutPath": str, "StandardErrorPath": str,
    }  # fmt: skip
    assert {key: type(value) for key, value in found.items()} == types
    assert tuple(found["ProgramArguments"]) == begun.words
    assert found["WorkingDirectory"] == str(begun.folder)
    assert found["StartCalendarInterval"] == {"Minute": begun.minute}
    assert found["ProcessType"] in {"Background", "Standard", "Adaptive", "Interactive"}
    assert written.where.endswith(f"/Library/LaunchAgents/{found['Label']}.plist")


# --- Windows


def task(begun):
    """The task as XML."""
    (written,) = windows.plan(begun).files
    assert written.content.startswith(b"\xff\xfe<\0?\0x\0m\0l\0")
    return ET.fromstring(written.content)


def check(element):
    """Every element stands where the schema of version 1.2 has it, at most once, with a value of its type."""
    name = element.tag.removeprefix(TASK)
    children = [child.tag.removeprefix(TASK) for child in element]
    if name not in SCHEMA:
        assert children == []
        assert re.fullmatch(VALUES.get(name, r"[\s\S]+"), element.text), name
        return
    allowed = SCHEMA[name]
    assert set(children) <= set(allowed), name
    assert len(children) == len(set(children))
    if isinstance(allowed, list):
        assert children == [child for child in allowed if child in children]
    for child in element:
        check(child)


def read_arguments(text):
    """The words of a Windows command line, by the rules of its C library."""
    words, word, quoted, place = [], None, False, 0
    while place < len(text):
        slashes = len(text[place:]) - len(text[place:].lstrip("\\"))
        place += slashes
        sign = text[place : place + 1]
        if sign == '"':
            word = (word or "") + "\\" * (slashes // 2)
            if slashes % 2:
                word += '"'
            else:
                quoted = not quoted
        else:
            if slashes:
                word = (word or "") + "\\" * slashes
            if sign in (" ", "\t") and not quoted:
                words += [] if word is None else [word]
                word = None
            elif sign:
                word = (word or "") + sign
        place += 1
    return (*words, word) if word is not None else tuple(words)


@pytest.mark.parametrize("folder", [r"C:\book", r"C:\Users\Zoë Ü\it's 100% <mine> & 日本", "C:\\ends with space \\x\\"])
def test_the_task_follows_microsofts_schema_and_gives_the_very_words(folder):
    """Order, names and types of version 1.2 in UTF-16; the arguments as Windows splits them."""
    begun = Start(PureWindowsPath(folder), PureWindowsPath(r"C:\Program Files\Python\pythonw.exe"))
    root = task(begun)
    assert (root.tag, root.get("version")) == (f"{TASK}Task", "1.2")
    check(root)
    text = {element.tag.removeprefix(TASK): element.text for element in root.iter()}
    assert text["Command"] == str(begun.python)
    assert read_arguments(text["Arguments"]) == begun.words[1:]
    assert text["WorkingDirectory"] == str(begun.folder)
    assert (text["StartWhenAvailable"], text["RunLevel"], text["LogonType"]) == (
        "true",
        "LeastPrivilege",
        "InteractiveToken",
    )
    assert text["Interval"] == "PT1H"
    assert datetime.fromisoformat(text["StartBoundary"]).minute == begun.minute
    assert windows.plan(begun) == windows.plan(begun)


def test_the_reader_of_arguments_knows_the_documented_cases():
    """The examples of Microsoft's own table."""
    assert read_arguments(r'"abc" d e') == ("abc", "d", "e")
    assert read_arguments(r"a\\b d\"e f\"g h".replace(r"d\"e f\"g", 'd"e f"g')) == (r"a\\b", "de fg", "h")
    assert read_arguments(r"a\\\"b c d") == (r"a\"b", "c", "d")
    assert read_arguments(r'a\\\\"b c" d e') == (r"a\\b c", "d", "e")


@pytest.mark.parametrize("folder", [r"C:\%TEMP%\book", r"C:\$(Arg0)"])
def test_what_the_task_scheduler_would_replace_is_refused(folder):
    """There is no escape for it: the path is named, with the way out."""
    with pytest.raises(GoalkitError, match="would put something else in place of; rename that folder"):
        windows.plan(Start(PureWindowsPath(folder), PureWindowsPath(r"C:\python.exe")))


# --- printed


def repository(tmp_path, folder="."):
    """A clone of a bare repository, and the workbook's folder in it."""
    git = ["git", "-c", "init.defaultBranch=main", "-c", "user.name=me", "-c", "user.email=me@example.org"]
    for words in (["init", "--bare", "-q", "origin.git"], ["clone", "-q", "origin.git", "clone"]):
        subprocess.run([*git, *words], cwd=tmp_path, check=True, capture_output=True)
    place = tmp_path / "clone" / folder
    (place / "data").mkdir(parents=True)
    (place / "data" / ".gitignore").write_text("*\n")
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "first"], cwd=place, check=True)
    subprocess.run([*git, "push", "-q", "origin", "HEAD"], cwd=place, check=True, capture_output=True)
    return place


def test_the_workflow_checks_out_installs_makes_what_is_owed_and_uploads(tmp_path):
    """Read by a YAML reader: once a day, one run at a time, the workbook found below the repository's root."""
    needed("git", "git")
    place = repository(tmp_path, "my 100% book: #1")
    flow = yaml.safe_load(github.plan(start(place)).files[0].text)
    (when,) = flow[True]["schedule"]  # YAML 1.1 reads on: as a yes
    assert re.fullmatch(r"\d{1,2} 5 \* \* \*", when["cron"])
    job = flow["jobs"]["due"]
    assert job["defaults"]["run"]["working-directory"] == "my 100% book: #1"
    checkout, python, install, make, keep, upload = job["steps"]
    assert checkout["uses"].startswith("actions/checkout@")
    assert python["uses"].startswith("actions/setup-python@")
    assert (flow["env"]["GOALKIT"], install["run"]) == (f"goalkit=={__version__}", 'python -m pip install "$GOALKIT"')
    assert make["run"].startswith("python -P -m goalkit --book . review --due ||")
    assert upload["uses"].startswith("actions/upload-artifact@")
    assert upload["with"]["path"] == "my 100% book: #1/reports"
    assert keep["if"] == upload["if"] == "always()"


def test_the_workflows_own_script_keeps_what_came_of_a_run(tmp_path):
    """The step is run by the shell in a real repository, with nothing to keep, then with records and a report."""
    needed("git", "git")
    place = repository(tmp_path)
    keep = yaml.safe_load(github.plan(start(place)).files[0].text)["jobs"]["due"]["steps"][4]["run"]

    def kept():
        subprocess.run(["bash", "-e", "-o", "pipefail", "-c", keep], cwd=place, check=True, capture_output=True)
        look = ["git", "--git-dir", str(tmp_path / "origin.git"), "ls-tree", "-r", "--name-only", "HEAD"]
        return subprocess.run(look, check=True, capture_output=True, text=True).stdout.split()

    (place / "data" / "inbox").mkdir()
    assert kept() == []
    (place / "data" / "goalkit.db").write_bytes(b"records")
    (place / "reports").mkdir()
    (place / "reports" / "index.html").write_text("<p>")
    assert kept() == ["data/goalkit.db", "reports/index.html"]
    assert kept() == ["data/goalkit.db", "reports/index.html"]


@pytest.mark.parametrize(("code", "ends"), [(0, 0), (3, 0), (1, 1), (2, 1)])
def test_the_workflow_fails_when_goalkit_does(tmp_path, code, ends):
    """3 is done with some left out; 1 and 2 are failures."""
    steps = yaml.safe_load(github.plan(start(tmp_path)).files[0].text)["jobs"]["due"]["steps"]
    line = steps[3]["run"].replace("python -P -m goalkit --book . review --due", f"(exit {code})")
    assert subprocess.run(["bash", "-e", "-c", line], check=False).returncode == ends


@pytest.mark.parametrize("name", HOSTILE)
def test_the_dags_are_python_that_holds_the_very_words(name):
    """Parsed by Python: the command, the workbook, no catching up, and Airflow's PapermillOperator on its notebook."""
    begun = start(Path("/srv") / name)
    tree = ast.parse(airflow.plan(begun).files[0].text)
    compile(tree, "dags", "exec")
    named = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign)
    }  # fmt: skip
    assert tuple(named["COMMAND"]) == begun.words
    assert named["BOOK"] == str(begun.folder)
    calls = {ast.unparse(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert set(calls) >= {"DAG", "task", "PapermillOperator"} - {"task"}
    words = {key.arg: ast.unparse(key.value) for key in calls["PapermillOperator"].keywords}
    assert words["input_nb"] == "BOOK + '/notebooks/review.ipynb'"
    assert "{{ data_interval_start.strftime('%Y-%m') }}" in words["parameters"]
    dags = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "DAG"]
    assert len(dags) == 2
    for dag in dags:
        settings = {key.arg: ast.unparse(key.value) for key in dag.keywords}
        assert (settings["catchup"], settings["max_active_runs"]) == ("False", "1")
        assert re.fullmatch(r"[\w.-]+", ast.literal_eval(settings["dag_id"]))


def test_a_folder_that_airflow_takes_for_a_template_is_refused():
    """Two braces: named, with the way out."""
    with pytest.raises(GoalkitError, match="takes for a template; rename"):
        airflow.plan(start(Path("/srv/{{ ds }}")))


@pytest.mark.parametrize("name", [*HOSTILE, 'a,"b",c'])
def test_the_container_has_its_instructions_and_a_line_that_mounts_the_folder(name):
    """The file has one base, goalkit of this version, and the command; the run line gives the folder as it is."""
    begun = start(Path("/srv") / name)
    planned = container.plan(begun)
    lines = [line.split(" ", 1) for line in planned.files[0].text.splitlines() if not line.startswith("#")]
    told = dict(lines)
    assert [word for word, _ in lines] == ["FROM", "ARG", "RUN", "ENV", "WORKDIR", "ENTRYPOINT", "CMD"]
    assert told["ARG"] == f"GOALKIT=goalkit=={__version__}"
    assert ast.literal_eval(told["ENTRYPOINT"]) == ["python", "-P", "-m", "goalkit", "--book", "/workbook"]
    assert ast.literal_eval(told["CMD"]) == ["review", "--due"]
    words = shlex.split(planned.steps[-1])
    (mount,) = csv.reader([words[words.index("--mount") + 1]])
    assert mount == ["type=bind", f"source={begun.folder}", "target=/workbook"]


@pytest.mark.parametrize("kind", ["launchd", "windows"])
def test_what_another_system_has_is_not_here(kind, tmp_path, monkeypatch):
    """Without its program nothing is installed, found or removed, and the program is named."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    keeper, begun = KEEPERS[kind], start(tmp_path)
    program = {"launchd": "launchctl", "windows": "schtasks"}[kind]
    with pytest.raises(GoalkitError, match=f"there is no program {program} here"):
        keeper.install(begun)
    assert keeper.installed(begun) is None
    assert not keeper.remove(begun)
    assert list(tmp_path.iterdir()) == []
