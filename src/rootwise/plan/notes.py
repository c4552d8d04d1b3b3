"""What a plan leaves open, said by the plan itself: too few minutes, nights without bedtime, likes without a place (§11, §12)."""

from collections.abc import Iterator, Sequence

from rootwise.case.vocabulary import Day
from rootwise.document.kinds import Language
from rootwise.plan.choose import Choice
from rootwise.plan.dose import minutes_a_day
from rootwise.plan.language import words_in
from rootwise.plan.model import PlannedActivity
from rootwise.plan.rules import Situation, Way, is_about
from rootwise.profile.model import Reason


def notes(situation: Situation, choice: Choice) -> tuple[Reason, ...]:
    """Everything that somebody who reads the plan would otherwise take for forgotten."""
    return (*_minutes(situation, choice), *_nights(situation, choice.activities), *_likes(situation, choice.activities))


def _minutes(situation: Situation, choice: Choice) -> Iterator[Reason]:
    """A plan for few minutes says what would come next."""
    given, next_one = minutes_a_day(situation), choice.short_of_minutes
    if given >= situation.catalogue.planning.fewest_minutes_for_more_than_three or next_one is None:
        return
    takes = next_one.dose.minutes.start * next_one.dose.per_day.start
    names = [situation.profile.instrument.function(one).name.lower() for one in situation.needed_functions(next_one)]
    helps = f" It serves: {', '.join(names)}." if names else ""
    text = (
        f"The adults can give {count(round(given), 'minute')} a day in all, so the plan is short. What would help next is "
        f"{next_one.name} ({count(takes, 'minute')} a day).{helps} Who else could take it on, or what could be laid aside for it?"
    )
    yield Reason("§12", text, {"activity": next_one.id, "takes": takes, "minutes_a_day": given})


def _nights(situation: Situation, activities: Sequence[PlannedActivity]) -> Iterator[Reason]:
    """What is the same every night, and the nights on which nobody is there for it."""
    words = words_in(Language.ENGLISH)
    for one in activities:
        there = situation.days(Way(one.setting, one.with_whom), one.activity)
        missing = tuple(day for day in Day if day not in there)
        if one.activity.is_nightly and missing and one.dose.days_per_week < one.activity.dose.days_per_week.end:
            text = f"{one.activity.name}: not on {words.on_days(missing)}, when the adult who does it is not there at bedtime."
            yield Reason("§12", f"{text} Who could do the same steps then?", {"activity": one.activity.id, "days": list(missing)})


def _likes(situation: Situation, activities: Sequence[PlannedActivity]) -> Iterator[Reason]:
    """What the child likes: what is part of the week already stays; what has no place is told so that somebody finds one."""
    context = situation.case.context
    used = {like for one in activities for like in situation.likes(one.activity)}
    fixed = [one.what for one in context.appointments] + [one.called for one in context.routine if one.called]
    kept = {like: what for like in context.likes for what in fixed if is_about(what, like)}
    if kept:
        names = ", ".join(dict.fromkeys(kept.values()))
        yield Reason("§11", f"Stays as it is, because the child likes it: {names}.", {"likes": list(kept)})
    rest = [one for one in context.likes if one not in used and one not in kept]
    if rest and activities:
        names = ", ".join(rest)
        text = f"Also liked, with no activity of its own here: {names}. Keep room for what is liked, or begin a planned moment with it."
        yield Reason("§11", text, {"likes": rest})


def count(number: int, word: str) -> str:
    """`1 minute`, `2 minutes`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
