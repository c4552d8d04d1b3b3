"""The week as a mixed integer programme over windows (§13): how often each need is done in each way in each window."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

from rootwise.case.vocabulary import Day
from rootwise.plan.week import tally as wishes
from rootwise.plan.week.highs import Programme
from rootwise.plan.week.problem import Dose, WeekProblem
from rootwise.plan.week.tally import Edge, Tally, edges, moment_weight, way_cost
from rootwise.plan.week.windows import Option, Window, options, span, taken, windows


@dataclass(slots=True)
class WeekProgramme:
    """The programme, its columns by what they stand for, and its three objectives."""

    problem: WeekProblem
    windows: tuple[Window, ...]
    options: tuple[Option, ...]
    programme: Programme = field(default_factory=Programme)
    done: dict[Option, int] = field(default_factory=dict)
    short: dict[int, int] = field(default_factory=dict)
    at_edge: dict[tuple[Option, Edge], int] = field(default_factory=dict)
    used: dict[tuple[int, int], int] = field(default_factory=dict)  # (need, part)
    edge_used: dict[tuple[int, int, Edge], int] = field(default_factory=dict)  # (need, part, edge)
    again: dict[tuple[int, Day, int], int] = field(default_factory=dict)
    crowded: dict[int, int] = field(default_factory=dict)  # part
    on_day: dict[tuple[int, Day], int] = field(default_factory=dict)
    neighbours: dict[tuple[int, Day], int] = field(default_factory=dict)
    kept: dict[tuple[Option, Edge | None], int] = field(default_factory=dict)

    @property
    def unplaced_costs(self) -> dict[int, int]:
        return {column: self.problem.needs[need].importance for need, column in self.short.items()}

    @property
    def moved_costs(self) -> dict[int, int]:
        return dict.fromkeys(self.kept.values(), -1)

    @property
    def wish_costs(self) -> dict[int, int]:
        costs = {column: way_cost(self.problem, option) for option, column in self.done.items()}
        for group, weight in (
            (self.used, wishes.PART_USED),
            (self.edge_used, wishes.EDGE_USED),
            (self.again, wishes.SAME_AGAIN),
            (self.crowded, wishes.FULL_PART),
            (self.neighbours, wishes.NEIGHBOUR_DAY),
        ):
            costs.update(dict.fromkeys(group.values(), weight))
        costs.update({column: -moment_weight(self.problem.needs[option.need]) for (option, _), column in self.at_edge.items()})
        return costs

    def values_of(self, tally: Tally) -> list[int]:
        """A week that is there already, as values of the columns."""
        values = [0] * self.programme.size
        by_part: defaultdict[tuple[int, Day, int], int] = defaultdict(int)
        for option, count in tally.placed.items():
            window = self.windows[option.window]
            values[self.done[option]] = count
            by_part[option.need, window.day, window.part] += count
        for number, column in self.short.items():
            values[column] = self.problem.needs[number].doses - tally.doses_of(number)
        for (number, edge), option in tally.at_edge.items():
            values[self.at_edge[option, edge]] = 1
            values[self.edge_used[option.need, self.windows[number].part, edge]] = 1
        for (number, day, part), count in by_part.items():
            values[self.used[number, part]] = 1
            if (number, day, part) in self.again:
                values[self.again[number, day, part]] = max(count - 1, 0)
        kinds = Counter(part for _, part in {(number, part) for number, _, part in by_part})
        for part, count in kinds.items():
            values[self.crowded[part]] = max(count - self.problem.rules.full_part, 0)
        for (number, day), column in self.on_day.items():
            values[column] = int(tally.doses_on(number, day) > 0)
        for (number, day), column in self.neighbours.items():
            values[column] = int(all(tally.doses_on(number, one) for one in (day, _next(day))))
        return values  # a start for the solver: how much of last week it keeps is left for the solver to see

    def tally_of(self, values: Sequence[int]) -> Tally:
        """The values of the columns as a week."""
        tally = Tally(self.problem, self.windows)
        for option, column in self.done.items():
            marks = [edge for edge in Edge if (option, edge) in self.at_edge and values[self.at_edge[option, edge]]]
            for number in range(values[column]):
                tally.add(option, marks[number] if number < len(marks) else None)
        return tally


def week_programme(problem: WeekProblem, *, last: Sequence[Dose] = ()) -> WeekProgramme:
    """Columns and rows for one week. `last`: last week's doses, which are to stay where they can."""
    held = windows(problem)
    made = WeekProgramme(problem, held, options(problem, held))
    for option in made.options:
        made.done[option] = made.programme.column(option.most)
    _totals(made)
    _rooms(made)
    _adult_minutes(made)
    _edges(made)
    _parts(made)
    _whole_parts(made)
    _same_edges(made)
    _days_apart(made)
    _kept(made, last)
    return made


