"""What holds for every chapter of a review: its facts survive JSON, its sentence says its numbers, text stays text."""

import json
import re
import shutil
from dataclasses import fields, is_dataclass, replace
from datetime import date
from html.parser import HTMLParser

import pytest
from jsonschema import Draft202012Validator
from review_made import HOSTILE

from goalkit.errors import GoalkitError
from goalkit.periods import parse_period
from goalkit.reviews import sections, words
from goalkit.reviews.as_json import as_dict, from_dict
from goalkit.reviews.chapters import BY_NAME, CHAPTERS
from goalkit.reviews.choose import last_day
from goalkit.reviews.facts import gather
from goalkit.reviews.json_schema import facts_schema
from goalkit.workbook import init_book, open_book

PERIODS = ("2025-W10", "2025-03", "2025-Q1", "2025")
USUAL = [chapter.name for chapter in CHAPTERS if not chapter.on_request]
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
LATER = date(2026, 2, 1)


@pytest.fixture(scope="module")
def sample(tmp_path_factory, root):
    """Facts of the sample year's reviews, by period."""
    folder = tmp_path_factory.mktemp("sample")
    personal = shutil.ignore_patterns("*.db*", "backups")
    shutil.copytree(root / "data" / "sample" / "data", folder / "data", ignore=personal)
    with open_book(folder) as book:
        periods = [parse_period(name) for name in PERIODS]
        return {period.name: gather(book, period, last_day(period, LATER)) for period in periods}


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """Facts of a workbook in which nothing was written yet, by period."""
    with init_book(tmp_path_factory.mktemp("book") / "new") as book:
        return {name: gather(book, parse_period(name), LATER) for name in PERIODS}


def plain_numbers(value):
    """All numbers in plain JSON values, and those written in its texts."""
    if isinstance(value, dict):
        return [found for item in value.values() for found in plain_numbers(item)]
    if isinstance(value, list):
        return [found for item in value for found in plain_numbers(item)] + [float(len(value))]
    if isinstance(value, str):
        return list(written(value))
    return [] if value is None or isinstance(value, bool) else [float(value)]


def written(text):
    """The numbers that stand in a text."""
    return {float(found.replace(",", "")) for found in NUMBER.findall(text)}


def said(value):
    """What a number may be written as: to one decimal or two, as percent, as whole."""
    size = abs(value)
    return written(f"{words.number(size)} {size:.2f} {size * 100:.0f} {size:.0f}")


def shown_text(parts):
    """The text of a chapter that a reader sees."""
    read = HTMLParser()
    found = []
    read.handle_data = found.append
    for part in parts:
        if isinstance(part, str):
            read.feed(part)
    return " ".join(found)


def of_kinds(name):
    """The periods in whose reviews a chapter stands."""
    return [period for period in PERIODS if BY_NAME[name].belongs_to(parse_period(period))]


def told(facts, name):
    """The facts and frames of a chapter as plain JSON values, without its sentence."""
    plain = as_dict(facts)
    frames = [frame for key, frame in plain["frames"].items() if key.startswith(f"{name}.")]
    return {key: value for key, value in plain["chapters"][name].items() if key != "sentence"}, frames


@pytest.mark.parametrize("period", PERIODS)
def test_facts_survive_json(sample, period):
    """What was written as JSON is read back equal, chapters and frames included."""
    facts = sample[period]
    back = from_dict(json.loads(json.dumps(as_dict(facts), allow_nan=False)))
    assert back == facts
    assert as_dict(back) == as_dict(facts)


@pytest.mark.parametrize("period", PERIODS)
def test_facts_fulfil_their_schema(sample, empty, period):
    """The documented schema holds for a full review and an empty one, and would notice a wrong type."""
    check = Draft202012Validator(facts_schema())
    for facts in (sample[period], empty[period]):
        plain = json.loads(json.dumps(as_dict(facts)))
        assert [error.message for error in check.iter_errors(plain)] == []
        assert not check.is_valid({**plain, "headline": 3})
        assert not check.is_valid({**plain, "chapters": {"tomorrow": {}}})


def test_facts_with_an_unknown_chapter_are_refused(sample):
    """A chapter of a newer goalkit is named, with the way out."""
    values = as_dict(sample["2025-03"])
    with pytest.raises(GoalkitError, match="chapter 'tomorrow' that is unknown here; render the review again"):
        from_dict({**values, "chapters": {"tomorrow": {}}})


def test_a_name_without_chapter_is_refused(sample):
    """A template that asks for a chapter that does not exist is told which ones there are."""
    with pytest.raises(GoalkitError, match=r"no chapter 'tomorrow'; expected one of .*celebrations"):
        sections.chapter(sample["2025-03"], "tomorrow")


