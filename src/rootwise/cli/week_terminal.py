"""The week in a terminal: days that are alike stand together, so that the pattern shows."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.text import Text

from rootwise.case import Case
from rootwise.case.vocabulary import Day
from rootwise.cli.terminal import terminal
from rootwise.plan import Plan
from rootwise.plan.week import Dose, Week, WeekStatus, clock
from rootwise.plan.week.model import Moved

_DAYS = dict(zip(Day, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True))
_STATUS = {
    WeekStatus.OPTIMAL: "Everything has a place, and no better week is possible.",
    WeekStatus.FEASIBLE: "Everything has a place; a better week may be possible.",
    WeekStatus.INFEASIBLE: "Not everything has a place. This is the best part of it.",
}
_URGENT = "bold dark_orange3"


def show_week(week: Week, plan: Plan, case: Case, *, changes: Sequence[str], is_after_another: bool) -> None:
    """The week, what found no place and why, what moved, what rests."""
    out = terminal()
    names = {one.activity.id: one.activity.name for one in plan.activities}
    adults = {one.id: one.name or one.role.replace("_", " ") for one in case.context.adults}
    out.print(Text(f"{case.child.name or case.child.id}: week from Monday, {week.starts}", style="bold"))
    if changes:
        out.print(Text(f"What if: {', '.join(changes)}. Not what the case file says.", style=_URGENT))
    out.print(Text(_STATUS[week.status], style=_URGENT if week.unplaced else ""))
    for day, start, end in week.alone:
        when = f"{_DAYS[day]}, {clock(start)} to {clock(end)}"
        text = f"{when}: everybody whom the routine names is away. Who is with {case.child.name or 'the child'} then?"
        out.print(Text(text, style=_URGENT))
    for days in _alike(week):
        out.print(Text(f"\n{', '.join(_DAYS[day] for day in days)}", style="bold"))
        for dose in week.on(days[0]):
            who = adults.get(dose.adult or "", "alone")
            out.print(f"  {clock(dose.start)}  {dose.minutes:>3} min  {names[dose.activity]} ({dose.setting}, {who})")
        if not week.on(days[0]):
            out.print("  Nothing is planned: a day off.")
    _part(out, "No place for", [f"{names[one.activity]}: {one.doses} of its doses. {one.because}" for one in week.unplaced])
    _part(out, "What does not go together", [one.text for one in week.conflicts])
    _part(out, "Moved since last week", [_moved(one, names) for one in week.moved])
    if is_after_another and not week.moved:
        out.print("\nNothing moved since last week.")
    _part(out, "Rests", [f"{names[one.activity]}: {one.because}" for one in week.resting])
    out.print(Text("\nSigned by a professional before anybody follows it.", style="dim"))


def _alike(week: Week) -> list[list[Day]]:
    """Days with the same doses at the same times, together, in the order of their first day."""
    found: dict[tuple[tuple[object, ...], ...], list[Day]] = {}
    for day in Day:
        shape = tuple((one.start, one.activity, one.minutes, one.setting, one.adult) for one in week.on(day))
        found.setdefault(shape, []).append(day)
    return list(found.values())


def _part(out: Console, title: str, lines: Sequence[str]) -> None:
    if lines:
        out.print(Text(f"\n{title}", style="bold"))
    for line in lines:
        out.print(f"  {line}")


def _moved(one: Moved, names: Mapping[str, str]) -> str:
    name = names.get(one.activity, one.activity)
    if one.before is None or one.after is None:
        return f"{name}: {'new' if one.before is None else 'no longer'} on {_when(one.after or one.before)}"
    return f"{name}: from {_when(one.before)} to {_when(one.after)}"


def _when(dose: Dose | None) -> str:
    assert dose is not None
    return f"{_DAYS[dose.day]}, {clock(dose.start)}"
