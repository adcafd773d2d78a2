"""Tables of no known tracker: the proposed column map by names and by cells, and what is said where nothing fits."""

import pytest

from goalkit.errors import GoalkitError
from goalkit.trackers import ReadOptions, load_export
from goalkit.trackers.column_names import NAMES
from goalkit.trackers.generic import map_option
from goalkit.trackers.proposal import propose
from goalkit.trackers.source import open_source

BERLIN = ReadOptions(zone="Europe/Berlin")


def written(folder, text, name="log.csv"):
    """A file of that text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def proposed(folder, text):
    """The proposal for a table."""
    return propose(open_source(written(folder, text)))


NAMED = {
    "English": (
        "Day,From,To,Hours,Customer,Project,Notes\n2025-03-14,9:00,10:30,1.5,Moss,Garden,Beds\n",
        {"date": "Day", "start_time": "From", "end_time": "To", "duration": "Hours", "client": "Customer",
         "project": "Project", "description": "Notes"},
    ),
    "German": (
        "Datum;Von;Bis;Dauer;Kunde;Projekt;Tätigkeit\n14.03.2025;9.30;10.45;1,25;Moos;Garten;Beete\n",
        {"date": "Datum", "start_time": "Von", "end_time": "Bis", "duration": "Dauer", "client": "Kunde",
         "project": "Projekt", "description": "Tätigkeit"},
    ),
    "French": (
        "Date de début;Heure de début;Date de fin;Heure de fin;Projet\n14/03/2025;09:30;14/03/2025;10:45;Jardin\n",
        {"start_date": "Date de début", "start_time": "Heure de début", "end_date": "Date de fin",
         "end_time": "Heure de fin", "project": "Projet"},
    ),
    "Spanish": (
        "Inicio,Fin,Proyecto,Tarea\n2025-03-14 09:30,2025-03-14 10:45,Huerto,Riego\n",
        {"start": "Inicio", "end": "Fin", "project": "Proyecto", "task": "Tarea"},
    ),
    "Italian": (
        "Data,Ora inizio,Ora fine,Progetto,Descrizione\n14/03/2025,09:30,10:45,Orto,Aiuole\n",
        {"date": "Data", "start_time": "Ora inizio", "end_time": "Ora fine", "project": "Progetto",
         "description": "Descrizione"},
    ),
    "Dutch": (
        "Datum;Begintijd;Eindtijd;Klant;Omschrijving\n14-03-2025;09:30;10:45;Mos;Bedden\n",
        {"date": "Datum", "start_time": "Begintijd", "end_time": "Eindtijd", "client": "Klant",
         "description": "Omschrijving"},
    ),
    "Portuguese": (
        "Data,Início,Fim,Projeto\n2025-03-14,09:30,10:45,Horta\n",
        {"date": "Data", "start_time": "Início", "end_time": "Fim", "project": "Projeto"},
    ),
    "day and hours": ("dag;uren;progetto\n2025-03-14;1,5;Orto\n", {"date": "dag", "duration": "uren", "project": "progetto"}),
    "moments called a date": (
        "date,minutes,what\n2025-03-14 09:30,75,Beds\n2025-03-15 08:00,30,Hedge\n",
        {"start": "date", "duration": "minutes", "description": "what"},
    ),
    "under_scores": (
        "start_time,end_time,project\n2025-03-14T09:30:00Z,2025-03-14T10:45:00Z,Garden\n",
        {"start": "start_time", "end": "end_time", "project": "project"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_names_tell_the_parts_in_seven_languages(name, tmp_path):
    """Each column's part by its name, the kind of its cells deciding between a time, a day and both; read unasked."""
    text, expected = NAMED[name]
    proposal = proposed(tmp_path, text)
    assert proposal.columns == expected
    assert proposal.by_names
    assert {part.reason for part in proposal.parts} == {"by its name"}
    assert (
        len(
            load_export(
                tmp_path / "log.csv", ReadOptions(zone="Europe/Berlin", dates="dmy" if "/" in text else None)
            ).entries
        )
        > 0
    )


