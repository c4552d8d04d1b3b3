"""Whom one believes: the same case with the ratings of one person alone, or without theirs, and what comes out differently."""

from dataclasses import dataclass, replace
from enum import StrEnum

from rootwise.case import ReadCase
from rootwise.profile.build import profile_of
from rootwise.profile.model import Profile, StartStatus


class Belief(StrEnum):
    ONLY = "only"
    WITHOUT = "without"


@dataclass(frozen=True, slots=True)
class BandChange:
    """A region or a domain whose band is another; None where too little is rated to say."""

    id: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class View:
    """What comes out if one believes this rater alone, or leaves this one out. `regions` and `domains` hold what changes band."""

    belief: Belief
    rater: str
    profile: Profile
    start_differs: bool
    regions: tuple[BandChange, ...]
    domains: tuple[BandChange, ...]

    @property
    def is_the_same(self) -> bool:
        return not (self.start_differs or self.regions or self.domains)


def raters_who_rated(profile: Profile) -> tuple[str, ...]:
    """Everybody who gave a rating, in the order in which their ratings stand."""
    return tuple(dict.fromkeys(given.by for one in profile.functions for given in one.ratings))


def views(read: ReadCase) -> tuple[View, ...]:
    """For each who rated: believed alone, then left out. Nothing where fewer than two rated: there is nobody to choose between."""
    whole = profile_of(read)
    raters = raters_who_rated(whole)
    if len(raters) < 2:
        return ()
    return tuple(_view(whole, profile_of(_believing(read, belief, rater)), belief, rater) for rater in raters for belief in Belief)


def _believing(read: ReadCase, belief: Belief, rater: str) -> ReadCase:
    """The case with the entries of this rater alone, or without them. What stands there in nobody's name stays."""
    kept = {
        function: tuple(one for one in entries if one.by is None or (one.by == rater) is (belief is Belief.ONLY))
        for function, entries in read.case.ratings.items()
    }
    ratings = {function: entries for function, entries in kept.items() if entries}
    return replace(read, case=read.case.model_copy(update={"ratings": ratings}))


def _view(whole: Profile, other: Profile, belief: Belief, rater: str) -> View:
    return View(
        belief=belief,
        rater=rater,
        profile=other,
        start_differs=_start(whole) != _start(other),
        regions=_changes(whole, other, "regions"),
        domains=_changes(whole, other, "domains"),
    )


def _start(profile: Profile) -> tuple[StartStatus, str | None]:
    return profile.start.status, profile.start.region


def _changes(whole: Profile, other: Profile, kind: str) -> tuple[BandChange, ...]:
    pairs = zip(getattr(whole, kind), getattr(other, kind), strict=True)
    return tuple(BandChange(before.id, before.band, after.band) for before, after in pairs if before.band != after.band)
