"""What every section starts from."""

from dataclasses import dataclass

from rootwise.case import Case
from rootwise.instrument import Instrument
from rootwise.profile import Profile
from rootwise.profile.model import FunctionResult
from rootwise.report.site import Site
from rootwise.report.words import ROLES


@dataclass(frozen=True, slots=True)
class Subject:
    """A profile, the case it came from, and the service's contacts where they are known."""

    profile: Profile
    case: Case
    site: Site | None

    @property
    def instrument(self) -> Instrument:
        return self.profile.instrument

    @property
    def child(self) -> str:
        return self.case.child.name or self.case.child.id

    def person(self, rater_id: str) -> str:
        """What a rater is called: the name where there is one, else the role."""
        rater = self.case.rater(rater_id)
        return rater.name or ROLES[rater.role]

    def function_name(self, function_id: str) -> str:
        return self.instrument.function(function_id).name

    def region_name(self, region_id: str) -> str:
        return self.instrument.region(region_id).name

    def notes(self, function_id: str) -> list[str]:
        """What raters wrote beside their rating, each with who said it."""
        return [f"“{given.note}” ({self.person(given.by)})" for given in self.profile.function(function_id).ratings if given.note]


def percent_of_typical(one: FunctionResult) -> float:
    """100 x rating / typical of one rated function."""
    assert one.rating is not None
    return 100.0 * one.rating / one.typical
