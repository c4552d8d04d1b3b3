"""Profiles side by side, as a page tells them."""

from dataclasses import dataclass

from rootwise.picture import Picture, map_picture
from rootwise.profile.believing import Belief, View
from rootwise.profile.model import FunctionResult, Profile, StartStatus
from rootwise.profile.words import chance
from rootwise.report.content import Subject
from rootwise.report.words import listed


@dataclass(frozen=True, slots=True)
class ToldView:
    """What would come out if one believed one person alone, left one out, or, with neither, believed all."""

    key: str
    rater: str
    is_only: bool
    picture: Picture | None
    status: StartStatus
    start: str  # the name of the region, or nothing
    probability: str
    rated: int
    changes: list[tuple[str, str, str]]  # region or domain, its band with all, its band so; nothing where too little is rated
    start_differs: bool
    is_the_same: bool


def view_in_words(subject: Subject, number: int, view: View | None) -> ToldView:
    profile = subject.profile if view is None else view.profile
    start, instrument = profile.start, subject.instrument
    share = start.probability.get(start.region or "") if start.region else start.none
    bands = {one.id: one.name for one in instrument.bands}
    regions = {one.id: one.name for one in instrument.regions}
    domains = {one.id: one.name for one in instrument.domains}
    changed = [] if view is None else [*((regions, one) for one in view.regions), *((domains, one) for one in view.domains)]
    is_only = view is not None and view.belief is Belief.ONLY
    return ToldView(
        key=f"view-{number}",
        rater="" if view is None else subject.person(view.rater),
        is_only=is_only,
        picture=map_picture(profile, name=f"picture-map-{number}") if is_only else None,
        status=start.status,
        start=regions[start.region] if start.region else "",
        probability=chance(share) if share is not None and start.status is not StartStatus.UNDECIDED else "",
        rated=sum(one.rating is not None for one in profile.functions),
        changes=[(names[one.id], bands.get(one.before or "", ""), bands.get(one.after or "", "")) for names, one in changed],
        start_differs=view is not None and view.start_differs,
        is_the_same=view is not None and view.is_the_same,
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One function, then and now. Nothing is subtracted: whether a difference is a change is not said here (§14)."""

    name: str
    then: str
    now: str
    typical_then: str
    typical_now: str
    other_raters: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """`rows` only where both were rated with the same version of the instrument; else the two stand beside each other."""

    rows: list[Row]
    sets: list[tuple[str, str, str]]  # region or domain, then, now
    instruments: tuple[str, str]

    @property
    def is_comparable(self) -> bool:
        return self.instruments[0] == self.instruments[1]


def compared(then: Subject, now: Subject) -> Compared:
    instruments = (then.instrument.name, now.instrument.name)
    if then.profile.instrument_sha256 != now.profile.instrument_sha256:
        return Compared([], [], instruments if instruments[0] != instruments[1] else (instruments[0], f"{instruments[1]} (changed)"))
    rows = [_row(then, now, one.id, one.name) for one in now.instrument.functions]
    names = {one.id: one.name for one in now.instrument.regions} | {one.id: one.name for one in now.instrument.domains}
    before, after = _percents(then.profile), _percents(now.profile)
    return Compared(rows, [(name, before[one], after[one]) for one, name in names.items()], instruments)


def _row(then: Subject, now: Subject, function_id: str, name: str) -> Row:
    before, after = then.profile.function(function_id), now.profile.function(function_id)
    who = [sorted(subject.person(given.by) for given in one.ratings) for subject, one in ((then, before), (now, after))]
    return Row(
        name,
        _said(then, before),
        _said(now, after),
        f"{before.typical:.1f}",
        f"{after.typical:.1f}",
        other_raters=bool(before.ratings) and bool(after.ratings) and who[0] != who[1],
    )


def _said(subject: Subject, one: FunctionResult) -> str:
    if one.rating is None:
        return ""
    return f"{one.rating:.3g} ({listed([subject.person(given.by) for given in one.ratings])})"


def _percents(profile: Profile) -> dict[str, str]:
    return {
        one.id: ""
        if one.percent is None or one.interval is None
        else f"{one.percent:.0f} % ({one.interval[0]:.0f} to {one.interval[1]:.0f})"
        for one in (*profile.regions, *profile.domains)
    }