def _totals(made: WeekProgramme) -> None:
    """All doses of a need, or told as short; on one day no more than a day takes."""
    for number, need in enumerate(made.problem.needs):
        made.short[number] = made.programme.column(need.doses)
        mine = {made.done[option]: 1 for option in made.options if option.need == number}
        made.programme.row({**mine, made.short[number]: 1}, least=need.doses, most=need.doses)
        for day in Day:
            today = {made.done[one]: 1 for one in made.options if one.need == number and made.windows[one.window].day is day}
            made.programme.row(today, most=need.per_day)


def _rooms(made: WeekProgramme) -> None:
    """The spans in a window fit into it; what does not help to sleep fits before its late slots."""
    by_window = _grouped(made)
    for number, window in enumerate(made.windows):
        sizes = {made.done[one]: span(made.problem.needs[one.need], made.problem.rules) for one in by_window[number]}
        made.programme.row(sizes, most=window.slots)
        if window.late_slots:
            lively = {made.done[one]: sizes[made.done[one]] for one in by_window[number] if not made.problem.needs[one.need].is_calm}
            made.programme.row(lively, most=window.slots - window.late_slots)


def _adult_minutes(made: WeekProgramme) -> None:
    for carer in made.problem.carers:
        for day in Day:
            given = {
                made.done[one]: made.problem.needs[one.need].minutes
                for one in made.options
                if one.way.adult == carer.id and made.windows[one.window].day is day
            }
            made.programme.row(given, most=carer.minutes)


def _edges(made: WeekProgramme) -> None:
    """At each edge of a window one dose, which is done there."""
    at: defaultdict[tuple[int, Edge], dict[int, int]] = defaultdict(dict)
    for option in made.options:
        columns = []
        for edge in edges(made.problem.needs[option.need], made.windows[option.window]):
            column = made.at_edge[option, edge] = made.programme.column(1)
            at[option.window, edge][column] = 1
            columns.append(column)
        least = 0 if made.problem.needs[option.need].only_at_moments else -inf
        made.programme.row({**dict.fromkeys(columns, 1), made.done[option]: -1}, least=least, most=0)
    for row in at.values():
        made.programme.row(row, most=1)


