"""What a plan is: choices with reasons, and exclusions with reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rootwise.case.vocabulary import Setting
from rootwise.plan.catalogue import Activity, LoadedCatalogue
from rootwise.profile import Profile
from rootwise.profile.model import PhaseStatus, Reason


class PlanStatus(StrEnum):
    """Whether there is a plan, and if not, why."""

    PLANNED = "planned"
    STOPPED = "stopped"  # the safety gate is closed (§10)
    INSUFFICIENT = "insufficient"  # too little is rated to say where to start (§7)
    NOTHING_FITS = "nothing_fits"  # every activity is excluded, each with its reason (§12)


@dataclass(frozen=True, slots=True)
class PlannedDose:
    """So many short moments: minutes each, times a day, days a week."""

    minutes: int
    per_day: int
    days_per_week: int

    @property
    def minutes_a_day(self) -> int:
        return self.minutes * self.per_day


@dataclass(frozen=True, slots=True)
class PlannedActivity:
    """One activity chosen for this child: where, with whom, how much, and why."""

    activity: Activity
    phase: str
    phase_status: PhaseStatus
    functions: tuple[str, ...]
    dose: PlannedDose
    setting: Setting
    with_whom: str | None
    precautions: tuple[str, ...]
    because: tuple[Reason, ...]
    is_for_the_adult: bool = False
    needs_another_adult: bool = False  # only while somebody else is there: the adult rests, or the child's safety asks for two


@dataclass(frozen=True, slots=True)
class AtHand:
    """What has no place in a day and is known for when something calls for it."""

    activity: Activity
    functions: tuple[str, ...]
    precautions: tuple[str, ...]
    because: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One activity that was not chosen, and every rule that spoke against it."""

    id: str
    because: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """A programme that a clinician may consider; the program never places it."""

    activity: Activity
    because: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """One thing to work towards (§11). `steps` goes from -2 to +2, 0 is what is hoped for by `by`."""

    function: str
    now: float
    target: float
    by: date
    seen: str
    steps: Mapping[int, str]
    because: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Relief:
    """Something about the people around the child that comes before activities (§8)."""

    relation: str
    name: str
    text: str
    helped_by: tuple[str, ...] = ()  # activities of the catalogue that help with it and that nothing speaks against
    ask: str | None = None  # what to find out first, where help is possible and nothing of it can be placed yet


@dataclass(frozen=True, slots=True)
class Unserved:
    """A function in great need for which the child's precautions leave nothing (§12)."""

    function: str
    because: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan for one child. Made for a professional who signs it (§16)."""

    profile: Profile
    catalogue: LoadedCatalogue
    status: PlanStatus
    because: tuple[Reason, ...]
    relations_first: tuple[Relief, ...]
    goals: tuple[Goal, ...]
    activities: tuple[PlannedActivity, ...]
    options: tuple[Option, ...]
    treatments: tuple[str, ...]
    excluded: tuple[Exclusion, ...]
    unserved: tuple[Unserved, ...] = ()
    at_hand: tuple[AtHand, ...] = ()
    notes: tuple[Reason, ...] = ()  # what the plan leaves open: too few minutes, nights without bedtime, what the child likes

    def activity(self, activity_id: str) -> PlannedActivity | None:
        return next((one for one in self.activities if one.activity.id == activity_id), None)
