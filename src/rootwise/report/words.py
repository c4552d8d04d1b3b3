"""Sentences that several parts of a report use."""

from datetime import date

from rootwise.case.vocabulary import Missing, Role
from rootwise.instrument.model import Severity
from rootwise.instrument.typical import AgeSpan
from rootwise.profile.model import PhaseStatus

ROLES = {
    Role.CLINICIAN: "clinician",
    Role.OCCUPATIONAL_THERAPIST: "occupational therapist",
    Role.THERAPIST: "therapist",
    Role.CASE_WORKER: "case worker",
    Role.SUPERVISOR: "supervisor",
    Role.CAREGIVER: "caregiver",
    Role.TEACHER: "teacher",
}

MISSING = {
    Missing.NOT_ASKED: "not asked",
    Missing.NOT_OBSERVED: "not observed",
    Missing.NOT_APPLICABLE: "does not apply",
    Missing.DECLINED: "declined to say",
    Missing.UNKNOWN: "not known",
}

SEVERITY = {
    Severity.NOW: "now",
    Severity.TODAY: "today",
    Severity.SOON: "within days",
}

PHASE_STATUS = {
    PhaseStatus.MAIN: "the work now",
    PhaseStatus.MINOR: "a small part beside the main work",
    PhaseStatus.CLOSED: "not the focus of planned activities yet",
    PhaseStatus.LATER: "cannot be judged yet",
}

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def day(one: date) -> str:
    """`20 May 2026`."""
    return f"{one.day} {_MONTHS[one.month - 1]} {one.year}"


def common_at(span: AgeSpan) -> str:
    """The ages at which a rating is common, in words (§3), never as one age.

    Under two years in months, later in years and halves; both ends rounded to what a person would say.
    """
    low_number, low_unit = _rounded(span.from_months)
    if span.to_months is None:
        return f"common from about {_said(low_number, low_unit)} on"
    high_number, high_unit = _rounded(span.to_months)
    high = _said(high_number, high_unit)
    if (low_number, low_unit) == (high_number, high_unit):
        return f"common at about {high}"
    if low_number == "birth":
        return f"common from birth to about {high}"
    return f"common at about {low_number if low_unit == high_unit else _said(low_number, low_unit)} to {high}"


def _said(number: str, unit: str) -> str:
    return number if not unit else f"{number} {unit}" if number == "1" else f"{number} {unit}s"


def _rounded(months: float) -> tuple[str, str]:
    if months < 0.75:
        return "birth", ""
    if months < 23.5:
        return str(round(months)), "month"
    halves = round(months / 6.0)
    return (f"{halves // 2}½" if halves % 2 else str(halves // 2)), "year"


def listed(names: list[str] | tuple[str, ...]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def count(number: int, one: str, many: str) -> str:
    """`1 function`, `no functions`, `3 functions`."""
    return f"{'no' if number == 0 else number} {one if number == 1 else many}"
