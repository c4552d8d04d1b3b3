"""What cannot be true of one child's week at the same time (§13), all of it told at once."""

from collections.abc import Iterator
from itertools import combinations

from pydantic import ValidationError

from rootwise.case.context import Context, Stretch
from rootwise.case.people import NOBODY_ASKED
from rootwise.case.vocabulary import Day, Season
from rootwise.document import Document
from rootwise.errors import Problem

_Found = tuple[tuple[str | int, ...], str, str]


def contradictions(document: Document) -> list[Problem]:
    """Every contradiction in `context`; none where its shape is wrong, which is told elsewhere."""
    given = document.data.get("context") if isinstance(document.data, dict) else None
    if not isinstance(given, dict):
        return []
    try:
        context = Context.model_validate(given, context=NOBODY_ASKED)
    except ValidationError:
        return []
    found = [*_same_ids(context), *_unknown_adults(context), *_unnamed_places(context), *_two_places(context), *_days_without(context)]
    return [document.problem(("context", *place), what, expected) for place, what, expected in found]


def _same_ids(context: Context) -> Iterator[_Found]:
    for number, one in enumerate(context.adults):
        if one.id in {other.id for other in context.adults[:number]}:
            yield ("adults", number, "id"), "two adults have the same id", "Give each adult an id of their own"


def _unknown_adults(context: Context) -> Iterator[_Found]:
    known = {one.id for one in context.adults}
    for number, one in enumerate(context.routine):
        if not set(one.adults) <= known:
            yield ("routine", number, "with"), "somebody here is not in `context.adults`", "Name everybody there, and use that id here"


def _unnamed_places(context: Context) -> Iterator[_Found]:
    for number, one in enumerate(context.routine):
        if one.where not in context.settings:
            yield ("routine", number, "where"), "this place is not in `context.settings`", "Name it there, or look at this entry"


def _two_places(context: Context) -> Iterator[_Found]:
    """Two stretches at the same time in different places; in one place they are read together."""
    for (_, one), (number, other) in combinations(enumerate(context.routine), 2):
        if _meet(one, other) and (one.where, one.called) != (other.where, other.called):
            both = set(one.adults) & set(other.adults)
            who = "an adult and the child are" if both else "the child is"
            yield ("routine", number), f"{who} in two places at once", "Look at `days`, `from` and `to` here and in the entries before it"


def _meet(one: Stretch, other: Stretch) -> bool:
    in_season = one.only is None or other.only is None or one.only == other.only
    return in_season and bool(set(one.days) & set(other.days)) and one.start < other.end and other.start < one.end


def _days_without(context: Context) -> Iterator[_Found]:
    """A day on which the child is never awake."""
    if not context.routine:
        return
    for season in Season:
        there = {day for one in context.routine if one.only in (None, season) for day in one.days}
        missing = [day for day in Day if day not in there]
        if missing and (season is Season.TERM or context.holidays):
            when = "in the holidays" if season is Season.HOLIDAYS else "in term"
            yield (
                ("routine",),
                f"some days have no waking hours {when}: {', '.join(missing)}",
                "Say for each day where the child is, from waking to bedtime",
            )
