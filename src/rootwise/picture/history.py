"""The past by period (§8): who was there above the line, how hard it was below it, unknown drawn as unknown."""

from dataclasses import dataclass

from rootwise.picture.drawing import Picture, drawn, lines
from rootwise.profile.model import PeriodResult, Profile
from rootwise.profile.words import age

_WIDTH = 720
_LEFT = 118.0
_STEP = 21.0  # pixels a level
_LINE = 128.0  # the middle line
_EVENT_SIZE = 12


@dataclass(frozen=True, slots=True)
class _Column:
    x: float
    width: float
    name: list[str]
    ends_at: str
    health: float | None
    adversity: float | None
    health_text: str
    adversity_text: str
    is_guess: bool
    events: list[str]


def history_picture(profile: Profile) -> Picture:
    """Every period the child has reached, each with the same width, so that the first months can be seen."""
    columns = _columns(profile)
    most_lines = max((len(one.events) for one in columns), default=0)
    highest = len(profile.instrument.history.adversity_levels) - 1
    below = _LINE + highest * _STEP
    return drawn(
        "history.svg.jinja",
        title="History by period",
        alternative=_in_words(profile),
        width=_WIDTH,
        height=int(below + 54 + 15 * most_lines + (18 if any(one.is_guess for one in columns) else 0)),
        columns=columns,
        middle=_LINE,
        top=_LINE - highest * _STEP,
        below=below,
        highest=highest,
        step=_STEP,
        left=_LEFT,
        guessed=any(one.is_guess for one in columns),
        begins="birth" if profile.history and profile.history[0].to_months == 0 else "",
    )


def _columns(profile: Profile) -> list[_Column]:
    width = (_WIDTH - _LEFT) / max(len(profile.history), 1)
    columns = []
    for place, one in enumerate(profile.history):
        period = profile.instrument.period(one.period)
        ends = "now" if place == len(profile.history) - 1 else "birth" if one.to_months <= 0 else age(one.to_months)
        columns.append(
            _Column(
                x=_LEFT + place * width,
                width=width,
                name=lines(period.name, width=width - 12, size=13, most=2),
                ends_at=ends,
                health=None if one.relational_health is None else one.relational_health * _STEP,
                adversity=None if one.adversity is None else one.adversity * _STEP,
                health_text="not known" if one.relational_health is None else str(one.relational_health),
                adversity_text="not known" if one.adversity is None else str(one.adversity),
                is_guess=one.confidence == profile.instrument.confidences[-1].id,
                events=_events(profile, one, width),
            )
        )
    return columns


def _events(profile: Profile, one: PeriodResult, width: float) -> list[str]:
    names = {kind.id: kind.name for kind in profile.instrument.history.event_types}
    broken: list[str] = []
    for event in dict.fromkeys(given.type for given in one.events):
        words = lines(names[event], width=width - 8, size=_EVENT_SIZE, most=3)
        broken += [f"· {words[0]}", *(f"  {rest}" for rest in words[1:])]
    return broken


def _in_words(profile: Profile) -> str:
    highest = len(profile.instrument.history.adversity_levels) - 1
    parts = []
    for one in profile.history:
        name = profile.instrument.period(one.period).name
        adversity = "not known" if one.adversity is None else f"{one.adversity} of {highest}"
        health = "not known" if one.relational_health is None else f"{one.relational_health} of {highest}"
        kinds = {kind.id: kind.name for kind in profile.instrument.history.event_types}
        happened = ", ".join(dict.fromkeys(kinds[event.type] for event in one.events))
        parts.append(f"{name}: who was there {health}, how hard it was {adversity}{f'; {happened}' if happened else ''}.")
    return f"Period by period until now. {' '.join(parts)}"
