"""One sheet in words: made from what it may know, the contacts of the service, and the words of a language."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from rootwise.document.kinds import Language
from rootwise.picture import DayMark, DayPart, DayRow, Picture, week_picture
from rootwise.plan.language import Words, clock, words_in
from rootwise.report.sheets.facts import DayFacts, MomentFacts, SheetFacts
from rootwise.report.sheets.reader import Reader
from rootwise.report.sheets.words import SheetWords, sheet_words
from rootwise.report.site import ContactKind, Site

_MOST_ROWS_WITH_TIMES = 3


@dataclass(frozen=True, slots=True)
class Checked:
    """The professional who read the sheet and answers for it."""

    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment; `elsewhere` says where to find its steps, where there is no room for them."""

    rank: int
    number: str
    name: str
    when: tuple[str, ...]
    why: str
    steps: tuple[str, ...]
    stop_when: str
    care: str
    note: str
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class Begin:
    """When a moment begins, by its number in the list."""

    time: str
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Today:
    """Days that are alike, in their order: where the child is, and what is done when."""

    days: str
    places: str
    begins: tuple[Begin, ...]


@dataclass(frozen=True, slots=True)
class State:
    title: str
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """Whom to call when; without a number there is a line to write on."""

    when: str
    who: str
    phone: str
    hours: str


@dataclass(frozen=True, slots=True)
class Hard:
    """What to do when it gets hard."""

    title: str
    first: str
    states: tuple[State, ...]
    after: str


