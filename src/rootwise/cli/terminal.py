"""The profile as a compact map for a terminal: readable without colour, coloured where the terminal can."""

from rich.console import Console
from rich.text import Text

from rootwise.case import Case
from rootwise.profile.gate import BASIC_NEEDS, SAFE_PLACE
from rootwise.profile.model import FunctionResult, Profile, SetResult, Start, StartStatus
from rootwise.profile.words import age, chance

_BAND_STYLES = ("bold dark_orange3", "yellow3", "dark_cyan")  # lowest band first; further bands stay plain
_BAND_MARKS = ("●", "○", " ")
_URGENT = "bold dark_orange3"


class _Terminal(Console):
    """A console that leaves a reader who has had enough (`| head`) to the command, instead of calling it a failure."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def terminal() -> Console:
    """Where people read: nothing in a text is taken for markup, and the width is never nothing."""
    return _Terminal(highlight=False, soft_wrap=True, markup=False, emoji=False, width=100)


def show_profile(profile: Profile, case: Case, *, console: Console | None = None) -> None:
    """Print safety, then the map as it is drawn, the top region first, then where to start."""
    out = console or terminal()
    out.print(Text(f"{case.child.name or case.child.id}, {_age(profile)}, assessed {profile.assessed_on}", style="bold"))
    for line in safety_lines(profile):
        out.print(line)
    out.print(Text("█ rating   ┆ or ╪ typical for the age   ● far below typical   ○ below typical   ≠ people differ", style="dim"))
    for region in reversed(profile.regions):
        out.print()
        out.print(_heading(profile, region, profile.instrument.region(region.id).name))
        for function in profile.functions:
            if function.region == region.id:
                out.print(_line(profile, function))
    out.print()
    for domain in profile.domains:
        out.print(_heading(profile, domain, profile.instrument.domain(domain.id).name))
    out.print()
    out.print(Text(_start_sentence(profile, profile.start), style="bold"))
    if profile.start.ask_next:
        names = [profile.instrument.function(one).name for one in profile.start.ask_next]
        out.print(f"Most helpful to rate next: {', '.join(names)}.")
    out.print(Text("Ratings are judgements of behaviour, not a diagnosis. The scale is an open design, not validated yet.", style="dim"))


def _age(profile: Profile) -> str:
    about = "about " if profile.age_range_months else ""
    corrected = f" ({age(profile.age_months)} counted from the due date)" if profile.corrected else ""
    return f"{about}{age(profile.chronological_age_months)}{corrected}"


def safety_lines(profile: Profile) -> list[Text]:
    """What stops planning, with what to do; then what was done; then what was not asked."""
    safety = profile.instrument.safety
    lines = []
    if not profile.gate.is_open:
        lines.append(Text(f"{safety.escalation.title.upper()}. {safety.escalation.text}", style=_URGENT))
    for flag in profile.flags:
        entry = profile.instrument.red_flag(flag.id)
        if flag.action is None:
            lines.append(Text(f"{entry.name} ({flag.severity}): {entry.action}", style=_URGENT))
        else:
            lines.append(Text(f"Safety: {entry.name}: yes; action recorded on {flag.action.on}."))
    for reason in profile.gate.because:
        question = reason.values.get("question")
        if question is not None:
            text = {BASIC_NEEDS: safety.escalation.basic_needs, SAFE_PLACE: safety.escalation.safe_place}[question]
            lines.append(Text(f"{reason.text} {text}", style=_URGENT))
    if profile.gate.not_asked:
        lines.append(Text(f"Not to be shared yet. Not asked: {', '.join(profile.gate.not_asked)}.", style=_URGENT))
    return lines or [Text("Safety: every question was asked; nothing was answered yes.")]


def _heading(profile: Profile, one: SetResult, name: str) -> Text:
    if one.percent is None or one.interval is None or one.band is None:
        return Text(f"{name:<22}too little is rated: {one.rated} of {one.of}", style="italic")
    band = profile.instrument.band(one.band).name.lower()
    low, high = one.interval
    return Text(f"{name:<22}{one.percent:4.0f} % of typical ({low:.0f} to {high:.0f}), {band}", style=_style(profile, one.percent))


def _line(profile: Profile, one: FunctionResult) -> Text:
    name = profile.instrument.function(one.id).name
    line = Text(f"  {name:<34}")
    highest = profile.instrument.scale.highest
    if one.rating is None:
        return line.append(f"{str(one.missing).replace('_', ' '):<{highest + 1}}", style="dim italic")
    percent = one.percent if one.is_below and one.percent is not None else 100.0
    mark = round(one.typical)
    steps = range(profile.instrument.scale.lowest, highest + 1)
    bar = "".join(("╪" if step <= one.rating else "┆") if step == mark else "█" if step <= one.rating else "·" for step in steps)
    line.append(bar, style=_style(profile, percent))
    differ = "≠" if one.disagreement else " "
    return line.append(f" {one.rating:>4.3g} {_BAND_MARKS[min(_band(profile, percent), 2)]}{differ}".rstrip())


def _band(profile: Profile, percent: float) -> int:
    return sum(band.below is not None and percent >= band.below for band in profile.instrument.bands)


def _style(profile: Profile, percent: float) -> str:
    band = _band(profile, percent)
    return _BAND_STYLES[band] if band < len(_BAND_STYLES) else ""


def _start_sentence(profile: Profile, start: Start) -> str:
    shares = {profile.instrument.region(region).name: share for region, share in start.probability.items() if share is not None}
    if start.none is not None:
        shares["nothing below typical"] = start.none
    if start.unknown >= 0.01:
        shares["what is not rated enough"] = start.unknown
    ranked = [f"{name} ({chance(share)})" for name, share in sorted(shares.items(), key=lambda one: -one[1])]
    match start.status:
        case StartStatus.DECIDED:
            return f"Where to start: {ranked[0]}."
        case StartStatus.CLOSE:
            return f"Where to start: the ratings do not decide. Possible are {', '.join(ranked)}."
        case StartStatus.NONE:
            return f"Where to start: {ranked[0]}. Enjoy what goes well."
        case StartStatus.UNDECIDED:
            names = ", ".join(profile.instrument.region(one).name for one in start.insufficient)
            return f"Where to start: undecided. Too little is rated in {names}."
