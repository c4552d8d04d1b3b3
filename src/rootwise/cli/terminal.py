"""The profile as a compact map for a terminal: readable without colour, coloured where the terminal can."""

from rich.console import Console
from rich.text import Text

from rootwise.case import Case
from rootwise.profile.model import FunctionResult, Profile, SetResult, Start, StartStatus
from rootwise.profile.words import age, chance

_BAND_STYLES = ("bold dark_orange3", "yellow3", "dark_cyan")  # lowest band first; further bands stay plain
_BAND_MARKS = ("▼", "▽", " ")


def show_profile(profile: Profile, case: Case, *, console: Console | None = None) -> None:
    """Print the map, bottom up as it is drawn: the top region first."""
    out = console or Console(highlight=False, soft_wrap=True)
    name = case.child.name or case.child.id
    corrected = ", corrected for early birth" if profile.corrected else ""
    out.print(Text(f"{name}, {age(profile.age_months)}{corrected}, assessed {profile.assessed_on}", style="bold"))
    out.print(Text("█ rating   ┆ typical for the age   ▼ far below typical   ▽ below typical", style="dim"))
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
    for reason in profile.gate.because:
        style = "" if profile.gate.is_open else "bold dark_orange3"
        out.print(Text(f"Safety: {reason.text}", style=style))
    out.print(Text("Ratings are judgements of behaviour, not a diagnosis. The scale is an open design, not validated yet.", style="dim"))


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
    percent = 100.0 * one.rating / one.typical
    mark = round(one.typical)
    bar = "".join("┆" if step == mark else "█" if step <= one.rating else "·" for step in range(1, highest + 1))
    line.append(bar, style=_style(profile, percent))
    return line.append(f" {one.rating:>4.3g} {_BAND_MARKS[min(_band(profile, percent), 2)]}")


def _band(profile: Profile, percent: float) -> int:
    return sum(band.below is not None and percent >= band.below for band in profile.instrument.bands)


def _style(profile: Profile, percent: float) -> str:
    band = _band(profile, percent)
    return _BAND_STYLES[band] if band < len(_BAND_STYLES) else ""


def _start_sentence(profile: Profile, start: Start) -> str:
    name = profile.instrument.region(start.region).name if start.region else "no region"
    share = chance((start.probability[start.region] if start.region else start.none) or 0.0)
    match start.status:
        case StartStatus.DECIDED:
            return f"Where to start: {name} ({share} sure)."
        case StartStatus.CLOSE:
            return f"Where to start: most probably {name} ({share}); the ratings do not decide it."
        case StartStatus.NONE:
            return f"Where to start: no region is below typical ({share} sure)."
        case StartStatus.UNDECIDED:
            names = ", ".join(profile.instrument.region(one).name for one in start.insufficient)
            return f"Where to start: undecided. Too little is rated in {names}."