@dataclass(frozen=True, slots=True)
class Calls:
    """Who to call; `note` asks to fill in what is not known."""

    title: str
    note: str
    lines: tuple[Call, ...]
    school: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one reader is told; `over` stands on paper of which both sides are needed."""

    language: str
    title: str
    for_reader: str
    valid: str
    fictional: str
    unsigned: str
    signed: str
    sign_by: str
    sign_on: str
    likes: str
    days_title: str
    days: Picture | None
    days_small: Picture | None
    today_title: str
    today: tuple[Today, ...]
    over: str
    moments_title: str
    kindly: str
    moments: tuple[Moment, ...]
    stop_when: str
    stop_always: str
    care: str
    hard: Hard
    calls: Calls
    footer: str
    no_letter: str


def sheet_of(facts: SheetFacts, *, site: Site | None, checked: Checked | None = None) -> Sheet:
    """The sheet in the words of its language."""
    words, common = sheet_words(facts.language), words_in(facts.language)
    child = facts.child or words.child
    named = {"child": child, "Child": f"{child[0].upper()}{child[1:]}"}
    is_school = facts.reader is Reader.TEACHER
    told = tuple(_moment(one, number, words, common, named, is_school=is_school) for number, one in enumerate(facts.moments, start=1))
    return Sheet(
        language=facts.language.value,
        title=words.title[facts.reader].format(**named),
        for_reader=words.for_reader.format(reader=facts.for_whom or words.reader[facts.reader]),
        valid=words.valid.format(date=common.on_date(facts.until)),
        fictional=words.fictional if facts.is_fictional else "",
        unsigned="" if checked else words.unsigned,
        signed=words.signed.format(by=checked.by, date=common.on_date(checked.on)) if checked else "",
        sign_by=words.sign.by,
        sign_on=words.sign.on,
        likes=words.likes.format(likes=common.listed(facts.likes), **named) if facts.likes else "",
        days_title=words.days.school if is_school else words.days.title,
        days=_days(facts, words, common) if facts.days else None,
        days_small=_days(facts, words, common, small=True) if facts.days else None,
        today_title=words.days.today,
        today=tuple(_today(one, facts, words, common) for one in facts.days),
        over=words.moments.over,
        moments_title=words.moments.teacher.format(**named) if is_school else words.moments.caregiver.format(**named),
        kindly=words.moments.kindly if told else words.moments.none,
        moments=told,
        stop_when=words.moments.stop_when,
        stop_always=" ".join(facts.stop_always or (words.moments.stop_always.format(**named),)) if told else "",
        care=words.moments.care,
        hard=_hard(words, named, is_small=facts.is_small, is_school=is_school),
        calls=_calls(words, named, site, is_school=is_school),
        footer=words.footer,
        no_letter=words.no_letter,
    )


def without_reasons(sheet: Sheet) -> Sheet:
    """The same sheet in less room: no reasons, and a small picture."""
    return replace(sheet, moments=tuple(replace(one, why="") for one in sheet.moments), days=sheet.days_small)


def shortened(sheet: Sheet, *, whole: Collection[int]) -> Sheet:
    """The same sheet with the steps of these ranks only; what to take care of and when to stop stays with each moment."""
    elsewhere = sheet_words(Language(sheet.language)).moments.elsewhere
    moments = tuple(one if one.rank in whole else replace(one, why="", steps=(), elsewhere=elsewhere) for one in sheet.moments)
    return replace(sheet, moments=moments)


def _moment(one: MomentFacts, number: int, words: SheetWords, common: Words, named: dict[str, str], *, is_school: bool) -> Moment:
    said = words.moments
    short = len(one.times) > 1
    times = [
        common.at_times.format(days=common.on_days(each.days, short=short), times=common.listed([clock(start) for start in each.starts]))
        for each in one.times
    ]
    how = [said.minutes.format(minutes=one.minutes)]
    how += [] if is_school else [", ".join(common.places[place] for place in one.places)]
    how += [said.alone.format(**named)] if one.is_alone else []
    return Moment(
        rank=one.rank,
        number=str(number),
        name=one.name,
        when=(*(f"{each[0].upper()}{each[1:]}" for each in times), ", ".join(how)),
        why=one.why,
        steps=one.steps,
        stop_when=" ".join(one.stop_when),
        care=" ".join([*one.care, *([said.care_first] if one.ask_first else [])]),
        note=said.original if one.is_original else "",
    )


def _days(facts: SheetFacts, words: SheetWords, common: Words, *, small: bool = False) -> Picture:
    """The days as a picture. Many kinds of days are drawn small, and their times stand with each moment."""
    rows = [
        DayRow(
            _of_days(one, common),
            tuple(DayPart(part.start, part.end, part.place, common.places[part.place]) for part in one.parts),
            tuple(DayMark(start, str(number)) for start, number in one.marks),
        )
        for one in facts.days
    ]
    title = words.days.school if facts.reader is Reader.TEACHER else words.days.title
    spoken = " ".join(_in_words(one, facts, words, common) for one in facts.days)
    return week_picture(rows, title=title, alternative=spoken, compact=small or len(rows) > _MOST_ROWS_WITH_TIMES)


def _today(one: DayFacts, facts: SheetFacts, words: SheetWords, common: Words) -> Today:
    places = [words.days.part.format(place=common.places[part.place], start=clock(part.start), end=clock(part.end)) for part in one.parts]
    begins = tuple(Begin(clock(start), str(number), facts.moments[number - 1].name) for start, number in one.marks)
    told = ", ".join(places)
    return Today(_of_days(one, common), f"{told[:1].upper()}{told[1:]}", begins)


def _of_days(one: DayFacts, common: Words) -> str:
    name = common.on_days(one.days, short=True)
    return f"{name[0].upper()}{name[1:]}"


def _in_words(one: DayFacts, facts: SheetFacts, words: SheetWords, common: Words) -> str:
    parts = [words.days.part.format(place=common.places[part.place], start=clock(part.start), end=clock(part.end)) for part in one.parts]
    marks = [words.days.mark.format(number=number, name=facts.moments[number - 1].name, time=clock(start)) for start, number in one.marks]
    return words.days.in_words.format(days=_of_days(one, common), parts="; ".join([*parts, *marks]))


def _hard(words: SheetWords, named: dict[str, str], *, is_small: bool, is_school: bool) -> Hard:
    states = words.hard.small if is_small else words.hard.older
    after = [words.hard.after.format(**named), *([words.hard.teacher] if is_school else [])]
    return Hard(
        title=words.hard.title,
        first=words.hard.first.format(**named),
        states=tuple(State(one.title, tuple(each.format(**named) for each in one.what)) for one in states),
        after=" ".join(after),
    )


def _calls(words: SheetWords, named: dict[str, str], site: Site | None, *, is_school: bool) -> Calls:
    """One line for each kind of help: the first contact of the service, or a line to fill in."""
    lines = []
    for kind in ContactKind:
        contact = next((one for one in site.contacts if one.kind is kind), None) if site else None
        lines.append(
            Call(
                when=words.calls.when[kind],
                who=words.calls.who[kind],
                phone=contact.phone if contact else "",
                hours=contact.hours or "" if contact else "",
            )
        )
    school = words.calls.school.format(**named) if is_school else ""
    return Calls(words.calls.title, "" if site else words.calls.fill_in, tuple(lines), school)