@pytest.mark.parametrize("name", USUAL)
def test_a_chapter_stands_in_the_reviews_of_its_kinds_alone(sample, name):
    """In the others it is neither gathered nor shown."""
    for period, facts in sample.items():
        belongs = period in of_kinds(name)
        assert (name in facts.chapters) == belongs
        assert bool(sections.chapter(facts, name).parts) == belongs


@pytest.mark.parametrize("name", USUAL)
def test_the_sample_year_fills_each_chapter(sample, name):
    """Somewhere in the sample's reviews it has something to say, and says it in a sentence first."""
    filled = [sample[period].chapters[name] for period in of_kinds(name)]
    assert any(part.sentence and not part.missing for part in filled)


@pytest.mark.parametrize("name", USUAL)
def test_the_numbers_of_a_sentence_are_those_of_the_facts(sample, name):
    """Each number in a chapter's sentence is one of its facts, as it is usually written."""
    for period in of_kinds(name):
        part = sample[period].chapters[name]
        known = {way for number in plain_numbers(list(told(sample[period], name))) for way in said(number)}
        assert written(part.sentence) <= known, (period, part.sentence)


@pytest.mark.parametrize("name", USUAL)
def test_the_numbers_that_are_shown_are_those_of_the_facts(sample, name):
    """Each number that a reader sees in a chapter is one of its facts, as it is usually written."""
    for period in of_kinds(name):
        facts = sample[period]
        known = {way for number in plain_numbers(list(told(facts, name))) for way in said(number)}
        known |= written(facts.chapters[name].sentence)
        assert written(shown_text(sections.chapter(facts, name).parts)) <= known, period


CORE = ("first_screen", "goals", "worth_a_look", "time", "focus", "balance", "rhythm", "quality", "reconciliation")


@pytest.mark.parametrize("name", CORE)
def test_the_numbers_of_the_other_sections_are_those_of_the_facts(sample, name):
    """Each number in a section that is no chapter is one of the review's facts, or of the words they are told in."""
    for period, facts in sample.items():
        plain = {key: value for key, value in as_dict(facts).items() if key not in ("chapters", "frames")}
        frames = as_dict(facts)["frames"]
        plain["projects"] = [row["hours"] for row in frames["project_hours"]]
        plain["pairs"] = [part for row in frames["project_hours"] for part in (row["project"], row["title"])]
        known = {way for number in plain_numbers(plain) for way in said(number)} | written("25 90 60 12 5 10")
        hours = [row["hours"] for row in frames["project_hours"]]
        # What is cut from a long list is told as how many, or how much, more there is.
        cut = [
            *(len(texts) - 8 for texts in (facts.rhythm.wins, facts.rhythm.next_steps)),
            len(hours) - 12,
            sum(hours[12:]),
        ]
        known |= {way for number in cut for way in said(number)}
        known |= {float(part) for second in plain_numbers(plain) for part in sections.clock(second).split(":")}
        assert written(shown_text(getattr(sections, name)(facts).parts)) <= known, period


@pytest.mark.parametrize("name", USUAL)
def test_a_new_workbook_is_told_what_to_write_down(empty, name):
    """Without data a chapter is one line with the way out, and no chart."""
    for period in of_kinds(name):
        part = empty[period].chapters[name]
        assert not part.sentence or not part.missing
        (text,) = sections.chapter(empty[period], name).parts
        assert isinstance(text, str)
        assert (f"<h3>{BY_NAME[name].heading}</h3>" in text) == bool(BY_NAME[name].heading)


def hostile(value, at=0):
    """Facts in which every text is mark-up."""
    if is_dataclass(value):
        made = {part.name: hostile(getattr(value, part.name), at + place) for place, part in enumerate(fields(value))}
        return replace(value, **made | ({"missing": ""} if hasattr(value, "missing") else {}))
    if isinstance(value, tuple):
        return tuple(hostile(item, at + place) for place, item in enumerate(value))
    return HOSTILE[at % len(HOSTILE)] if isinstance(value, str) and value else value


class Tags(HTMLParser):
    """What mark-up a text brings: every tag with its attributes."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        """Keeps a tag."""
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("chapter", [BY_NAME[name] for name in USUAL], ids=lambda chapter: chapter.name)
def test_text_stays_text(sample, chapter):
    """Mark-up in any text of the facts shows as text."""
    for period in of_kinds(chapter.name):
        facts = sample[period]
        part = hostile(facts.chapters[chapter.name])
        read = Tags()
        for shown in chapter.show(part, chapter.own(facts.frames), facts):
            if isinstance(shown, str):
                read.feed(shown)
        assert not [tag for tag, _ in read.found if tag in ("script", "b", "a")]
        assert not [attrs for _, attrs in read.found if any(name.startswith("on") for name in attrs)]
        assert not [attrs for tag, attrs in read.found if tag == "img" and not attrs["src"].startswith("data:image/")]
