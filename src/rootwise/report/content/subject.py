"""What every section starts from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rootwise.case import Case
from rootwise.instrument import Instrument
from rootwise.profile import Profile
from rootwise.profile.model import FunctionResult
from rootwise.report.site import Site
from rootwise.report.words import ROLES, listed


@dataclass(frozen=True, slots=True)
class Subject:
    """A profile, the case it came from, and the service's contacts where they are known. `links`: by function, where its box leads."""

    profile: Profile
    case: Case
    site: Site | None
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def instrument(self) -> Instrument:
        return self.profile.instrument

    @property
    def child(self) -> str:
        return self.case.child.name or self.case.child.id

    def person(self, rater_id: str) -> str:
        """What a rater is called: the name, else the role; with the id where two would be called the same."""
        called = {one.id: one.name or ROLES[one.role] for one in self.case.raters}
        name = called[rater_id]
        return f"{name} ({rater_id})" if list(called.values()).count(name) > 1 else name

    def raters(self) -> str:
        """Everybody who rated something, with their role."""
        by = {given.by for one in self.profile.functions for given in one.ratings}
        people = [one for one in self.case.raters if one.id in by]
        return listed([f"{self.person(one.id)} ({ROLES[one.role]})" if one.name else self.person(one.id) for one in people]) or "nobody yet"

    def function_name(self, function_id: str) -> str:
        return self.instrument.function(function_id).name

    def region_name(self, region_id: str) -> str:
        return self.instrument.region(region_id).name

    def notes(self, function_id: str) -> list[str]:
        """What raters wrote beside their rating, or beside why there is none, each with who said it."""
        entries = self.case.ratings.get(function_id, ())
        return [f"“{one.note}”{f' ({self.person(one.by)})' if one.by else ''}" for one in entries if one.note]


def percent_of_typical(one: FunctionResult) -> float:
    """Percent of one rated function."""
    assert one.percent is not None
    return one.percent