def _whole_parts(made: WeekProgramme) -> None:
    """A need uses whole parts of the day. Follows from the rows of single days; said for the week, because there the solver sees it.

    Some `doses` doses, no more than one a day in each part but for those that are there again, need so many parts: doses <= days x parts +
    again. Rounded (mixed integer rounding): r x parts + again >= r x ceil(doses / days), r what is left of doses / days.
    """
    by_part: defaultdict[int, dict[int, dict[Day, set[int]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    for option in made.options:
        window = made.windows[option.window]
        by_part[option.need][window.part][window.day].add(made.done[option])
    for number, parts in by_part.items():
        need, again = made.problem.needs[number], {}
        for part, days in parts.items():
            extra = {made.again[number, day, part]: -1 for day in days if (number, day, part) in made.again}
            done = {column: 1 for columns in days.values() for column in columns}
            made.programme.row({**done, **extra, made.used[number, part]: -min(len(days), need.doses)}, most=0)
            again.update(extra)
        most = max(len(days) for days in parts.values())
        rest = need.doses % most or most
        used = {made.used[number, part]: rest for part in parts}
        over = dict.fromkeys((*again, made.short[number]), 1)
        made.programme.row({**used, **over}, least=rest * -(-need.doses // most))


def _same_edges(made: WeekProgramme) -> None:
    """Which edges a need uses in a part of the day; said of each day, and like its parts for the week together."""
    days: defaultdict[tuple[int, Day, int, Edge], dict[int, int]] = defaultdict(dict)
    weeks: defaultdict[tuple[int, int, Edge], dict[int, int]] = defaultdict(dict)
    for (option, edge), column in made.at_edge.items():
        window = made.windows[option.window]
        days[option.need, window.day, window.part, edge][column] = 1
        weeks[option.need, window.part, edge][column] = 1
    for key, row in weeks.items():
        made.edge_used[key] = made.programme.column(1)
        again = {column: -1 for (one, _, part), column in made.again.items() if (one, part) == key[:2]}
        most = min(len(Day), made.problem.needs[key[0]].doses)
        made.programme.row({**row, **again, made.edge_used[key]: -most}, most=0)
    for (need, day, part, edge), row in days.items():
        used, extra = made.edge_used[need, part, edge], made.again.get((need, day, part))
        made.programme.row({**row, used: -1, **({extra: -1} if extra is not None else {})}, most=0)
        for column in row if extra is not None else ():
            made.programme.row({column: 1, used: -1}, most=0)


def _parts(made: WeekProgramme) -> None:
    """Which parts of the day a need uses, how often again in one part, and how crowded a part is."""
    doses: defaultdict[tuple[int, Day, int], dict[int, int]] = defaultdict(dict)
    for option in made.options:
        window = made.windows[option.window]
        doses[option.need, window.day, window.part][made.done[option]] = 1
    kinds: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for (number, day, part), row in doses.items():
        if (number, part) not in made.used:
            made.used[number, part] = made.programme.column(1)
        most = made.problem.needs[number].per_day - 1
        counted = {**row, made.used[number, part]: -1}
        if most:
            made.again[number, day, part] = made.programme.column(most)
            counted[made.again[number, day, part]] = -1
            made.programme.row({made.again[number, day, part]: 1, made.used[number, part]: -most}, most=0)
        made.programme.row(counted, most=0)
        kinds[part][made.used[number, part]] = 1
    for part, row in kinds.items():
        made.crowded[part] = made.programme.column(len(row))
        made.programme.row({**row, made.crowded[part]: -1}, most=made.problem.rules.full_part)


def _days_apart(made: WeekProgramme) -> None:
    """What is done on few days: a pair of days that follow each other."""
    for number, need in enumerate(made.problem.needs):
        if need.days > made.problem.rules.few_days:
            continue
        for day in Day:
            today = {made.done[one]: 1 for one in made.options if one.need == number and made.windows[one.window].day is day}
            made.on_day[number, day] = made.programme.column(1)
            made.programme.row({**today, made.on_day[number, day]: -need.per_day}, most=0)
        for day in list(Day)[:-1]:
            made.neighbours[number, day] = made.programme.column(1)
            both = {made.on_day[number, day]: 1, made.on_day[number, _next(day)]: 1}
            made.programme.row({**both, made.neighbours[number, day]: -1}, most=1)


def _kept(made: WeekProgramme, last: Sequence[Dose]) -> None:
    """What stays where it was: no more than was there, and no more than is done there."""
    for option in made.options if last else ():
        here = [one for one in last if stays(one, option, made.windows[option.window], made.problem)]
        marks = {edge: column for (one, edge), column in made.at_edge.items() if one == option} if here else {}
        was_at = Counter(_edge_of(one, option, made, marks) for one in here)
        for edge, there in was_at.items():
            kept = made.kept[option, edge] = made.programme.column(there)
            if edge is not None:
                made.programme.row({kept: 1, marks[edge]: -1}, most=0)
            else:
                made.programme.row({kept: 1, **dict.fromkeys(marks.values(), 1), made.done[option]: -1}, most=0)


def _edge_of(dose: Dose, option: Option, made: WeekProgramme, marks: Mapping[Edge, int]) -> Edge | None:
    """The edge of the window at which a dose of last week lay."""
    window, rules = made.windows[option.window], made.problem.rules
    first = window.end - (window.slots - span(made.problem.needs[option.need], rules)) * rules.slot_minutes
    end = dose.start + taken(dose.minutes, rules)
    if Edge.END in marks and end == window.end:
        return Edge.END
    return Edge.START if Edge.START in marks and end == first else None


def stays(dose: Dose, option: Option, window: Window, problem: WeekProblem) -> bool:
    """Whether a dose of last week is this option: the same activity, adult, place and window."""
    return (
        (dose.activity, dose.adult) == (problem.needs[option.need].activity, option.way.adult)
        and (dose.day, dose.setting) == (window.day, window.setting)
        and window.start <= dose.start
        and dose.end <= window.end
    )


def _grouped(made: WeekProgramme) -> dict[int, list[Option]]:
    by_window: dict[int, list[Option]] = {number: [] for number in range(len(made.windows))}
    for option in made.options:
        by_window[option.window].append(option)
    return by_window


def _next(day: Day) -> Day:
    days = list(Day)
    return days[days.index(day) + 1]
