"""What a case must hold before a plan can be made, all of it told at once."""

from collections.abc import Iterator

from rootwise.case import Case, ReadCase
from rootwise.case.vocabulary import Setting
from rootwise.errors import InvalidFile
from rootwise.plan.catalogue.model import Activity, Catalogue
from rootwise.plan.presence import PLACES
from rootwise.plan.rules import Situation, objections
from rootwise.plan.unserved import forbidden
from rootwise.profile import profile_of

_SHOWN = 6


def require_plannable(read: ReadCase, catalogue: Catalogue) -> None:
    """Look for what makes planning impossible.

    Raises
    ------
    InvalidFile
        With every problem: no adult, no place, nobody with minutes, an adult nowhere, a like that names an activity nobody knows.
    """
    found = list(_problems(read.case, catalogue)) or list(_nothing_left(read, catalogue))
    problems = [read.document.problem(place, what, expected) for place, what, expected in found]
    if problems:
        raise InvalidFile(problems)


def is_plannable(read: ReadCase, catalogue: Catalogue) -> bool:
    """Whether the case says enough about adults, places and minutes for a plan."""
    return not list(_problems(read.case, catalogue))


def _nothing_left(read: ReadCase, catalogue: Catalogue) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Precautions that together forbid all there is for this child. What they forbid for one function stands in the plan (`unserved`)."""
    situation = Situation(profile_of(read), read.case, catalogue)
    serving = [one for one in catalogue.activities if situation.needed_functions(one)]
    against = list(forbidden(serving, situation))
    if against and not any(not objections(one, situation) for one in serving):
        yield (
            ("context", "precautions"),
            "these precautions together forbid every activity that would help this child",
            f"Take out what does not hold, or ask the professional about some of them and write the yes under `allowed`: {_some(against)}",
        )


def _some(activities: list[Activity]) -> str:
    return ", ".join(one.id for one in activities[:_SHOWN])


def _problems(case: Case, catalogue: Catalogue) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    context = case.context
    if not context.adults:
        yield (
            ("context", "adults"),
            "there is no adult to carry a plan",
            "Name who is with the child: id, role and the minutes a day they can give",
        )
    elif not any(one.minutes and PLACES[one.role] for one in context.adults):
        yield (
            ("context", "adults"),
            "no adult who is with the child has any minutes",
            "Ask what each can really give in a day, and write `minutes`",
        )
    if not context.settings:
        yield ("context", "settings"), "no place is named", f"Some of {', '.join(Setting)}"
    for number, one in enumerate(context.adults):
        # A supervisor stands behind the adults: no place is theirs, and none is missing.
        if context.settings and PLACES[one.role] and not PLACES[one.role] & set(context.settings):
            places = ", ".join(sorted(PLACES[one.role]))
            yield (
                ("context", "adults", number),
                "this adult is in none of the places that are named",
                f"Their role is with the child at: {places}",
            )
    ids = {one.id for one in catalogue.activities}
    for number, allowed in enumerate(context.allowed):
        if allowed.activity not in ids:
            yield (
                ("context", "allowed", number, "activity"),
                "there is no activity of this id",
                "`rootwise catalogue list` names them",
            )
    for number, like in enumerate(context.likes):
        if "_" in like and like not in ids:
            yield (
                ("context", "likes", number),
                "there is no activity of this id",
                "`rootwise catalogue list` names them; or write it in plain words",
            )
