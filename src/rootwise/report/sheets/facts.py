"""All that a sheet may know, and nothing else: the words of a sheet are made from this and never from a plan or a case.

An allow-list. What is not a field here cannot reach a sheet.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from rootwise.case import Case
from rootwise.case.vocabulary import Day, Precaution, Setting
from rootwise.document.kinds import Language
from rootwise.plan import Plan
from rootwise.plan.catalogue import known_catalogues, load_catalogue
from rootwise.plan.catalogue.words import activity_words
from rootwise.plan.language import words_in
from rootwise.plan.week.model import Week
from rootwise.plan.week.problem import Dose
from rootwise.plan.week.told import care_of
from rootwise.plan.week.validity import last_day, review_date
from rootwise.report.sheets.reader import Reader

_SMALL_UNTIL_MONTHS = 36  # what to do when it gets hard is worded for babies and toddlers until then


@dataclass(frozen=True, slots=True)
class Times:
    """The same times of day on some days."""

    days: tuple[Day, ...]
    starts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MomentFacts:
    """One of the reader's moments. `rank`: its place in the plan; paper that is too short leaves out the steps of the last ones."""

    rank: int
    name: str
    minutes: int
    times: tuple[Times, ...]
    places: tuple[Setting, ...]
    is_alone: bool
    why: str
    steps: tuple[str, ...]
    stop_when: tuple[str, ...]
    care: tuple[str, ...]
    ask_first: bool
    is_original: bool


@dataclass(frozen=True, slots=True)
class PartFacts:
    start: int
    end: int
    place: Setting


@dataclass(frozen=True, slots=True)
class DayFacts:
    """Days that are alike: where the child is, and the reader's moments by their place in the list."""

    days: tuple[Day, ...]
    parts: tuple[PartFacts, ...]
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What one sheet holds about one child for one reader."""

    reader: Reader
    language: Language
    child: str | None
    is_small: bool
    is_fictional: bool
    for_whom: str | None
    likes: tuple[str, ...]
    days: tuple[DayFacts, ...]
    moments: tuple[MomentFacts, ...]
    stop_always: tuple[str, ...]
    until: date


def first_name(case: Case) -> str | None:
    """Never the id, which may tell a file number or a place."""
    names = (case.child.name or "").split()
    return names[0] if names else None


def is_small(plan: Plan) -> bool:
    return plan.profile.chronological_age_months < _SMALL_UNTIL_MONTHS


def until(doses: Iterable[Dose], *, week: Week, plan: Plan, case: Case) -> date:
    """The last day on which the sheet is right: never before its own week is over, unless the plan is."""
    ends = [last_day(week.date_of(day), week=week, plan=plan, case=case) for day in {one.day for one in doses}]
    default = last_day(week.starts, week=week, plan=plan, case=case)
    return max(min(ends, default=default), min(week.date_of(Day.SUNDAY), review_date(plan, case)))


def stop_always(plan: Plan) -> tuple[str, ...]:
    """When to stop anything, where a catalogue says something of its own; for ours there are shorter words in every language."""
    own = plan.catalogue.catalogue.stop_always
    return () if any(own == load_catalogue(name).catalogue.stop_always for name in known_catalogues()) else own


def moments(doses: Collection[Dose], *, plan: Plan, language: Language, told: Collection[Precaution]) -> tuple[MomentFacts, ...]:
    """The activities of some doses, in the order of the day.

    Parameters
    ----------
    told : the precautions whose advice this reader is given; for another one the reader is asked to talk first
    """
    ranks = {one.activity.id: rank for rank, one in enumerate(plan.activities)}
    names = sorted({one.activity for one in doses}, key=lambda name: (min(one.start for one in doses if one.activity == name), ranks[name]))
    found = []
    for name in names:
        planned, mine = plan.activities[ranks[name]], [one for one in doses if one.activity == name]
        said = activity_words(planned.activity, language)
        care = care_of(planned, said, words_in(language), told=told)
        found.append(
            MomentFacts(
                rank=ranks[name],
                name=said.name,
                minutes=mine[0].minutes,
                times=_times(mine),
                places=tuple(place for place in Setting if any(one.setting is place for one in mine)),
                is_alone=all(one.adult is None for one in mine),
                why=said.why,
                steps=said.steps,
                stop_when=said.stop_when,
                care=care.texts,
                ask_first=care.ask_first,
                is_original=said.is_original,
            )
        )
    return tuple(found)


def _times(doses: list[Dose]) -> tuple[Times, ...]:
    by_day = {day: tuple(sorted(one.start for one in doses if one.day is day)) for day in Day}
    every = dict.fromkeys(starts for starts in by_day.values() if starts)
    return tuple(Times(tuple(day for day in Day if by_day[day] == starts), starts) for starts in every)


def days(
    parts: dict[Day, tuple[PartFacts, ...]], doses: Collection[Dose], *, plan: Plan, found: tuple[MomentFacts, ...]
) -> tuple[DayFacts, ...]:
    """The days with their parts and moments, those that are alike together; days without a part or moment are left out."""
    ids = [one.activity.id for one in plan.activities]
    places = {ids[one.rank]: number for number, one in enumerate(found, start=1)}
    seen: dict[tuple[object, object], list[Day]] = {}
    for day in Day:
        marks = tuple(sorted((one.start, places[one.activity]) for one in doses if one.day is day))
        if parts.get(day) or marks:
            seen.setdefault((parts.get(day, ()), marks), []).append(day)
    return tuple(DayFacts(tuple(alike), parts, marks) for (parts, marks), alike in seen.items())  # type: ignore[arg-type]


def merged(parts: Iterable[PartFacts]) -> tuple[PartFacts, ...]:
    """Parts in their order; two of one place that touch are one."""
    joined: list[PartFacts] = []
    for one in sorted(parts, key=lambda each: (each.start, each.end)):
        if joined and joined[-1].place is one.place and one.start <= joined[-1].end:
            joined[-1] = PartFacts(joined[-1].start, max(joined[-1].end, one.end), one.place)
        else:
            joined.append(one)
    return tuple(joined)
