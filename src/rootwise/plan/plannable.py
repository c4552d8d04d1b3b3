"""What a case must hold before a plan can be made, all of it told at once."""

from collections.abc import Iterator

from rootwise.case import Case, ReadCase
from rootwise.case.vocabulary import Setting
from rootwise.errors import InvalidFile
from rootwise.plan.catalogue.model import Catalogue
from rootwise.plan.rules import PLACES


def require_plannable(read: ReadCase, catalogue: Catalogue) -> None:
    """Look for what makes planning impossible.

    Raises
    ------
    InvalidFile
        With every problem: no adult, no place, nobody with minutes, an adult nowhere, a like that names an activity nobody knows.
    """
    problems = [read.document.problem(place, what, expected) for place, what, expected in _problems(read.case, catalogue)]
    if problems:
        raise InvalidFile(problems)


def is_plannable(read: ReadCase, catalogue: Catalogue) -> bool:
    """Whether the case says enough about adults, places and minutes for a plan."""
    return not list(_problems(read.case, catalogue))


def _problems(case: Case, catalogue: Catalogue) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    context = case.context
    if not context.adults:
        yield (
            ("context", "adults"),
            "there is no adult to carry a plan",
            "Name who is with the child: id, role and the minutes a day they can give",
        )
    elif not any(one.minutes for one in context.adults):
        yield ("context", "adults"), "no adult has any minutes", "Ask what each can really give in a day, and write `minutes`"
    if not context.settings:
        yield ("context", "settings"), "no place is named", f"Some of {', '.join(Setting)}"
    for number, one in enumerate(context.adults):
        if context.settings and not PLACES[one.role] & set(context.settings):
            places = ", ".join(sorted(PLACES[one.role])) or "nowhere"
            yield (
                ("context", "adults", number),
                "this adult is in none of the places that are named",
                f"Their role is with the child at: {places}",
            )
    ids = {one.id for one in catalogue.activities}
    for number, like in enumerate(context.likes):
        if "_" in like and like not in ids:
            yield (
                ("context", "likes", number),
                "there is no activity of this id",
                "`rootwise catalogue list` names them; or write it in plain words",
            )