VALUED = {
    "two moments, the later first": (
        "A,B,C\n2025-03-14 10:30,2025-03-14 09:00,Garden\n2025-03-15 12:00,2025-03-15 11:00,Garden\n",
        {"start": "B", "end": "A", "project": "C"},
    ),
    "a moment of writing beside them": (
        "X,Y,Z,W\n2025-03-20 08:00,2025-03-14 09:00,2025-03-14 10:30,1:30\n"
        "2025-03-21 08:00,2025-03-15 11:00,2025-03-15 12:00,1:00\n",
        {"start": "Y", "end": "Z", "duration": "W"},
    ),
    "day and clock times": (
        "q1,q2,q3,q4\n14.03.2025,09:00,10:30,Beds\n15.03.2025,23:30,23:45,Hedge\n",
        {"date": "q1", "start_time": "q2", "end_time": "q3", "description": "q4"},
    ),
    "clock times as hh.mm": (
        "A;B;C\n14.03.2025;9.30;10.45\n15.03.2025;14.00;15.15\n",
        {"date": "A", "start_time": "B", "end_time": "C"},
    ),
    "a third that is end minus start": (
        "A,B,C,D\n2025-03-14,1:30,09:00,10:30\n2025-03-15,0:45,23:30,00:15\n",
        {"date": "A", "start_time": "C", "end_time": "D", "duration": "B"},
    ),
    "a start and a length": (
        "A,B,C\n2025-03-14,09:00,1:30\n2025-03-15,10:00,0:20\n",
        {"date": "A", "start_time": "B", "duration": "C"},
    ),
    "a moment and a length": (
        "A,B\n2025-03-14 09:00,1.5\n2025-03-15 10:00,0.25\n",
        {"start": "A", "duration": "B"},
    ),
    "a day and numbers": (
        "no,when it was,how much,where\n1,2025-03-14,1.5,Garden\n2,2025-03-15,0.25,Garden\n",
        {"date": "when it was", "duration": "how much", "project": "where"},
    ),
    "two days and two clock times": (
        "A,B,C,D\n2025-03-14,23:00,2025-03-15,01:30\n2025-03-15,09:00,2025-03-15,10:30\n2025-03-16,09:00,2025-03-16,11:00\n"
        "2025-03-17,09:00,2025-03-17,10:30\n2025-03-18,09:00,2025-03-18,11:00\n",
        {"start_date": "A", "start_time": "B", "end_date": "C", "end_time": "D"},
    ),
    "a name for the day alone": (
        "Datum,Kommen,Gehen\n2025-03-14,09:00,17:30\n2025-03-17,08:30,16:30\n",
        {"date": "Datum", "start_time": "Kommen", "end_time": "Gehen"},
    ),
    "names that say something else": (
        "from,A,B,note\nada@example.org,2025-03-14 09:00,2025-03-14 10:30,Beds\nada@example.org,2025-03-15 09:00,2025-03-15 09:30,x\n",
        {"start": "A", "end": "B", "project": "from", "description": "note"},
    ),
    "days with a midnight": (
        "A,B,C\n2025-03-14 00:00:00,1:30,Garden\n2025-03-15 00:00:00,0:20,Garden\n",
        {"date": "A", "duration": "B", "project": "C"},
    ),
    "offsets": (
        "A,B\n2025-03-14T09:00:00+01:00,2025-03-14T09:30:00Z\n2025-03-15T09:00:00+01:00,2025-03-15T08:30:00Z\n",
        {"start": "A", "end": "B"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", VALUED)
def test_cells_tell_the_parts_where_names_do_not(name, tmp_path):
    """Days, moments, clock times and lengths; the earlier of two is the start. Not read unasked: the map to copy is said."""
    text, expected = VALUED[name]
    proposal = proposed(tmp_path, text)
    assert proposal.columns == expected
    assert not proposal.by_names
    assert all(part.reason for part in proposal.parts)
    option = map_option(proposal.columns)
    with pytest.raises(GoalkitError, match=r"log.csv, line 1: .*no known tracker") as told:
        load_export(tmp_path / "log.csv", BERLIN)
    assert option in str(told.value)
    export = load_export(tmp_path / "log.csv", ReadOptions(zone="Europe/Berlin", column_map=proposal.columns))
    assert len(export.entries) == len(text.splitlines()) - 1
    assert (export.entries["duration_s"] > 0).all()


@pytest.mark.parametrize(
    "text",
    [
        "name,colour\nrose,red\nrose,white\n",
        "A,B,C\n1,2,3\n4,5,6\n",
        "A,B\n2025-03-14,rose\n2025-03-15,ivy\n",
        "A,B\n09:00,10:00\n11:00,12:00\n",
        "A,B\n2025-03-14,1500\n2025-03-15,2800\n",
        "A,B\n",
    ],
)
def test_nothing_is_proposed_where_nothing_tells_a_time(text, tmp_path):
    """Texts, numbers alone, days alone, clock times without a day, amounts: no complete map."""
    assert not proposed(tmp_path, text).complete


@pytest.mark.parametrize("text", [*(text for text, _ in NAMED.values()), *(text for text, _ in VALUED.values())])
def test_a_part_and_a_column_come_once(text, tmp_path):
    """No role and no header stands twice in a proposal."""
    parts = proposed(tmp_path, text).parts
    assert len({part.role for part in parts}) == len({part.header for part in parts}) == len(parts)
    assert {part.role for part in parts} <= set(NAMES)


def test_dotted_clock_times_are_minutes_not_decimals(tmp_path):
    """9.30 in a column of clock times is half past nine."""
    path = written(tmp_path, "Datum;Beginn;Ende\n14.03.2025;9.30;10.45\n")
    entries = load_export(path, BERLIN).entries
    assert entries["start_utc"].dt.strftime("%H:%M").tolist() == ["08:30"]
    assert entries["duration_s"].tolist() == [4500]


def test_a_given_map_goes_before_names_and_a_blank_takes_a_part_away(tmp_path):
    """Times that are given stand alone, other names still help, and "project=" leaves the project out."""
    text = "Start,End,Day,Hours,Project\n2025-03-14 09:00,2025-03-14 10:00,2025-03-20,4,Garden\n"
    path = written(tmp_path, text)
    totals = load_export(path, ReadOptions(column_map={"date": "Day", "duration": "Hours"})).entries
    assert totals["duration_s"].tolist() == [4 * 3600]
    assert totals["end_utc"].isna().all()
    assert totals["project"].tolist() == ["Garden"]
    named = load_export(path, ReadOptions(column_map={"project": ""})).entries
    assert named["duration_s"].tolist() == [3600]
    assert named["project"].tolist() == [""]


def test_the_map_to_copy_survives_a_shell_and_a_comma():
    """Headers with spaces are quoted as a whole, one with a comma within."""
    assert map_option({"start": "A", "end": "B"}) == "--map start=A,end=B"
    assert map_option({"start": "When, local"}) == """--map '"start=When, local"'"""


def test_a_file_like_a_trackers_is_told_what_it_lacks(tmp_path):
    """The nearest export and its missing columns."""
    path = written(tmp_path, "User,Description,Start date,Duration\nAda,Beds,soon,long\n")
    with pytest.raises(GoalkitError, match=r"columns: User, Description.*like Toggl Track, but without Start time\."):
        load_export(path)


def test_a_file_that_two_trackers_could_write_is_asked_about(tmp_path):
    """The columns seen and both names; with one of them it is read."""
    header = "Description,Start date,Start time,End date,End time,Duration,Duration (h)"
    path = written(tmp_path, f"{header}\nBeds,2025-03-14,09:00:00,2025-03-14,10:00:00,01:00:00,01:00:00\n")
    with pytest.raises(
        GoalkitError, match=r"Toggl Track or Clockify \(columns: Description.*--tracker toggl or --tracker"
    ):
        load_export(path)
    assert load_export(path, ReadOptions(tracker="toggl")).entries["duration_s"].tolist() == [3600]


def test_what_is_no_table_is_told_by_its_first_words(tmp_path):
    """Prose has no columns to name, and JSON has names for which no map is advised."""
    with pytest.raises(GoalkitError, match=r"it begins with 'a letter to Jorinde'.*--map"):
        load_export(written(tmp_path, "a letter to Jorinde\n"))
    with pytest.raises(GoalkitError, match=r"JSON with the names roses") as told:
        load_export(written(tmp_path, '{"roses": [1, 2]}'))
    assert "--map" not in str(told.value)
