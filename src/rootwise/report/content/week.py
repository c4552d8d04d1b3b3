"""The week in a picture, a table and words: what is when, what finds no place, and what moved (§13)."""

from rootwise.case.vocabulary import Day, Setting
from rootwise.document.kinds import Language
from rootwise.picture import DayMark, DayPart, DayRow, Picture, week_picture
from rootwise.plan import Plan
from rootwise.plan.language import clock, words_in
from rootwise.plan.week.calendar import has_calendar
from rootwise.plan.week.model import Moved, Week, WeekStatus
from rootwise.plan.week.problem import Dose
from rootwise.plan.week.validity import review_date
from rootwise.report.blocks import Block, Figure, Item, Paragraph, Points, Section, Subheading, Table, Tone
from rootwise.report.content.subject import Subject
from rootwise.report.words import ROLES, day

_WORDS = words_in(Language.ENGLISH)
_STATUS = {
    WeekStatus.OPTIMAL: "Everything has its place, and the rules allow no better week.",
    WeekStatus.FEASIBLE: "Everything has its place. A better week may exist.",
    WeekStatus.INFEASIBLE: "Not everything finds a place. This is the best week without it.",
}


def week_section(subject: Subject, plan: Plan, week: Week | None) -> Section:
    """The plan in the child's days, or what the case does not tell yet."""
    title = "The week"
    if week is None:
        text = "The plan cannot be placed in the week yet: the case file does not tell the child's days (context.routine)."
        return Section("week", title, (Paragraph(text),))
    caption = f"Where {subject.child} is, and when each moment begins, in the week from {day(week.starts)}."
    blocks: list[Block] = [Figure(_picture(subject, plan, week), caption), Paragraph(_STATUS[week.status], Tone.LEAD)]
    blocks += _without_place(plan, week)
    if week.moved:
        moved = tuple(Item(_moved(subject, one), name=_name(plan, one.activity)) for one in week.moved)
        blocks += [Subheading("What moved since last week"), Points(moved)]
    blocks += [_table(subject, plan, week), Paragraph(_hand_out(subject, plan, week), Tone.SMALL)]
    return Section("week", title, tuple(blocks))


def _without_place(plan: Plan, week: Week) -> list[Block]:
    blocks: list[Block] = []
    if week.unplaced:
        items = tuple(Item(one.because, name=f"{_name(plan, one.activity)}, {_times(one.doses)}") for one in week.unplaced)
        blocks += [Subheading("What finds no place"), Points(items)]
    if week.conflicts:
        items = tuple(Item(one.text) for one in week.conflicts)
        blocks += [Subheading("What does not go together"), Paragraph("Without any one of these, the rest would fit."), Points(items)]
    if week.resting:
        items = tuple(Item(one.because, name=_name(plan, one.activity)) for one in week.resting)
        blocks += [Subheading("What rests this week"), Points(items)]
    return blocks


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _name(plan: Plan, activity: str) -> str:
    planned = plan.activity(activity)
    return planned.activity.name if planned is not None else activity


def _who(subject: Subject, dose: Dose) -> str:
    names = {adult.id: adult.name or ROLES[adult.role] for adult in subject.case.context.adults}
    return f"with {names[dose.adult]}" if dose.adult is not None else "alone"


def _moved(subject: Subject, one: Moved) -> str:
    def said(dose: Dose) -> str:
        return f"{_WORDS.days[dose.day]} at {clock(dose.start)}, {_WORDS.places[dose.setting]} {_who(subject, dose)}"

    if one.before is None or one.after is None:
        kept = one.after or one.before
        assert kept is not None
        return f"{'New' if one.before is None else 'No longer'}: {said(kept)}."
    return f"From {said(one.before)} to {said(one.after)}."


def _picture(subject: Subject, plan: Plan, week: Week) -> Picture:
    """Every day with its places, appointments and doses; numbers stand for the activities in the order of the plan."""
    numbers = {one.activity.id: str(place) for place, one in enumerate(plan.activities, start=1)}
    rows = [
        DayRow(
            _WORDS.days[each],
            (
                *(DayPart(one.start, one.end, one.setting, _WORDS.places[one.setting]) for one in week.problem.awake if one.day is each),
                *(DayPart(one.start, one.end, None, one.what) for one in week.problem.blocked if one.day is each and one.what is not None),
            ),
            tuple(DayMark(one.start, numbers[one.activity]) for one in week.on(each)),
        )
        for each in Day
    ]
    placed = {one.activity for one in week.doses}
    legend = [(numbers[one.activity.id], one.activity.name) for one in plan.activities if one.activity.id in placed]
    return week_picture(rows, title="The week", alternative=_in_words(subject, plan, week), legend=legend)


def _in_words(subject: Subject, plan: Plan, week: Week) -> str:
    parts = []
    for each in Day:
        doses = [
            f"{clock(one.start)} {_name(plan, one.activity)} {_WORDS.places[one.setting]} {_who(subject, one)}" for one in week.on(each)
        ]
        parts.append(f"{_WORDS.days[each]}: {', '.join(doses) or 'nothing'}.")
    return " ".join(parts)


def _table(subject: Subject, plan: Plan, week: Week) -> Table:
    """One row for each way in which an activity is done, one column for each day."""
    ranks = {one.activity.id: rank for rank, one in enumerate(plan.activities)}
    places = list(Setting)
    ways = sorted({(ranks[one.activity], places.index(one.setting), _who(subject, one), one.minutes) for one in week.doses})
    rows = []
    for rank, place, who, minutes in ways:
        name = plan.activities[rank].activity.name
        cells = [
            " ".join(
                clock(one.start)
                for one in week.on(each)
                if (ranks[one.activity], places.index(one.setting), _who(subject, one), one.minutes) == (rank, place, who, minutes)
            )
            for each in Day
        ]
        rows.append((f"{name}, {minutes} min, {_WORDS.places[places[place]]} {who}", *cells))
    for what in dict.fromkeys(one.what for one in week.problem.blocked if one.what is not None):
        fixed = [[one for one in week.problem.blocked if one.day is each and one.what == what] for each in Day]
        rows.append((f"{what} (fixed)", *(" ".join(f"{clock(one.start)} to {clock(one.end)}" for one in some) for some in fixed)))
    head = ("Moment", *(_WORDS.days_short[each] for each in Day))
    return Table(
        "Table of the week",
        "The same as a table: when each moment begins, and what is fixed.",
        head,
        tuple(rows),
        (3.4, *(1.0 for _ in Day)),
    )


def _hand_out(subject: Subject, plan: Plan, week: Week) -> str:
    calendar = (
        "week.ics holds the moments of this one week for calendar programs, without the child's name or a reason. "
        if has_calendar(week, plan, subject.case)
        else "There is no calendar file: the case file does not name a time zone (context.time_zone). "
        if subject.case.context.time_zone is None
        else f"There is no calendar file: the plan was to be looked at again by {day(review_date(plan, subject.case))}. "
    )
    return f"{calendar}Sheets for caregivers and teachers are made on their own (rootwise report --for), once somebody has checked this."
